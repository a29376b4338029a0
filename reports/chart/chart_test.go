package chart_test

import (
	"encoding/csv"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/internal/stats"
	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/chart"
	"github.com/vlot-evaluatie/peil/reports/chart/series"
	"github.com/vlot-evaluatie/peil/reports/disclose"
)

var update = flag.Bool("update", false, "write the golden files anew")

// safe reads cells written as "member[,member] value n" lines; a value of ? is
// unknown. Members hold no blanks.
func safe(m models.Metric, dims, cells string) disclose.Safe {
	result := &models.MetricResult{Metric: &m}
	for name := range strings.FieldsSeq(dims) {
		d := &models.Dimension{Name: name, TitleNL: dimensionTitles[name], TitleEN: name}
		if name == "month" || name == "quarter" || name == "week" || name == "year" || name == "day" {
			d.Grain = name
		}
		result.Dims = append(result.Dims, d)
	}
	for line := range strings.Lines(cells) {
		f := strings.Fields(line)
		if len(f) == 0 {
			continue
		}
		v, err := strconv.ParseFloat(f[1], 64)
		n, _ := strconv.ParseInt(f[2], 10, 64)
		result.Rows = append(result.Rows, models.MetricRow{Dims: strings.Split(f[0], ","), Value: v, Known: err == nil, N: n})
	}
	return disclose.Apply(result, disclose.Rule{Threshold: 5, Derived: 10})
}

var dimensionTitles = map[string]string{"month": "Maand", "province": "Provincie", "category": "Categorie", "sex": "Geslacht",
	"age_band": "Leeftijdsgroep", "reason": "Reden", "stage": "Fase", "municipality": "Gemeente", "from_type": "Van", "to_type": "Naar", "theme": "Thema"}

var names = map[string]string{
	"10000": "Antwerpen", "20001": "Vlaams-Brabant", "30000": "West-Vlaanderen", "40000": "Oost-Vlaanderen", "70000": "Limburg", "04000": "Brussels Hoofdstedelijk Gewest",
	"host": "gastgezin", "collective": "collectieve opvang", "municipal": "gemeentelijke opvang", "private": "eigen huurwoning",
	"m": "mannen", "f": "vrouwen",
	"end_of_stay": "Het gastgezin beëindigt de opvang omdat de woning opnieuw nodig is", "work": "Werk of school elders", "health": "Gezondheid", "conflict": "Conflict in de woning", "other": "Andere reden", "family": "Hereniging met familie",
	"s1": "Gemeld", "s2": "Bezocht", "s3": "Geschikt", "s4": "In de huisvestingstool", "s5": "Bezet",
	"0-17": "0–17 jaar", "18-34": "18–34 jaar", "35-64": "35–64 jaar", "65+": "65 jaar en ouder",
	"t1": "Statuut en verblijf", "t2": "Sociale rechten, leefloon en gezinsbijslag", "t3": "Onderwijs", "t4": "Wonen", "t5": "Werk", "t6": "Mobiliteit",
}

func label(_, code string) string { return names[code] }

var (
	persons = models.Metric{Name: "inflow_persons", TitleNL: "Instroom", TitleEN: "Inflow", Unit: "persons", Kind: "flow", Protects: "person", OverGroups: "sum", Empty: "zero"}
	stock   = models.Metric{Name: "places_occupied", TitleNL: "Bezette plaatsen", TitleEN: "Occupied places", Unit: "places", Kind: "stock", Protects: "person", OverGroups: "sum", Empty: "none"}
	share   = models.Metric{Name: "occupancy_share", TitleNL: "Bezettingsgraad", TitleEN: "Occupancy", Unit: "share", Decimals: 1, Kind: "stock", Protects: "person", OverGroups: "none"}
	euros   = models.Metric{Name: "claims_amount_eur", TitleNL: "Gevraagde subsidies", TitleEN: "Subsidies asked", Unit: "eur", Kind: "flow", Protects: "none", OverGroups: "sum"}
)

