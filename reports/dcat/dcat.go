// Package dcat is the form of DCAT, the vocabulary for catalogues of data, in JSON-LD,
// as the Flemish profile wants it: what every dataset, file, agent and contact must have.
//
// The package knows the form and nothing of what is described.
package dcat

import (
	"bytes"
	"crypto/sha1"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
)

// Profile is what the records of a catalogue conform to: the Flemish profile for
// data of every kind. DCAT-AP Vlaanderen, made from it, is for open data alone, and
// its portal takes public datasets only; its required properties are all here.
const Profile = "https://data.vlaanderen.be/doc/applicatieprofiel/metadata-dcat/erkendestandaard/2021-04-22"

// Authority is where the European Union keeps its code lists.
const Authority = "http://publications.europa.eu/resource/authority/"

// Object is a node of JSON-LD; its keys are written in the order of the alphabet.
type Object = map[string]any

// Owner names the parts of what a project describes, and says who answers for it.
type Owner struct {
	Name      string
	IRI       string // what names of parts begin with; "" for names without an address
	Contact   string
	Publisher string
}

// Of gives what a project says of itself.
func Of(c *models.Config) Owner {
	return Owner{Name: c.Name, IRI: c.IRI, Contact: c.Contact, Publisher: c.Issuer("nl")}
}

// Part gives the IRI of a part: below the project's address or, without one, a UUID made
// from the name (RFC 9562, version 5), the same every time.
func (o Owner) Part(kind, name string) string {
	if o.IRI != "" {
		return o.IRI + kind + "/" + url.PathEscape(name)
	}
	// The namespace of the RFC for addresses, over a name that no one else has.
	sum := sha1.Sum(append([]byte{0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8},
		"urn:peil:"+o.Name+":"+kind+":"+name...))
	id := sum[:16]
	id[6], id[8] = id[6]&0x0f|0x50, id[8]&0x3f|0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", id[:4], id[4:6], id[6:8], id[8:10], id[10:])
}

// Ref points at what has an IRI.
func Ref(iri string) Object { return Object{"@id": iri} }

// Text is text in a language.
func Text(lang, value string) Object { return Object{"@language": lang, "@value": value} }

// Both is a text in Dutch and English.
func Both(nl, en string) []any { return []any{Text("nl", nl), Text("en", en)} }

// Date is a day.
func Date(d models.Date) Object { return Object{"@type": "xsd:date", "@value": string(d)} }

// Language points at Dutch, or English for "en".
func Language(lang string) Object {
	if lang == "en" {
		return Ref(Authority + "language/ENG")
	}
	return Ref(Authority + "language/NLD")
}

// Agent is an organisation by its name: the same name is the same agent.
func (o Owner) Agent(name string) Object {
	return Object{"@id": o.Part("agent", name), "@type": "foaf:Agent", "foaf:name": []any{Text("nl", name)}}
}

// contact is whom a reader can ask; an address only where the project gives one.
func (o Owner) contact() Object {
	c := Object{"@id": o.Part("contact", o.Contact), "@type": "vcard:Organization", "vcard:fn": o.Publisher}
	switch address := strings.TrimSpace(o.Contact); {
	case strings.HasPrefix(address, "http://"), strings.HasPrefix(address, "https://"):
		c["foaf:page"] = Ref(address)
	case strings.Contains(address, "@") && !strings.ContainsAny(address, " <>,;\""):
		c["vcard:hasEmail"] = Ref("mailto:" + address)
	case address != "":
		c["vcard:fn"] = address
	}
	return c
}

// Catalogue has what a catalogue must have but for its title, description and datasets.
func (o Owner) Catalogue(name string, modified models.Date, languages ...string) Object {
	var spoken []any
	for _, lang := range languages {
		spoken = append(spoken, Language(lang))
	}
	return Object{
		"@context": Object{
			"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/", "foaf": "http://xmlns.com/foaf/0.1/",
			"spdx": "http://spdx.org/rdf/terms#", "vcard": "http://www.w3.org/2006/vcard/ns#", "xsd": "http://www.w3.org/2001/XMLSchema#",
			"rdfs": "http://www.w3.org/2000/01/rdf-schema#",
		},
		"@id": o.Part("catalogue", name), "@type": "dcat:Catalog", "dct:identifier": o.Part("catalogue", name),
		"dct:publisher": o.Agent(o.Publisher), "dcat:contactPoint": o.contact(), "dct:language": spoken, "dct:modified": Date(modified),
	}
}

// Dataset has what every dataset must have but for its title, description and files.
func (o Owner) Dataset(id, lang string, modified models.Date) Object {
	return Object{
		"@id": o.Part("dataset", id), "@type": "dcat:Dataset", "dct:identifier": id,
		"dct:publisher": o.Agent(o.Publisher), "dcat:contactPoint": o.contact(), "dct:language": Language(lang),
		"dct:accessRights": Ref(Authority + "access-right/NON_PUBLIC"), "dct:modified": Date(modified),
	}
}

// Record says which profile the description of a dataset conforms to.
func (o Owner) Record(id string, modified models.Date) Object {
	return Object{
		"@id": o.Part("record", id), "@type": "dcat:CatalogRecord", "dct:identifier": o.Part("record", id), "foaf:primaryTopic": Ref(o.Part("dataset", id)),
		"dct:modified":   Object{"@type": "xsd:dateTime", "@value": string(modified) + "T00:00:00Z"},
		"dct:conformsTo": Object{"@id": Profile, "@type": "dct:Standard"},
	}
}

// File is a file that a dataset can be had as.
type File struct {
	Of        string // the dataset, and what tells this file from its others
	Path      string // from where the description lies
	MediaType string
	Bytes     int64
	SHA256    string // in hexadecimal digits
	Licence   string // a name or an address; "" for none
}

// Distribution describes a file, but for its title.
func (o Owner) Distribution(f File) Object {
	out := Object{
		"@id": o.Part("distribution", f.Of+"/"+f.SHA256), "@type": "dcat:Distribution", "dct:identifier": f.SHA256,
		"dcat:accessURL": Ref(f.Path), "dcat:downloadURL": Ref(f.Path),
		"dcat:mediaType": Ref("https://www.iana.org/assignments/media-types/" + f.MediaType),
		"dcat:byteSize":  Object{"@type": "xsd:nonNegativeInteger", "@value": fmt.Sprint(f.Bytes)},
		"spdx:checksum": Object{"@type": "spdx:Checksum", "spdx:algorithm": Ref("http://spdx.org/rdf/terms#checksumAlgorithm_sha256"),
			"spdx:checksumValue": Object{"@type": "xsd:hexBinary", "@value": f.SHA256}},
		"dct:rights": Object{"@type": "dct:RightsStatement", "rdfs:label": Both("Intern, niet voor publicatie.", "Internal, not for publication.")},
	}
	if strings.Contains(f.Licence, "://") {
		out["dct:license"] = Ref(f.Licence)
	} else if f.Licence != "" {
		out["dct:license"] = Object{"@type": "dct:LicenseDocument", "dct:title": f.Licence}
	}
	return out
}

// Encode writes JSON with two blanks an indent; < > and & stay as they are.
func Encode(v Object) ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return nil, fmt.Errorf("write catalogue: %w", err)
	}
	return out.Bytes(), nil
}
