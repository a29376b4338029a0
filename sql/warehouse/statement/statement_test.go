package statement_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/sql/warehouse/statement"
)

func TestTokensKeepTextsAndLeaveOutComments(t *testing.T) {
	sql := "select a.\"b \"\"c\", 'it''s -- no', 1.5e3 -- yes\n/* a /* nested */ one */ from é where x<>y and z::int /* never closed"
	var got []string
	for _, token := range statement.Tokens(sql) {
		got = append(got, token.Text)
	}
	want := `select|a|.|"b ""c"|,|'it''s -- no'|,|1.5e3|from|é|where|x|<>|y|and|z|::|int`
	if s := strings.Join(got, "|"); s != want {
		t.Errorf("tokens\n got %s\nwant %s", s, want)
	}
}

func TestNormalFormIgnoresLayoutButNotTexts(t *testing.T) {
	a := statement.Normal("select  x -- why\nfrom t")
	if b := statement.Normal("select x\n\tfrom /* here */ t"); a != b {
		t.Errorf("%q and %q differ", a, b)
	}
	if statement.Normal("select 'a  b'") == statement.Normal("select 'a b'") {
		t.Error("blanks inside a text are part of it")
	}
	if statement.Normal("select a b") == statement.Normal("select ab") {
		t.Error("a blank between names is part of the statement")
	}
}

func TestLineCountsCharacters(t *testing.T) {
	line, column := statement.Line("a\né x", 5)
	if line != 2 || column != 3 {
		t.Errorf("line %d, column %d, want 2, 3", line, column)
	}
}

// called lists names of functions in the text as the engine's parser would.
func called(sql string, names ...string) []statement.Called {
	var out []statement.Called
	for _, n := range names {
		out = append(out, statement.Called{Name: n, Offset: strings.Index(sql, n)})
	}
	return out
}

func TestWhatOneEngineAloneKnowsIsFound(t *testing.T) {
	for _, c := range []struct {
		sql   string
		calls []string
		want  string
	}{
		{"select x::int from t", nil, "8 \"::\""},
		{"select x, count(*) from t group by all", nil, "35 BY ALL"},
		{"select x from t order by all", nil, "25 BY ALL"},
		{"select x from t qualify row_number() over (order by x) = 1", nil, "16 QUALIFY"},
		{"select * exclude (x) from t", nil, "9 * EXCLUDE"},
		{"select t.* replace (1 as x) from t", nil, "11 * REPLACE"},
		{"from t", nil, "0 a statement that begins with FROM"},
		{"select * from (from t)", nil, "15 a statement that begins with FROM"},
		{"select [x for x in l] from t", nil, "7 \"[\""},
		{"select list_transform(l, y -> y) from t", []string{"list_transform"}, "7 list_transform()|27 \"->\""},
		{"select * from generate_series(1, 2)", []string{"generate_series"}, "14 generate_series()"},
		{"select string_agg(x, ',') from t", []string{"string_agg"}, "7 string_agg()"},
		{"select median(x), quantile_cont(x, 0.5) from t", []string{"median", "quantile_cont"}, "7 median()|18 quantile_cont()"},
		{"select a // b from t", nil, "9 \"//\""},
		{"select x from t where x ilike 'a%'", nil, "24 ILIKE"},
		{"select d + interval 1 day from t", nil, "11 interval is written"},
		{"select d + interval '1 day' from t", nil, "11 interval is written"},
		{"select current_date", nil, "7 CURRENT_DATE"},
		{"select extract(dow from d) from t", nil, "15 extract(dow)"},
		{"select date_part('dow', d) from t", []string{"date_part"}, "7 date_part()"},
		{"select ifnull(a, b), if(a, b, c) from t", nil, "7 ifnull()|21 if()"},
		{"select sum(a) / count(*), (a) / b, a / 2 from t", nil, "14 division of what may be integers or decimals, which the engines round differently|30 division of what may be integers or decimals, which the engines round differently|37 division of what may be integers or decimals, which the engines round differently"},
		{"select {'a': 1}", nil, "7 \"{\""},
		{"select cast(x as text), try_cast(y as int8), cast(z as timestamptz), cast(cast(w as hugeint) as bigint) from t", nil, "17 type text|38 type int8|55 type timestamptz|84 type hugeint"},
		{"select d + interval '1' day from t", nil, "11 a date and an interval without a cast is a date on one engine and a timestamp on the other, which"},
		{"select cast(coalesce(d + interval '1' day, e) as date) from t", nil, "25 a date and an interval without a cast is a date on one engine and a timestamp on the other, which"},
		{"select date_trunc('month', d), cast(date_trunc('month', d) as varchar) from t", nil, "7 date_trunc() without a cast is a date on one engine and a timestamp on the other, which|36 date_trunc() without a cast is a date on one engine and a timestamp on the other, which"},
		{"select end_date + 1, t.end_date - t.start_date, date '2023-01-31' - 1, end_date - date '2023-01-31' from t", nil, "16 a date that is counted with as a number|32 a date that is counted with as a number|66 a date that is counted with as a number|80 a date that is counted with as a number"},
		{"select 'a' || 1, 2 || b from t", nil, "11 a number beside |||19 a number beside ||"},
		{"select * from a asof join b on a.x >= b.x", nil, "16 ASOF"},
	} {
		var got []string
		for _, f := range statement.Portable(c.sql, called(c.sql, c.calls...)) {
			what, _, _ := strings.Cut(f.What, " is not")
			what = strings.TrimSuffix(what, " in a way that only one engine reads")
			got = append(got, fmt.Sprint(f.Offset, " ", what))
			if f.Fix == "" {
				t.Errorf("%s: no fix for %s", c.sql, f.What)
			}
		}
		if s := strings.Join(got, "|"); s != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.sql, s, c.want)
		}
	}
}