const twelve = "2022-03-01 9020 9020\n2022-04-01 3750 3750\n2022-05-01 2480 2480\n2022-06-01 1470 1470\n2022-07-01 1075 1075\n2022-08-01 1060 1060\n2022-09-01 750 750\n2022-10-01 690 690\n2022-11-01 3 3\n2022-12-01 590 590\n2023-01-01 530 530\n2023-02-01 480 480"

// long is 22 months of values in three or more series, the last of which has a
// hidden month and a missing one.
func long(series ...string) string {
	var b strings.Builder
	for i, s := range series {
		for k := range 22 {
			month := models.Date("2022-03-01").AddMonths(k)
			n := max(4000/(i+1)+400*k/(i*i+1)-9*k*k, 60+k)
			switch {
			case i == len(series)-1 && k == 7:
				n = 4
			case i == len(series)-1 && k == 12:
				fmt.Fprintf(&b, "%s,%s ? 0\n", month, s)
				continue
			}
			fmt.Fprintf(&b, "%s,%s %d %d\n", month, s, n, n)
		}
	}
	return b.String()
}

type golden struct {
	name string
	safe disclose.Safe
	o    series.Options
}

func goldens() []golden {
	today, tiles := municipalities("2025-01-01")
	before2025, pieces := municipalities("2024-01-01")
	year := &series.Beside{Name: "mrt 2021 – feb 2022", Safe: safe(persons, "month", "2021-03-01 4000 4000\n2021-04-01 4100 4100\n2021-05-01 3 3\n2021-06-01 2000 2000\n2021-07-01 1500 1500\n2021-08-01 1200 1200\n2021-12-01 600 600\n2022-01-01 700 700\n2022-02-01 800 800")}
	three := &series.Outline{Name: "grenzen.geojson", Latitude: 51.04, Height: 200, Grid: .5, Borders: map[string]string{"10000": "M0 0l800 0 0 400-800 0z"},
		Areas: []series.Area{{Code: tiles[0].Code, Path: "M0 0l400 0 0 400-400 0zM100 100l100 0 0 100-100 0z", X: 100, Y: 100}, {Code: tiles[1].Code, Path: "M400 0l400 0 0 400-400 0z", X: 300, Y: 100}, {Code: tiles[2].Code, Path: "M900 0l400 0 0 400-400 0z", X: 550, Y: 100}}}
	goal := &series.Beside{Name: "Doelstelling", Safe: safe(models.Metric{Name: "places_target", TitleNL: "Doelstelling", Unit: "places", Kind: "stock", Protects: "none", Empty: "none"}, "month", "2022-04-01 1800 1800\n2022-05-01 1800 1800\n2022-06-01 3000 3000")}
	var eight strings.Builder
	for k := range 22 {
		fmt.Fprintf(&eight, "%s %d %d\n", models.Date("2022-03-01").AddMonths(k), 350000+k*k*4100, 50)
	}
	return []golden{
		{"bar", safe(persons, "month", twelve), series.Options{Kind: series.Bar, Unit: "personen"}},
		{"bar_en", safe(persons, "month", twelve), series.Options{Kind: series.Bar, Unit: "persons", Lang: "en"}},
		{"bar_euro", safe(euros, "month", eight.String()), series.Options{Kind: series.Bar}},
		{"bar_gaps", safe(stock, "month", "2022-03-01 40 40\n2022-04-01 3 3\n2022-07-01 55 55\n2022-08-01 0 0\n2022-09-01 20 20"), series.Options{Kind: series.Bar, Unit: "plaatsen"}},
		{"line_one", safe(stock, "month", strings.ReplaceAll(strings.ReplaceAll(long("x"), ",x", ""), "2023-12-01", "2023-12-01")), series.Options{Kind: series.Line, Unit: "plaatsen"}},
		{"line_four", safe(stock, "month category", long("host", "collective", "municipal", "private")), series.Options{Kind: series.Line, Unit: "plaatsen"}},
		{"stacked", safe(stock, "month category", long("host", "collective", "municipal", "private")), series.Options{Kind: series.Stacked, Unit: "plaatsen"}},
		{"grouped", safe(persons, "age_band sex", "0-17,m 5210 5210\n0-17,f 5002 5002\n18-34,m 1200 1200\n18-34,f 6100 6100\n35-64,m 2400 2400\n35-64,f 8900 8900\n65+,m 3 3\n65+,f 410 410"), series.Options{Kind: series.Grouped, Unit: "personen"}},
		{"ranked", safe(persons, "reason", "end_of_stay 812 812\nwork 240 240\nhealth 4 4\nconflict 97 97\nother 0 0\nfamily ? 0"), series.Options{Kind: series.Ranked, Unit: "vragen", Highlight: "work"}},
		{"dot", safe(share, "province", "10000 0.861 900\n20001 0.79 500\n30000 0.643 800\n40000 0.812 700\n70000 0.9 4\n04000 ? 0"), series.Options{Kind: series.Dot}},
		{"dot_two", safe(share, "province sex", "10000,m 0.861 900\n10000,f 0.7 900\n20001,m 0.79 500\n20001,f 0.5 500\n30000,m 0.643 800\n30000,f 0.9 4"), series.Options{Kind: series.Dot}},
		{"multiples", safe(stock, "month province", long("10000", "20001", "30000", "40000", "70000")), series.Options{Kind: series.Multiples, Unit: "plaatsen"}},
		{"heatmap", safe(persons, "theme province", grid([]string{"t1", "t2", "t3", "t4", "t5", "t6"}, []string{"10000", "20001", "30000", "40000", "70000"})), series.Options{Kind: series.Heatmap, X: "province", Unit: "vragen"}},
		{"heatmap_month", safe(stock, "month province", long("10000", "20001", "30000", "40000", "70000")), series.Options{Kind: series.Heatmap, Unit: "plaatsen"}},
		{"funnel", safe(stock, "stage", "s1 1480 1480\ns2 820 820\ns3 410 410\ns4 395 395\ns5 4 4"), series.Options{Kind: series.Funnel, Unit: "locaties"}},
		{"tiles", today, series.Options{Kind: series.Tiles, Tiles: tiles, Unit: "personen"}},
		{"tiles_2024", before2025, series.Options{Kind: series.Tiles, Tiles: pieces, Unit: "personen", Highlight: "70000"}},
		{"map", safe(stock, "municipality", tiles[0].Code+" 40 40\n"+tiles[1].Code+" 3 3\n"+tiles[2].Code+" ? 0"), series.Options{Kind: series.Tiles, Tiles: tiles[:3], Outline: three, Unit: "personen", Highlight: "10000"}},
		{"bar_before", safe(persons, "month", twelve), series.Options{Kind: series.Bar, Unit: "personen", Before: year}},
		{"bar_target", safe(stock, "month", "2022-03-01 900 900\n2022-04-01 1850 1850\n2022-05-01 2100 2100\n2022-06-01 2400 2400"), series.Options{Kind: series.Bar, Unit: "plaatsen", Target: goal, Final: "2022-06-13"}},
		{"line_before", safe(persons, "month", twelve), series.Options{Kind: series.Line, Unit: "personen", Before: year, Final: "2023-01-31"}},
		{"line_target", safe(stock, "month", "2022-03-01 900 900\n2022-04-01 1850 1850\n2022-05-01 2100 2100\n2022-06-01 2400 2400"), series.Options{Kind: series.Line, Unit: "plaatsen", Target: goal}},
		{"line_band", sampled("month", "2022-03-01 40 61\n2022-04-01 52 80\n2022-05-01 70 90\n2022-06-01 4 30\n2022-07-01 88 120\n2022-09-01 60 64"), series.Options{Kind: series.Line, Interval: true}},
		{"dot_interval", sampled("province", "10000 240 300\n20001 51 80\n30000 33 61\n40000 81 90\n70000 12 400\n04000 ? 0"), series.Options{Kind: series.Dot, Interval: true}},
		{"dot_interval_two", sampled("province sex", "10000,m 240 300\n10000,f 200 300\n20001,m 51 80\n20001,f 55 80"), series.Options{Kind: series.Dot, Interval: true}},
		{"stacked_provisional", safe(stock, "month category", long("host", "collective", "municipal")), series.Options{Kind: series.Stacked, Unit: "plaatsen", Final: "2023-11-30"}},
		{"multiples_marked", safe(stock, "month province", long("10000", "20001", "30000", "40000", "70000")), series.Options{Kind: series.Multiples, Unit: "plaatsen", Highlight: "20001", Final: "2023-11-15"}},
		{"ranked_before", safe(persons, "reason", "end_of_stay 812 812\nwork 240 240\nhealth 4 4\nconflict 97 97"), series.Options{Kind: series.Ranked, Unit: "vragen", Before: &series.Beside{Name: "2021", Safe: safe(persons, "reason", "end_of_stay 700 700\nwork 310 310\nconflict 3 3\nhealth 12 12")}}},
		{"survival", waits(false), series.Options{Kind: series.Survival, Interval: true}},
		{"survival_groups", waits(true), series.Options{Kind: series.Survival}},
		{"spark", safe(persons, "month", twelve), series.Options{Kind: series.Spark, Unit: "personen"}},
		{"sankey", safe(persons, "from_type to_type", "host,private 1240 1240\nhost,collective 310 310\nhost,host 620 620\ncollective,private 480 480\ncollective,municipal 90 90\ncollective,host 3 3\nmunicipal,private 205 205\nmunicipal,host 40 40"), series.Options{Kind: series.Sankey, Unit: "personen"}},
		{"hostile", safe(stock, "reason", "</script><script>alert(1)</script> 40 40\n\x00\x1b[31m\u202e 30 30\n\"'&]]> 20 20\n\xff\xfe 10 10"), series.Options{Kind: series.Ranked, Title: "<b>\x07", Unit: "<i>"}},
	}
}

