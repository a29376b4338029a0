package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/vlot-evaluatie/peil/cmd/peil/conformance"
)

// The example project has no line of Go: contract, SQL and page alone must give
// the totals that the register's own description states.
func TestTorontoTotalsComeOutOfTheRegister(t *testing.T) {
	t.Chdir(filepath.Join("..", ".."))
	corpora := os.Getenv("PEIL_CORPORA")
	if corpora == "" {
		corpora = filepath.Join("..", "shared", "corpora")
	}
	folder := filepath.Join(corpora, "shelter")
	if _, err := os.Stat(folder); err != nil {
		t.Skipf("no %s: set PEIL_CORPORA to the folder that holds shelter", folder)
	}
	all := conformance.Corpora(takeIn)
	shelter := slices.IndexFunc(all, func(c conformance.Corpus) bool { return c.Name == "shelter" })
	s, err := all[shelter].Run(context.Background(), folder)
	if err != nil {
		t.Fatal(err)
	}
	if s.Passed != 6 || s.Failed != 0 || s.Pending {
		t.Errorf("%d totals right, want 6; %v", s.Passed, s.Why)
	}
}

func TestTorontoReportIsWrittenInBothLanguages(t *testing.T) {
	t.Chdir(filepath.Join("..", ".."))
	data := t.TempDir()
	exports := t.TempDir()
	// Two nights of one programme are enough for the page; the register has 85.
	register := "_id,OCCUPANCY_DATE,ORGANIZATION_ID,ORGANIZATION_NAME,SHELTER_ID,SHELTER_GROUP,LOCATION_ID,LOCATION_NAME,LOCATION_ADDRESS,LOCATION_POSTAL_CODE,LOCATION_CITY,LOCATION_PROVINCE,PROGRAM_ID,PROGRAM_NAME,SECTOR,PROGRAM_MODEL,OVERNIGHT_SERVICE_TYPE,PROGRAM_AREA,SERVICE_USER_COUNT,CAPACITY_TYPE,CAPACITY_ACTUAL_BED,CAPACITY_FUNDING_BED,OCCUPIED_BEDS,UNOCCUPIED_BEDS,UNAVAILABLE_BEDS,CAPACITY_ACTUAL_ROOM,CAPACITY_FUNDING_ROOM,OCCUPIED_ROOMS,UNOCCUPIED_ROOMS,UNAVAILABLE_ROOMS,OCCUPANCY_RATE_BEDS,OCCUPANCY_RATE_ROOMS\n" +
		"1,2024-01-01,1,O,1,G,1,L,,,Toronto,ON,7,P,Men,Emergency,Shelter,Base,18,Bed Based Capacity,20,20,18,2,0,,,,,,90,\n" +
		"2,2024-01-02,1,O,1,G,1,L,,,Toronto,ON,7,P,Men,Emergency,Shelter,Base,19,Bed Based Capacity,20,20,19,1,0,,,,,,95,\n"
	if err := os.WriteFile(filepath.Join(exports, "toronto_shelter_occupancy.csv"), []byte(register), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"run", "--exports", exports},
		{"report", "--lang", "en"},
	} {
		args = append(args, "--project", filepath.Join("examples", "toronto"), "--data", data)
		if code := run(args, nil, io.Discard, os.Stderr); code != exitDone {
			t.Fatalf("peil %v: exit %d", args, code)
		}
	}
	pages, err := filepath.Glob(filepath.Join(data, "editions", "shelter", "*", "index.html"))
	if err != nil || len(pages) != 2 {
		t.Errorf("pages %v, %v, want one in each language", pages, err)
	}
}
