package catalogue

import (
	"bytes"
	"crypto/sha1"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/lineage"
)

// Profile is what the records of the catalogue conform to: the Flemish profile for
// data of every kind. DCAT-AP Vlaanderen, made from it, is for open data alone, and
// its portal takes public datasets only; its required properties are all here.
const Profile = "https://data.vlaanderen.be/doc/applicatieprofiel/metadata-dcat/erkendestandaard/2021-04-22"

// authority is where the European Union keeps its code lists.
const authority = "http://publications.europa.eu/resource/authority/"

// frequencies are the codes of the EU's list for the rhythms of contracts.
var frequencies = map[string]string{"day": "DAILY", "week": "WEEKLY", "month": "MONTHLY", "quarter": "QUARTERLY", "year": "ANNUAL"}

// object is a node of JSON-LD; its keys are written in the order of the alphabet.
type object = map[string]any

// DCAT describes the snapshot's tables, and the deliveries that they are made from,
// as a catalogue in JSON-LD. A table is a dataset with its Parquet file as the one
// distribution, addressed relative to the data folder; deliveries have owner, rhythm
// and legal basis and no distribution, since their files are not given on. Periods
// of time are those of knowledge dates. Both languages are in it.
func DCAT(in Input) ([]byte, error) {
	d := &dcat{Input: in, config: &in.Project.Config, datasets: map[string]bool{}}
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
			records = append(records, d.record(s.Entities[i].Key()))
		}
	}
	for _, t := range slices.SortedFunc(slices.Values(in.Manifest.Tables), func(a, b models.BuiltTable) int { return strings.Compare(a.Name, b.Name) }) {
		r, err := in.Project.Relation(t.Name)
		if t.File == nil || err != nil {
			continue // a view has no file; what left the project is described nowhere
		}
		datasets = append(datasets, d.table(r, t))
		records = append(records, d.record(t.Name))
	}
	title := func(lang string) string { return d.config.Title(lang) }
	catalogue := object{
		"@id": d.iri("catalogue", d.config.Name), "@type": "dcat:Catalog", "dct:identifier": d.iri("catalogue", d.config.Name),
		"dct:title": both(words["catalogue"][0]+": "+title("nl"), words["catalogue"][1]+": "+title("en")),
		"dct:description": both(
			fmt.Sprintf("Tabellen van momentopname %d, met de leveringen waaruit ze gemaakt zijn.", in.Manifest.Snapshot),
			fmt.Sprintf("Tables of snapshot %d, with the deliveries that they are made from.", in.Manifest.Snapshot)),
		"dct:publisher": d.agent(d.config.Issuer("nl")), "dcat:contactPoint": d.contact(), "dct:language": []any{ref(authority + "language/NLD"), ref(authority + "language/ENG")},
		"dct:modified": date(in.Manifest.KnownAt), "dcat:dataset": datasets, "dcat:record": records,
	}
	d.period(catalogue, in.Manifest.Deliveries)
	catalogue["@context"] = object{
		"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/", "foaf": "http://xmlns.com/foaf/0.1/",
		"spdx": "http://spdx.org/rdf/terms#", "vcard": "http://www.w3.org/2006/vcard/ns#", "xsd": "http://www.w3.org/2001/XMLSchema#",
		"rdfs": "http://www.w3.org/2000/01/rdf-schema#",
	}
	return encode(catalogue)
}

type dcat struct {
	Input
	config   *models.Config
	datasets map[string]bool // nodes of the graph that are datasets
}

// iri names a part: below the project's address or, without one, a UUID made from
// the name (RFC 9562, version 5), the same every time.
func (d *dcat) iri(kind, name string) string {
	if d.config.IRI != "" {
		return d.config.IRI + kind + "/" + url.PathEscape(name)
	}
	// The namespace of the RFC for addresses, over a name that no one else has.
	sum := sha1.Sum(append([]byte{0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8},
		"urn:peil:"+d.config.Name+":"+kind+":"+name...))
	id := sum[:16]
	id[6], id[8] = id[6]&0x0f|0x50, id[8]&0x3f|0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", id[:4], id[4:6], id[6:8], id[8:10], id[10:])
}

func ref(iri string) object { return object{"@id": iri} }

func text(lang, value string) object { return object{"@language": lang, "@value": value} }

func both(nl, en string) []any { return []any{text("nl", nl), text("en", en)} }

func date(d models.Date) object { return object{"@type": "xsd:date", "@value": string(d)} }

// agent is an organisation by its name: the same name is the same agent.
func (d *dcat) agent(name string) object {
	return object{"@id": d.iri("agent", name), "@type": "foaf:Agent", "foaf:name": []any{text("nl", name)}}
}

// contact is whom a reader can ask; an address only where the project gives one.
func (d *dcat) contact() object {
	c := object{"@id": d.iri("contact", d.config.Contact), "@type": "vcard:Organization", "vcard:fn": d.config.Issuer("nl")}
	switch address := strings.TrimSpace(d.config.Contact); {
	case strings.HasPrefix(address, "http://"), strings.HasPrefix(address, "https://"):
		c["foaf:page"] = ref(address)
	case strings.Contains(address, "@") && !strings.ContainsAny(address, " <>,;\""):
		c["vcard:hasEmail"] = ref("mailto:" + address)
	case address != "":
		c["vcard:fn"] = address
	}
	return c
}