func grid(rows, columns []string) string {
	var b strings.Builder
	for i, r := range rows {
		for j, c := range columns {
			n := (i*37+j*53)%41*(6-i) + i*j
			fmt.Fprintf(&b, "%s,%s %d %d\n", r, c, n, n)
		}
	}
	return b.String()
}

// sampled is safe for a share with an interval: cells are "member part whole".
func sampled(dims, cells string) disclose.Safe {
	m := share
	m.Interval = models.Wilson
	result := &models.MetricResult{Metric: &m}
	for name := range strings.FieldsSeq(dims) {
		d := &models.Dimension{Name: name, TitleNL: dimensionTitles[name], TitleEN: name}
		if name == "month" {
			d.Grain = name
		}
		result.Dims = append(result.Dims, d)
	}
	for line := range strings.Lines(cells) {
		f := strings.Fields(line)
		part, err := strconv.ParseFloat(f[1], 64)
		whole, _ := strconv.ParseFloat(f[2], 64)
		result.Rows = append(result.Rows, models.MetricRow{Dims: strings.Split(f[0], ","), Value: part / whole, Known: err == nil, N: int64(whole), Part: part, Whole: whole})
	}
	return disclose.Apply(result, disclose.Rule{Threshold: 5, Derived: 10}).Bounded(func(part, whole float64) (float64, float64, bool) {
		i, err := stats.Wilson(int64(part), int64(whole), .95)
		return i.Low, i.High, err == nil
	})
}

