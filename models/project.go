package models

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// Project is everything that a deployment says about itself: contracts,
// reference lists, SQL, pages, jobs. It is read from an fs.FS and never changes.
type Project struct {
	Config      Config
	Sources     []*Source
	Dimensions  []*Dimension
	Geography   Geography
	Relations   []*Relation
	Metrics     []*Metric
	Checks      []*Check
	Corrections []*Correction
	Lists       map[string]*List // reference lists by name
	Parameters  map[string]int64 // agreed numbers by name
	FS          fs.FS            // the files it was read from, for reference lists and pages

	config, dimensions []byte // peil.yml and models/dimensions.yml, to say where in them something is wrong
}

// Config is peil.yml.
type Config struct {
	Name       string           `yaml:"name"`
	TitleNL    string           `yaml:"title_nl"`
	TitleEN    string           `yaml:"title_en"`
	Extends    string           `yaml:"extends"` // vlot (default): over the built-in project; none: on its own
	Exports    string           `yaml:"exports"` // folder of exports when --exports is not given
	Key        KeyReferences    `yaml:"key"`     // of the pseudonym key, one a version, the earliest first
	Landing    LandingConfig    `yaml:"landing"`
	Identity   string           `yaml:"landing_identity"` // where the identity is that opens sealed files of landing
	Contact    string           `yaml:"contact"`
	AppealNL   string           `yaml:"appeal_nl"` // where a reader turns who cannot use a page and gets no answer
	AppealEN   string           `yaml:"appeal_en"`
	Publisher  string           `yaml:"publisher"` // who answers for the data, in catalogues
	Licence    string           `yaml:"licence"`   // what may be done with published tables: a name or an address
	IRI        string           `yaml:"iri"`       // what the names of tables in catalogues begin with
	Disclosure DisclosureConfig `yaml:"disclosure"`
	Memory     string           `yaml:"memory"`  // what the engine may hold for models and answers; 2GB when absent
	Reports    []string         `yaml:"reports"` // pages that a run writes
	// SnapshotDays is for how many days of knowledge each snapshot is kept; 0: for ever.
	SnapshotDays int             `yaml:"snapshot_days"`
	Approve      int             `yaml:"approve"` // how many persons publish an edition: 1 or 2; 1 when absent
	Releases     []ReleaseConfig `yaml:"releases"`
	Jobs         []JobConfig     `yaml:"jobs"`

	Connectors []ConnectorConfig `yaml:"connectors"` // doors beside the folder of exports
	Archives   ArchiveConfig     `yaml:"archives"`
}

// Appeal says in the language where a reader can turn who gets no answer.
func (c *Config) Appeal(lang string) string { return inLanguage(lang, c.AppealNL, c.AppealEN) }

// LandingConfig says how the files as received are kept.
type LandingConfig struct {
	EncryptTo []string `yaml:"encrypt_to"` // age recipients; files stay as they came when absent
}

// JobConfig is one scheduled job.
type JobConfig struct {
	Name   string   `yaml:"name"`
	Run    string   `yaml:"run"` // intake or report
	Source []string `yaml:"sources"`
	Report string   `yaml:"report"`
	Cron   string   `yaml:"cron"`
	Zone   string   `yaml:"zone"` // Europe/Brussels when absent
}

// TimeZone names the zone of the job's times.
func (j *JobConfig) TimeZone() string { return cmp.Or(j.Zone, "Europe/Brussels") }

// DefaultMemory is enough to build the models at a hundred times the real size;
// the process needs about half as much again.
const DefaultMemory = "2GB"

// EngineMemory gives what the engine may hold before it spills to disk.
func (c *Config) EngineMemory() string {
	if c.Memory == "" {
		return DefaultMemory
	}
	return c.Memory
}

var memoryForm = regexp.MustCompile(`^[1-9][0-9]*(MB|GB)$`)

// Title gives what the project is in the language, Dutch unless "en"; its name when
// nobody said.
func (c *Config) Title(lang string) string {
	return cmp.Or(inLanguage(lang, c.TitleNL, c.TitleEN), c.TitleEN, c.Name)
}

// Issuer gives who answers for the data; the title when nobody is named.
func (c *Config) Issuer(lang string) string { return cmp.Or(c.Publisher, c.Title(lang)) }

// LoadProject reads and checks a whole project. All that is wrong is told at
// once, as joined *Error values.
func LoadProject(files fs.FS) (*Project, error) {
	p := &Project{FS: files}
	var errs []error
	if text, err := fs.ReadFile(files, "peil.yml"); err == nil {
		p.config = text
		errs = append(errs, ReadYAML("peil.yml", 0, text, &p.Config))
	} else if !errors.Is(err, fs.ErrNotExist) {
		errs = append(errs, fmt.Errorf("read peil.yml: %w", err))
	}
	if text, err := fs.ReadFile(files, dimensionsFile); err == nil {
		var doc struct {
			Dimensions []*Dimension `yaml:"dimensions"`
			Geography  Geography    `yaml:"geography"`
		}
		errs = append(errs, ReadYAML(dimensionsFile, 0, text, &doc))
		p.dimensions = text
		p.Dimensions, p.Geography = doc.Dimensions, doc.Geography
	}
	lists, err := ReadLists(files)
	p.Lists = lists
	errs = append(errs, err, p.readSources(), p.readCorrections(), p.readSQL())
	errs = append(errs, p.fill()...)
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	if err := errors.Join(append(connectors(&p.Config), p.Config.names(), p.validate())...); err != nil {
		return nil, err
	}
	p.open()
	return p, nil
}