func TestSharedSQLIsLeftAlone(t *testing.T) {
	for _, c := range []struct {
		sql   string
		calls []string
	}{
		{"with a as (select * from t) select count(*), cast(x as integer), replace(y, 'a', 'b') from a where z is not distinct from w group by x order by x", []string{"replace"}},
		{"select extract(year from d), trim(both from x), substring(x from 2), cast(d + interval '1' day as date) from t", []string{"trim", "substring"}},
		{"select cast(date_trunc('month', d) as date), cast(x as decimal(18,2)), cast(a as uuid) || b, end_date - cast(n as double), (end_date) from t", []string{"date_trunc"}},
		{"select 'a::b [x] -> qualify' as text_name -- group by all, x::int\nfrom t", nil},
		{"select sum(x) filter (where y), row_number() over (partition by a order by b rows between 1 preceding and current row) from t", []string{"sum", "row_number"}},
		{"select t.sample, t.pivot, x as glob from t union all select 1, 2, 3 from u", nil},
		{"select count_if(a) from t group by grouping sets ((a, b), ())", []string{"count_if"}},
		{"select cast(a as double) / b, a / nullif(cast(b as double), 0), (1 + cast(sum(a) as double)) / b, a / 2.0, 1.5 / b from t", nil},
		{"select cast(d + interval '1' day as timestamp), -x from t", []string{"to_days", "trunc", "-", "+"}}, // made by the parser
	} {
		for _, f := range statement.Portable(c.sql, called(c.sql, c.calls...)) {
			t.Errorf("%s: %d %s", c.sql, f.Offset, f.What)
		}
	}
}

func FuzzTokens(f *testing.F) {
	for _, sql := range []string{"", "'", "\"", "/*", "--", "/* /* */", "a.b::c", "é\xff", "1e", "x'\\'", "$$a$$"} {
		f.Add(sql)
	}
	f.Fuzz(func(t *testing.T, sql string) {
		end := 0
		for _, token := range statement.Tokens(sql) {
			if token.Offset < end || token.Text == "" || sql[token.Offset:token.Offset+len(token.Text)] != token.Text {
				t.Fatalf("token %+v after byte %d of %q", token, end, sql)
			}
			end = token.Offset + len(token.Text)
		}
		statement.Portable(sql, []statement.Called{{Name: "x", Offset: len(sql)}, {Name: "", Offset: -1}})
		statement.Line(sql, len(sql)+1)
	})
}