// waits is a curve of one group, or of three of which the last may not be told.
func waits(groups bool) disclose.Safe {
	m := models.Metric{Name: "rehousing_median_days", TitleNL: "Mediane wachttijd", TitleEN: "Median wait", Unit: "days", Kind: "flow", Protects: "household", Values: "wait", Ended: "met"}
	answer := &models.MetricResult{Metric: &m}
	sample := &models.Sample{Metric: &m}
	codes := []string{""}
	if groups {
		codes = []string{"host", "collective", "private"}
		answer.Dims = []*models.Dimension{{Name: "category", TitleNL: "Categorie"}}
	}
	for k, code := range codes {
		g := models.SampleGroup{Dims: []string{}}
		if groups {
			g.Dims = []string{code}
		}
		for day := range int64(24) {
			n := 40/(day+2) + (day+int64(k))%3
			g.Values = append(g.Values, models.SampleValue{Value: float64(day*7 + 2), Count: n + day/8, Ended: n})
		}
		if k == 2 {
			g.Values = []models.SampleValue{{Value: 4, Count: 9, Ended: 9}, {Value: 30, Count: 3}}
		}
		sample.Groups = append(sample.Groups, g)
		answer.Rows = append(answer.Rows, models.MetricRow{Dims: g.Dims, Value: 20, Known: true, N: g.Size()})
	}
	curve, _, err := disclose.Survival(sample, disclose.Apply(answer, disclose.Rule{Threshold: 5, Derived: 10}), .95)
	if err != nil {
		panic(err)
	}
	return curve
}