func (p *Project) readSources() error {
	var errs []error
	for _, file := range walk(p.FS, "models/sources", ".yml") {
		text, err := fs.ReadFile(p.FS, file)
		if err != nil {
			errs = append(errs, fmt.Errorf("read %s: %w", file, err))
			continue
		}
		s := &Source{File: file}
		if err := ReadYAML(file, 0, text, s); err != nil {
			errs = append(errs, err)
			continue
		}
		for i := range s.Entities {
			s.Entities[i].Source = s.Name
			s.Entities[i].File = file
		}
		p.Sources = append(p.Sources, s)
	}
	return errors.Join(errs...)
}

func (p *Project) readSQL() error {
	files := walk(p.FS, "sql", ".sql")
	errs := make([]error, len(files))
	var headers sync.WaitGroup // to read YAML takes longer than all else here
	for i, file := range files {
		text, err := fs.ReadFile(p.FS, file)
		if err != nil {
			errs[i] = fmt.Errorf("read %s: %w", file, err)
			continue
		}
		h, err := splitHeader(file, string(text))
		if err != nil {
			errs[i] = err
			continue
		}
		var into any
		switch h.kind {
		case "model":
			r := &Relation{SQL: h.sql, File: file, Line: h.from}
			p.Relations, into = append(p.Relations, r), r
		case "metric":
			m := &Metric{SQL: h.sql, File: file, Line: h.from}
			p.Metrics, into = append(p.Metrics, m), m
		case "check":
			c := &Check{SQL: h.sql, File: file, Line: h.from}
			p.Checks, into = append(p.Checks, c), c
		}
		headers.Go(func() { errs[i] = ReadYAML(file, h.line-1, []byte(h.yaml), into) })
	}
	headers.Wait()
	return errors.Join(errs...)
}

// Definitions gives one SHA-256 over every contract, reference list and SQL file
// walk lists files with the ending below dir, sorted by path.
func walk(files fs.FS, dir, ending string) []string {
	var out []string
	// An absent folder is an empty one: a project need not have every part.
	_ = fs.WalkDir(files, dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && path.Ext(name) == ending {
			out = append(out, name)
		}
		return nil
	})
	slices.Sort(out)
	return out
}

// Source finds a source by name.
func (p *Project) Source(name string) (*Source, error) {
	return find(p.Sources, name, "source", func(s *Source) string { return s.Name })
}

// Metric finds a metric by name.
func (p *Project) Metric(name string) (*Metric, error) {
	return find(p.Metrics, name, "metric", func(m *Metric) string { return m.Name })
}

// Relation finds a relation by name.
func (p *Project) Relation(name string) (*Relation, error) {
	return find(p.Relations, name, "relation", func(r *Relation) string { return r.Name })
}

// Dimension finds a dimension by name. One that is not declared but that a
// metric allows is shown under its own name.
func (p *Project) Dimension(name string) *Dimension {
	for _, d := range p.Dimensions {
		if d.Name == name {
			return d
		}
	}
	d := &Dimension{Name: name, TitleNL: name, TitleEN: name}
	if slices.Contains(TimeGrains, name) {
		d.Grain, d.TitleNL = name, map[string]string{"day": "Dag", "week": "Week", "month": "Maand", "quarter": "Kwartaal", "year": "Jaar"}[name]
		d.TitleEN = strings.ToUpper(name[:1]) + name[1:]
	}
	return d
}

// TimeGrains are the dimensions that metrics have beside their own: see Metric.Grains.
var TimeGrains = []string{"day", "week", "month", "quarter", "year"}

// Pages lists the names of the report pages, sorted; a page in another language
// (evaluatie.en.md) belongs to the one without.
func (p *Project) Pages() []string {
	var out []string
	for _, folder := range PageFolders {
		for _, file := range walk(p.FS, folder, ".md") {
			name := strings.TrimSuffix(path.Base(file), ".md")
			if !strings.Contains(name, ".") {
				out = append(out, name)
			}
		}
	}
	slices.Sort(out)
	return out
}

// PageFolders are where pages lie: reports that come back, and answers to questions
// of parliament.
var PageFolders = []string{"reports/pages", "reports/questions"}

func find[T any](all []T, name, what string, of func(T) string) (T, error) {
	names := make([]string, 0, len(all))
	for _, x := range all {
		if of(x) == name {
			return x, nil
		}
		names = append(names, of(x))
	}
	var none T
	return none, &Error{
		Code: Invalid, Where: fmt.Sprintf("%s %q", what, name),
		What: "is not known here", Fix: OneOf(name, names),
	}
}