// dataset has what every dataset must have.
func (d *dcat) dataset(id string) object {
	return object{
		"@id": d.iri("dataset", id), "@type": "dcat:Dataset", "dct:identifier": id,
		"dct:publisher": d.agent(d.config.Issuer("nl")), "dcat:contactPoint": d.contact(), "dct:language": ref(authority + "language/NLD"),
		"dct:accessRights": ref(authority + "access-right/NON_PUBLIC"), "dct:modified": date(d.Manifest.KnownAt),
	}
}

func (d *dcat) entity(s *models.Source, e *models.Entity) object {
	out := d.dataset(e.Key())
	titles := func(lang string) string {
		source, entity := s.TitleNL, e.TitleNL
		if lang == "en" {
			source, entity = s.TitleEN, e.TitleEN
		}
		return strings.Trim(source+": "+entity, ": ")
	}
	out["dct:title"] = both(or(titles("nl"), e.Key()), or(titles("en"), e.Key()))
	out["dct:description"] = both("Levering van "+or(s.Owner, s.Name)+". "+s.Purpose, strings.TrimSpace("Delivered export. "+e.Grain))
	if s.Owner != "" {
		out["dct:rightsHolder"] = d.agent(s.Owner)
	}
	if s.LegalBasis != "" {
		out["dct:provenance"] = object{"@type": "dct:ProvenanceStatement", "rdfs:label": []any{text("nl", "Rechtsgrond: "+s.LegalBasis)}}
	}
	if code := frequencies[s.FreshnessOf(e.Name).Every]; code != "" {
		out["dct:accrualPeriodicity"] = ref(authority + "frequency/" + code)
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

func (d *dcat) table(r *models.Relation, t models.BuiltTable) object {
	out := d.dataset(r.Name)
	about := strings.TrimSpace(r.About)
	if r.Grain != "" {
		about = strings.TrimSpace(strings.TrimRight(about, ".") + ". Grain: " + r.Grain)
	}
	if r.Warning != "" {
		about += ". Warning: " + r.Warning
	}
	about = strings.TrimPrefix(about, ". ")
	out["dct:title"] = both("Tabel "+r.Name, "Table "+r.Name)
	out["dct:description"] = both("Afgeleide tabel van "+d.config.Title("nl")+"; de beschrijving is Engels: "+or(about, r.Name), or(about, r.Name))
	sources, deliveries := d.below(r.Name)
	var from []any
	for _, id := range sources {
		from = append(from, ref(d.iri("dataset", id)))
	}
	if len(from) > 0 {
		out["dct:source"] = from
	}
	d.period(out, d.deliveries(deliveries))
	out["dcat:distribution"] = []any{object{
		"@id": d.iri("distribution", t.Name+"/"+t.File.SHA256), "@type": "dcat:Distribution", "dct:identifier": t.File.SHA256, "dct:title": both(r.Name+" (Parquet)", r.Name+" (Parquet)"),
		"dcat:accessURL": ref(t.File.Path), "dcat:downloadURL": ref(t.File.Path),
		"dcat:mediaType": ref("https://www.iana.org/assignments/media-types/" + parquetType),
		"dcat:byteSize":  object{"@type": "xsd:nonNegativeInteger", "@value": fmt.Sprint(t.File.Bytes)},
		"spdx:checksum": object{"@type": "spdx:Checksum", "spdx:algorithm": ref("http://spdx.org/rdf/terms#checksumAlgorithm_sha256"),
			"spdx:checksumValue": object{"@type": "xsd:hexBinary", "@value": t.File.SHA256}},
		"dct:rights": object{"@type": "dct:RightsStatement", "rdfs:label": both("Intern, niet voor publicatie.", "Internal, not for publication.")},
	}}
	return out
}

// below gives the datasets that a table is made from directly, views seen through,
// and the deliveries at the bottom.
func (d *dcat) below(id string) (sources []string, deliveries map[string]bool) {
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

func (d *dcat) deliveries(entities map[string]bool) []models.Loaded {
	var out []models.Loaded
	for _, l := range d.Manifest.Deliveries {
		if entities[l.Source+"/"+l.Entity] {
			out = append(out, l)
		}
	}
	return out
}

// period adds the first and last knowledge date of deliveries, when there are any.
func (d *dcat) period(to object, deliveries []models.Loaded) {
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
		to["dct:temporal"] = object{"@type": "dct:PeriodOfTime", "dcat:startDate": date(first), "dcat:endDate": date(last)}
	}
}

func (d *dcat) record(id string) object {
	return object{
		"@id": d.iri("record", id), "@type": "dcat:CatalogRecord", "dct:identifier": d.iri("record", id), "foaf:primaryTopic": ref(d.iri("dataset", id)),
		"dct:modified":   object{"@type": "xsd:dateTime", "@value": string(d.Manifest.KnownAt) + "T00:00:00Z"},
		"dct:conformsTo": object{"@id": Profile, "@type": "dct:Standard"},
	}
}

// encode writes JSON with two blanks an indent; < > and & stay as they are.
func encode(v any) ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return nil, fmt.Errorf("write catalogue: %w", err)
	}
	return out.Bytes(), nil
}