// places reads the reference list of municipalities.
func places() []series.Place {
	file, err := os.Open("../../models/reference/municipalities.csv")
	if err != nil {
		panic(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		panic(err)
	}
	var out []series.Place
	for _, r := range rows[1:] {
		column := func(name string) string { return r[slices.Index(rows[0], name)] }
		x, errX := strconv.Atoi(column("tile_x"))
		y, errY := strconv.Atoi(column("tile_y"))
		out = append(out, series.Place{
			Code: r[0], Name: r[1], Region: r[2], Successor: column("successor_nis_code"), Named: r[4] == "true",
			From: models.Date(column("valid_from_date")), Until: models.Date(column("valid_to_date")), X: x, Y: y, Placed: errX == nil && errY == nil,
		})
	}
	return out
}

// municipalities gives the tiles of a day; values follow from the codes.
func municipalities(day models.Date) (disclose.Safe, []series.Tile) {
	var cells strings.Builder
	tiles := series.TilesOn(places(), day)
	for i, t := range tiles {
		n := 2 + (i*i*7919)%97
		if t.Named {
			n *= 9
		}
		fmt.Fprintf(&cells, "%s %d %d\n", t.Code, n, n)
	}
	fmt.Fprintf(&cells, "99999 12 12\n")
	m := stock
	m.TitleNL = "Verblijvende personen"
	return safe(m, "municipality", cells.String()), tiles
}

func TestEachKindDrawsItsGoldenPicture(t *testing.T) {
	for _, g := range goldens() {
		t.Run(g.name, func(t *testing.T) {
			o := g.o
			o.ID, o.Labels = g.name, label
			got, err := chart.Draw(g.safe, o)
			if err != nil {
				t.Fatal(err)
			}
			wellFormed(t, got)
			again, _ := chart.Draw(g.safe, o)
			if got != again {
				t.Error("second drawing differs from the first")
			}
			file := filepath.Join("testdata", g.name+".svg")
			if *update {
				if err := os.WriteFile(file, []byte(got+"\n"), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if got+"\n" != string(want) {
				t.Errorf("%s differs; look at it and run with -update", file)
			}
		})
	}
}

// wellFormed fails on invalid XML, numbers that are none, small text, ids that
// repeat, and elements that could act.
func wellFormed(t *testing.T, text string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(text))
	ids := map[string]bool{}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("invalid XML: %v\n%.2000s", err, text)
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch e.Name.Local {
		case "svg", "title", "desc", "defs", "pattern", "g", "line", "rect", "circle", "path", "text":
		default:
			t.Errorf("element %s", e.Name.Local)
		}
		for _, a := range e.Attr {
			v, err := strconv.ParseFloat(a.Value, 64)
			if strings.Contains(a.Value, "NaN") || strings.Contains(a.Value, "Inf") {
				t.Errorf("%s=%q", a.Name.Local, a.Value)
			}
			switch a.Name.Local {
			case "id":
				if ids[a.Value] {
					t.Errorf("id %s stands twice", a.Value)
				}
				ids[a.Value] = true
			case "font-size":
				if err != nil || v < 11.5 {
					t.Errorf("text of size %s", a.Value)
				}
			case "width", "height", "r":
				if err != nil || v < 0 || math.IsNaN(v) {
					t.Errorf("%s of %s: %s", a.Name.Local, e.Name.Local, a.Value)
				}
			case "href", "onload", "onclick", "style":
				t.Errorf("attribute %s", a.Name.Local)
			}
		}
	}
}
