package https_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/vlot-evaluatie/peil/etl/pull/https"
	"github.com/vlot-evaluatie/peil/models"
)

// entry is an item of an index as the servers of these tests write it.
func entry(name string) string {
	return fmt.Sprintf(`{"name":%q,"href":"/files/%s","size":"1","changed":"2023-02-01T08:00:00+01:00"}`, name, name)
}

func page(entries ...string) string {
	return `{"data":{"files":[` + strings.Join(entries, ",") + `]}}`
}

func TestIndexIsReadToItsEndByLinkHeaders(t *testing.T) {
	s := serve(t)
	s.mux.HandleFunc("/index", func(w http.ResponseWriter, r *http.Request) {
		switch r.FormValue("page") {
		case "":
			w.Header().Add("Link", `</index?page=9>; rel="last"; title="the last, or not; rel=next", <?page=2>; title="a, b"; rel="prefetch next"`)
			fmt.Fprint(w, page(entry("b.csv")))
		case "2":
			w.Header().Add("Link", `</index>; rel=prev`)
			w.Header().Add("Link", `<`+s.server.URL+`/index?page=3>; rel=next`)
			fmt.Fprint(w, page())
		default:
			fmt.Fprint(w, page(entry("a.csv")))
		}
	})
	s.text("/files/a.csv", "x")
	c := s.config("/index")
	c.Index = index()
	c.Index.Paging = "link"
	got := connect(t, c)
	items := list(t, got)
	if names(items) != "portaal/a.csv portaal/b.csv" || items[0].Size != 1 || !items[0].ModTime.Equal(time.Date(2023, 2, 1, 7, 0, 0, 0, time.UTC)) {
		t.Errorf("listed %+v", items)
	}
	if want := "GET /index GET /index?page=2 GET /index?page=3"; strings.Join(s.asked, " ") != want {
		t.Errorf("asked %v, want %s", s.asked, want)
	}
	if text, err := read(got, items[0]); err != nil || text != "x" {
		t.Errorf("read %q, %v", text, err)
	}
	_, err := read(got, items[1])
	wantError(t, err, models.Unavailable, "portaal/b.csv: was listed, but is gone")
}

func TestIndexIsReadToItsEndByCursor(t *testing.T) {
	s := serve(t)
	s.mux.HandleFunc("/list", func(w http.ResponseWriter, r *http.Request) {
		if r.FormValue("kind") != "csv" {
			t.Errorf("asked %s, want that the parameter of the address stays", r.URL)
		}
		fmt.Fprint(w, map[string]string{
			"":  `{"files":[{"id":"2023/a b.csv"}],"meta":{"next":7}}`,
			"7": `{"files":[{"id":"c.csv"}],"meta":{"next":"z&="}}`,
		}[r.FormValue("after")])
		if r.FormValue("after") == "z&=" {
			fmt.Fprint(w, `{"files":[{"id":"d.csv"}],"meta":{"next":null}}`)
		}
	})
	s.text("/2023/", "below the index")
	c := s.config("/list?kind=csv")
	c.Index = &https.Index{Items: "files", Name: "id", Paging: "cursor", Next: "meta.next", Cursor: "after"}
	got := connect(t, c)
	items := list(t, got)
	if names(items) != "portaal/2023/a b.csv portaal/c.csv portaal/d.csv" || items[0].Size != -1 {
		t.Errorf("listed %+v", items)
	}
	if text, err := read(got, items[0]); err != nil || text != "below the index" {
		t.Errorf("read %q, %v", text, err)
	}
	// Without a parameter the cursor is the address of the next page.
	s.mux.HandleFunc("/odata", func(w http.ResponseWriter, r *http.Request) {
		if r.FormValue("skip") == "" {
			fmt.Fprint(w, `{"value":[{"name":"a.csv"}],"@nextLink":"odata?skip=1"}`)
			return
		}
		fmt.Fprint(w, `{"value":[{"name":"b.csv"}]}`)
	})
	c = s.config("/odata")
	c.Index = &https.Index{Items: "value", Name: "name", Paging: "cursor", Next: "@nextLink"}
	if got := names(list(t, connect(t, c))); got != "portaal/a.csv portaal/b.csv" {
		t.Errorf("listed %s", got)
	}
	// A list at the top.
	s.text("/top", `[{"name":"a.csv"}]`)
	c = s.config("/top")
	c.Index = &https.Index{Name: "name"}
	if got := names(list(t, connect(t, c))); got != "portaal/a.csv" {
		t.Errorf("listed %s", got)
	}
}

