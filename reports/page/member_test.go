package page

import (
	"context"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/disclose"
	"github.com/vlot-evaluatie/peil/reports/figure"
)

func buildFor(t *testing.T, m Member, text string) (*Output, error) {
	t.Helper()
	src, err := Parse("test", "test.md", "nl", text)
	if err != nil {
		return nil, err
	}
	return Build(context.Background(), src, Options{
		Maker:   &figure.Maker{Querier: answers{until: "2023-02-28"}, Rule: disclose.Rule{Threshold: 5, Derived: 10}, Edition: "test/1", Lang: "nl"},
		Edition: "1", Snapshot: 1, Engine: "duckdb", Known: "2023-02-28", Member: m,
	})
}

func TestPageForAMemberIsAboutThatMember(t *testing.T) {
	out, err := buildFor(t, Member{Code: "b", Name: "Berg & <Dal>"}, "---\ntitle: \"Opvang in {name}\"\nfor: town\ngeography: \"2025\"\n---\n\n"+
		"In {{ member }} zijn er {{ value \"persons\" where=\"{for}\" to=\"known\" }}.\n\n"+
		"{{ figure \"persons\" by=\"town\" to=\"known\" chart=\"ranked\" highlight=\"{code}\" headline=\"Naast {name}\" subtitle=\"Alle steden\" }}\n")
	if err != nil {
		t.Fatal(err)
	}
	html := string(out.HTML)
	for _, want := range []string{
		"<h1>Opvang in Berg &amp; &lt;Dal&gt;</h1>", "In Berg &amp; &lt;Dal&gt; zijn er", ">Naast Berg &amp; &lt;Dal&gt;</h3>",
		"persons --to 2023-02-28 --where town=b --geography 2025", // the value
		"persons --by town --to 2023-02-28 --geography 2025",      // the figure, which is cut by the dimension
	} {
		if !strings.Contains(html, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(html, "{name}") || strings.Contains(html, "{for}") || strings.Contains(html, "<Dal>") {
		t.Error("a sign is left, or a name is markup")
	}
}

// Of two figures by one title a reader knows which is about the member and which is not.
func TestAFigureThatIsNotAboutTheMemberSaysSo(t *testing.T) {
	for front, want := range map[string]string{"whole: Vlaanderen\n": "Vlaanderen", "": "alle samen"} {
		out, err := buildFor(t, Member{Code: "b", Name: "Niel"}, "---\ntitle: x\nfor: town\n"+front+"---\n\n"+
			"Er waren {{ value \"few\" where=\"{for}\" at=\"known\" }}, tegenover {{ value \"persons\" at=\"known\" }}.\n")
		if err != nil {
			t.Fatal(err)
		}
		text := strings.ReplaceAll(tags.ReplaceAllString(string(out.HTML), ""), "\u00a0", " ")
		for _, line := range []string{
			"Personen (Niel), tot en met 28 februari 2023: onderdrukt ([o]); personen (" + want + "), tot en met 28 februari 2023: ",
			"Personen (Niel), tot en met 28 februari 2023: [o]", "Personen (" + want + "), tot en met 28 februari 2023: 1.",
		} {
			if !strings.Contains(text, line) {
				t.Errorf("the page lacks %q", line)
			}
		}
	}
}

func TestPageAboutNoMemberMayNotNameOne(t *testing.T) {
	_, err := build(t, "nl", "---\ntitle: Opvang\n---\n\nIn {{ member }}: {{ value \"persons\" where=\"{for}\" to=\"known\" }}.\n")
	if err == nil {
		t.Fatal("taken")
	}
	for _, want := range []string{"test.md:5:4: member has no meaning", "test.md:5:18: where holds {for}"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("told %q, want %q", err, want)
		}
	}
}

func TestEarlierStretchesOfTime(t *testing.T) {
	for _, c := range []struct {
		q      models.MetricQuery
		months int
		want   models.MetricQuery
	}{
		{models.MetricQuery{From: "2023-03-01", To: "2023-03-31"}, 1, models.MetricQuery{From: "2023-02-01", To: "2023-02-28"}},
		{models.MetricQuery{From: "2022-12-01", To: "2023-11-30"}, 12, models.MetricQuery{From: "2021-12-01", To: "2022-11-30"}},
		{models.MetricQuery{From: "2023-03-31", To: "2023-04-13"}, 1, models.MetricQuery{From: "2023-02-28", To: "2023-03-13"}},
		{models.MetricQuery{At: "2023-12-31"}, 1, models.MetricQuery{At: "2023-11-30"}},
		{models.MetricQuery{At: "2023-02-13"}, 12, models.MetricQuery{At: "2022-02-13"}},
		{models.MetricQuery{At: "2023-03-30"}, 1, models.MetricQuery{At: "2023-02-28"}},
		{models.MetricQuery{At: "2024-02-29"}, 12, models.MetricQuery{At: "2023-02-28"}},
	} {
		got, ok := earlier(c.q, c.months)
		if !ok || got.From != c.want.From || got.To != c.want.To || got.At != c.want.At {
			t.Errorf("%d months before %s-%s %s: %s-%s %s", c.months, c.q.From, c.q.To, c.q.At, got.From, got.To, got.At)
		}
	}
	if _, ok := earlier(models.MetricQuery{To: "2023-02-28"}, 1); ok {
		t.Error("what counts from the beginning has a stretch before it")
	}
	for q, want := range map[[2]models.Date]int{{"2023-03-01", "2023-03-31"}: 1, {"2022-12-01", "2023-11-30"}: 12, {"2023-03-02", "2023-05-31"}: 1} {
		if got := lasts(models.MetricQuery{From: q[0], To: q[1]}); got != want {
			t.Errorf("%v lasts %d months, want %d", q, got, want)
		}
	}
}

// A card tells both comparisons, and which direction is better; a page tells nothing of
// before its first day.
func TestCardComparesWithThePeriodBeforeAndAYearBefore(t *testing.T) {
	card := "{{ card \"persons\" from=\"2023-01-01\" to=\"2023-01-31\" }}\n"
	out, err := build(t, "nl", "---\ntitle: Opvang\n---\n\n"+card)
	if err != nil {
		t.Fatal(err)
	}
	// 1.000 in January against 1.253 in December; a year before there were 1.003.
	for _, want := range []string{"−253 (−20\u00a0%)</a> tegenover ", ">december 2022</a>", "−3</a> tegenover ", ">januari 2022</a>"} {
		if !strings.Contains(string(out.HTML), want) {
			t.Errorf("the card lacks %q", want)
		}
	}
	out, err = build(t, "nl", "---\ntitle: Opvang\nfrom: 2022-06-01\n---\n\n"+card)
	if err != nil {
		t.Fatal(err)
	}
	if html := string(out.HTML); strings.Contains(html, "januari 2022") || !strings.Contains(html, "december 2022") {
		t.Error("the card tells of before the first day of the page, or of nothing")
	}
	if m := (&models.Metric{Better: "down"}); (&builder{src: &Source{Lang: "nl"}}).direction(m, -1) != ", gunstig" || (&builder{src: &Source{Lang: "nl"}}).direction(m, 1) != ", ongunstig" {
		t.Error("down is better, and a fall is not told as favourable")
	}
}

func TestNumbersInProseThatAreNoFiguresAreTold(t *testing.T) {
	out, err := build(t, "nl", "---\ntitle: Opvang\nkicker: Jaar 14\nmethod: Al 5 jaar.\nnumbers: [\"14\"]\n---\n\n> In 2022 waren er 7.\n\n1. Er zijn {{ value \"persons\" to=\"known\" }},\n   of ruim 1.000.\n2. Binnen 14 dagen, zie [hier](#fig-3).\n\n"+
		"{{ figure \"persons\" by=\"town\" to=\"known\" chart=\"ranked\"\n headline=\"Meer dan 40\" subtitle=\"Alle steden\" }}\n\nEn 3 maal.\n")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{`test.md method: "5" is`, `test.md:11: "1.000" is`, `test.md:17: "3" is`, `test.md:14:1 headline: "40" is`}
	if len(out.Warnings) != len(want) {
		t.Fatalf("warnings %q, want %q", out.Warnings, want)
	}
	for i := range want {
		if !strings.HasPrefix(out.Warnings[i], want[i]) {
			t.Errorf("warning %q, want %q", out.Warnings[i], want[i])
		}
	}
}

func TestSourcesTellWhatCameInAndWhoIsLate(t *testing.T) {
	src, err := Parse("test", "test.md", "nl", "---\ntitle: Opvang\n---\n\n{{ sources }}\n")
	if err != nil {
		t.Fatal(err)
	}
	o := Options{Maker: &figure.Maker{Querier: answers{until: "2023-02-28"}, Edition: "test/1", Lang: "nl"}, Edition: "1", Known: "2023-02-28"}
	if _, err := Build(context.Background(), src, o); err == nil {
		t.Error("nothing came in, and that is told of")
	}
	o.Delivered = []Delivered{
		{Title: "Tool, plaatsen", Deliveries: 11, Rows: 2000, Rejected: 20, Warned: 3, Last: "2023-02-28"},
		{Title: "Log, <vragen>", Deliveries: 1, Rows: 500, Held: 1, Missing: 1, Last: "2023-01-05", Due: "2023-02-05", LateDays: 23},
	}
	out, err := Build(context.Background(), src, o)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"12 leveringen binnen met 2.500 rijen. Daarvan werden er 20 geweigerd (0,8\u00a0%)", "Te laat: Log, &lt;vragen&gt; (verwacht op 5 februari 2023).",
		`<th scope="row">Log, &lt;vragen&gt;</th><td class="n">1</td><td>` + "5\u00a0januari\u00a02023" + `, te laat</td><td class="n">500</td><td class="n">0</td><td class="n">0</td><td class="n">2</td>`,
	} {
		if !strings.Contains(string(out.HTML), want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}
