package https

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/vlot-evaluatie/peil/etl/pull/door"
	"github.com/vlot-evaluatie/peil/models"
)

// FuzzIndex reads strange bytes as a page of an index and as a Link header: what
// is not refused in words gives items with addresses, and a next page or none.
func FuzzIndex(f *testing.F) {
	f.Add([]byte(`{"data":{"files":[{"name":"a.csv","href":"/a","size":"1","changed":"2023-02-01T08:00:00Z"}]},"next":7}`), `</b?page=2>; rel="next"; title="a, b"`)
	f.Add([]byte(`{"data":{"files":[{"name":"../a","href":"//other/a","size":1,"changed":"Mon, 13 Feb 2023 09:00:00 GMT"}]},"next":"x y"}`), `<>;rel=next, <:>; rel="prev next"`)
	f.Add([]byte(`[{"name":""}]`), `<a>; rel=next`)
	at, err := url.Parse("https://h/index?a=b")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text []byte, link string) {
		for _, index := range []Index{
			{Items: "data.files", Name: "name", URL: "href", Size: "size", Modified: "changed", Paging: "cursor", Next: "next", Cursor: "c"},
			{Items: "data.files", Name: "name", Paging: "cursor", Next: "next"},
			{Name: "name", Paging: "link"},
		} {
			c := &Connector{config: Config{Where: "connector a", Index: &index}, base: at}
			items, _, err := c.read(at, text, http.Header{"Link": {link}})
			if err != nil && models.CodeOf(err) != models.Blocked {
				t.Fatalf("error without a user's words: %v", err)
			}
			for _, item := range items {
				if _, ok := item.Ref.(*url.URL); !ok && err == nil {
					t.Fatalf("item without an address: %+v", item)
				}
			}
			good, _ := door.Sift("connector a", items)
			for _, item := range good {
				if fault := door.Fault(item.Name); fault != "" {
					t.Fatalf("a name that %s went through", fault)
				}
			}
		}
	})
}