func TestIndexThatCannotBeTrustedIsRefused(t *testing.T) {
	round := map[string]string{"": "1", "1": "2", "2": "1"}
	turn := 0
	for _, c := range []struct {
		name, fault string
		answer      func(w http.ResponseWriter, r *http.Request)
		change      func(i *https.Index)
	}{
		{"cursor that comes back", "leads back to a page that was read", func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprintf(w, `{"data":{"files":[]},"next":%q}`, round[r.FormValue("c")])
		}, func(i *https.Index) { i.Paging, i.Next, i.Cursor = "cursor", "next", "c" }},
		{"link to itself", "leads back to a page that was read", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Link", "</index>; rel=next")
			fmt.Fprint(w, page())
		}, func(i *https.Index) { i.Paging = "link" }},
		{"no end", "more than 1000 pages", func(w http.ResponseWriter, r *http.Request) {
			turn++
			fmt.Fprintf(w, `{"data":{"files":[]},"next":%d}`, turn)
		}, func(i *https.Index) { i.Paging, i.Next, i.Cursor = "cursor", "next", "c" }},
		{"next page elsewhere", "leads to https://evil.example", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Link", "<https://evil.example/index?sig=geheim>; rel=next")
			fmt.Fprint(w, page())
		}, func(i *https.Index) { i.Paging = "link" }},
		{"no JSON", "is not JSON", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "<html>geheim") }, nil},
		{"no list", `has no list at "data.files"`, func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, `{"data":{"files":{}}}`) }, nil},
		{"no name", `has no text at "name" (item 2 of a page)`, func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprint(w, page(entry("a.csv"), `{"name":1}`))
		}, nil},
		{"no size", `has no number of bytes at "size"`, func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, page(`{"name":"a","size":1.5}`)) }, nil},
		{"no sum", `has no 64 hexadecimal digits at "sum"`, func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprint(w, page(`{"name":"a","size":1,"sum":"abc"}`))
		}, func(i *https.Index) { i.SHA256 = "sum" }},
		{"no time", `has no time like 2023-02-13T09:00:00Z at "changed"`, func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprint(w, page(`{"name":"a","size":1,"changed":"01/02/2023"}`))
		}, nil},
		{"endless page", "page of more than 16 MiB", func(w http.ResponseWriter, r *http.Request) {
			for range 17 {
				fmt.Fprint(w, strings.Repeat(" ", 1<<20))
			}
		}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := serve(t)
			s.mux.HandleFunc("/index", c.answer)
			with := s.config("/index")
			with.Index = index()
			if c.change != nil {
				c.change(with.Index)
			}
			items, err := connect(t, with).List(context.Background())
			if len(items) > 0 || models.CodeOf(err) == "" || !strings.Contains(err.Error(), c.fault) || strings.Contains(err.Error(), "geheim") {
				t.Errorf("listed %s, %v, want %q", names(items), err, c.fault)
			}
		})
	}
}

func TestHostileNamesOfAnIndexAreRefusedAndTheOthersTaken(t *testing.T) {
	s := serve(t)
	s.mux.HandleFunc("/index", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `[{"name":"good.csv"},{"name":"../up.csv"},{"name":"/etc/passwd"},{"name":"a\u0000b.csv"},{"name":"a\\b.csv"},{"name":""},{"name":"two.csv"},{"name":"two.csv"}]`)
	})
	c := s.config("/index")
	c.Index = &https.Index{Name: "name"}
	items, err := connect(t, c).List(context.Background())
	if names(items) != "portaal/good.csv" {
		t.Errorf("listed %s", names(items))
	}
	wantError(t, err, models.Blocked, `"../up.csv"`, `"/etc/passwd"`, `"a\x00b.csv"`, `"a\\b.csv"`, "is empty", "two.csv: is listed more than once")
}

func TestAddressWithAPasswordInAnIndexIsRefusedAsThat(t *testing.T) {
	s := serve(t)
	s.mux.HandleFunc("/index", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, `[{"name":"a.csv","url":"%s/a.csv"}]`, strings.Replace(s.server.URL, "://", "://someone:secret@", 1))
	})
	c := s.config("/index")
	c.Index = &https.Index{Name: "name", URL: "url"}
	_, err := connect(t, c).List(context.Background())
	wantError(t, err, models.Blocked, `lists "a.csv" at `+s.server.URL+" with a user or a password in the address; it is not taken")
	if strings.Contains(err.Error(), "secret") {
		t.Errorf("the password is told: %v", err)
	}
}
