package catalogue

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/dcat"
	"github.com/vlot-evaluatie/peil/reports/lineage"
)

// frequencies are the codes of the EU's list for the rhythms of contracts.
var frequencies = map[string]string{"day": "DAILY", "week": "WEEKLY", "month": "MONTHLY", "quarter": "QUARTERLY", "year": "ANNUAL"}

// DCAT describes the snapshot's tables, and the deliveries that they are made from,
// as a catalogue in JSON-LD. A table is a dataset with its Parquet file as the one
// distribution, addressed relative to the data folder; deliveries have owner, rhythm
// and legal basis and no distribution, since their files are not given on. Periods
// of time are those of knowledge dates. Both languages are in it.
func DCAT(in Input) ([]byte, error) {
	d := &described{Input: in, Owner: dcat.Of(&in.Project.Config), config: &in.Project.Config, datasets: map[string]bool{}}
	var datasets, records []any
	for _, s := range in.Project.Sources {
		for i := range s.Entities {
			d.datasets[s.Entities[i].Key()] = true
		}
	}
	for _, t := range in.Manifest.Tables {
		d.datasets[t.Name] = t.File != nil
	}
	for _, s := range in.Project.Sources {
		for i := range s.Entities {
			datasets = append(datasets, d.entity(s, &s.Entities[i]))
			records = append(records, d.Record(s.Entities[i].Key(), in.Manifest.KnownAt))
		}
	}
	for _, t := range slices.SortedFunc(slices.Values(in.Manifest.Tables), func(a, b models.BuiltTable) int { return strings.Compare(a.Name, b.Name) }) {
		r, err := in.Project.Relation(t.Name)
		if t.File == nil || err != nil {
			continue // a view has no file; what left the project is described nowhere
		}
		datasets = append(datasets, d.table(r, t))
		records = append(records, d.Record(t.Name, in.Manifest.KnownAt))
	}
	title := func(lang string) string { return d.config.Title(lang) }
	catalogue := d.Catalogue(d.config.Name, in.Manifest.KnownAt, "nl", "en")
	catalogue["dct:title"] = dcat.Both(words["catalogue"][0]+": "+title("nl"), words["catalogue"][1]+": "+title("en"))
	catalogue["dct:description"] = dcat.Both(
		fmt.Sprintf("Tabellen van momentopname %d, met de leveringen waaruit ze gemaakt zijn.", in.Manifest.Snapshot),
		fmt.Sprintf("Tables of snapshot %d, with the deliveries that they are made from.", in.Manifest.Snapshot))
	catalogue["dcat:dataset"], catalogue["dcat:record"] = datasets, records
	d.period(catalogue, in.Manifest.Deliveries)
	return dcat.Encode(catalogue)
}

type described struct {
	Input
	dcat.Owner
	config   *models.Config
	datasets map[string]bool // nodes of the graph that are datasets
}

func (d *described) entity(s *models.Source, e *models.Entity) dcat.Object {
	out := d.Dataset(e.Key(), "nl", d.Manifest.KnownAt)
	titles := func(lang string) string {
		source, entity := s.TitleNL, e.TitleNL
		if lang == "en" {
			source, entity = s.TitleEN, e.TitleEN
		}
		return strings.Trim(source+": "+entity, ": ")
	}
	out["dct:title"] = dcat.Both(or(titles("nl"), e.Key()), or(titles("en"), e.Key()))
	out["dct:description"] = dcat.Both("Levering van "+or(s.Owner, s.Name)+". "+s.Purpose, strings.TrimSpace("Delivered export. "+e.Grain))
	if s.Owner != "" {
		out["dct:rightsHolder"] = d.Agent(s.Owner)
	}
	if s.LegalBasis != "" {
		out["dct:provenance"] = dcat.Object{"@type": "dct:ProvenanceStatement", "rdfs:label": []any{dcat.Text("nl", "Rechtsgrond: "+s.LegalBasis)}}
	}
	if code := frequencies[s.FreshnessOf(e.Name).Every]; code != "" {
		out["dct:accrualPeriodicity"] = dcat.Ref(dcat.Authority + "frequency/" + code)
	}
	d.period(out, d.deliveries(map[string]bool{e.Key(): true}))
	return out
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

func (d *described) table(r *models.Relation, t models.BuiltTable) dcat.Object {
	out := d.Dataset(r.Name, "nl", d.Manifest.KnownAt)
	about := strings.TrimSpace(r.About)
	if r.Grain != "" {
		about = strings.TrimSpace(strings.TrimRight(about, ".") + ". Grain: " + r.Grain)
	}
	if r.Warning != "" {
		about += ". Warning: " + r.Warning
	}
	about = strings.TrimPrefix(about, ". ")
	out["dct:title"] = dcat.Both("Tabel "+r.Name, "Table "+r.Name)
	out["dct:description"] = dcat.Both("Afgeleide tabel van "+d.config.Title("nl")+"; de beschrijving is Engels: "+or(about, r.Name), or(about, r.Name))
	sources, deliveries := d.below(r.Name)
	var from []any
	for _, id := range sources {
		from = append(from, dcat.Ref(d.Part("dataset", id)))
	}
	if len(from) > 0 {
		out["dct:source"] = from
	}
	d.period(out, d.deliveries(deliveries))
	file := d.Distribution(dcat.File{Of: t.Name, Path: t.File.Path, MediaType: parquetType, Bytes: t.File.Bytes, SHA256: t.File.SHA256})
	file["dct:title"] = dcat.Both(r.Name+" (Parquet)", r.Name+" (Parquet)")
	out["dcat:distribution"] = []any{file}
	return out
}

// below gives the datasets that a table is made from directly, views seen through,
// and the deliveries at the bottom.
func (d *described) below(id string) (sources []string, deliveries map[string]bool) {
	seen := map[string]bool{}
	var look func(id string)
	look = func(id string) {
		for _, in := range d.Graph.Inputs(id) {
			switch {
			case seen[in]:
			case d.datasets[in]:
				seen[in] = true
				sources = append(sources, in)
			default:
				seen[in] = true
				look(in)
			}
		}
	}
	look(id)
	slices.Sort(sources)
	deliveries = map[string]bool{}
	for _, n := range d.Graph.Upstream(id).Nodes {
		if n.Kind == lineage.Source {
			deliveries[n.ID] = true
		}
	}
	return sources, deliveries
}

func (d *described) deliveries(entities map[string]bool) []models.Loaded {
	var out []models.Loaded
	for _, l := range d.Manifest.Deliveries {
		if entities[l.Source+"/"+l.Entity] {
			out = append(out, l)
		}
	}
	return out
}

// period adds the first and last knowledge date of deliveries, when there are any.
func (d *described) period(to dcat.Object, deliveries []models.Loaded) {
	var first, last models.Date
	for _, l := range deliveries {
		if l.Delivered() && l.KnownAt != "" {
			if first == "" || l.KnownAt < first {
				first = l.KnownAt
			}
			last = max(last, l.KnownAt)
		}
	}
	if first != "" {
		to["dct:temporal"] = dcat.Object{"@type": "dct:PeriodOfTime", "dcat:startDate": dcat.Date(first), "dcat:endDate": dcat.Date(last)}
	}
}
