package statement

import "testing"

func TestOnlyAddsRefusesWhatCountsRows(t *testing.T) {
	adds := []string{"person_count", "_rows"}
	for _, sql := range []string{
		"select dim_1, sum(person_count) as value, sum(_rows) as n from scope group by dim_1",
		"select cast(sum(person_count) as double) / nullif(cast(sum(_rows) as double), 0) as value from scope",
		"select coalesce(sum(person_count) filter (where is_open), 0) as value, count(distinct nis_code) as n from scope",
		"select 1000 * sum(\"person_count\") as value, max(nis_code) as n from scope -- count(*)",
		"with x as (select nis_code, sum(person_count) as persons from scope group by nis_code) select count(*), max(persons) over () as value from x",
		"with x as (select nis_code, coalesce(sum(_rows), 0) as persons from scope group by nis_code), y as (select *, row_number() over (order by persons) as rank_number from x) select avg(persons) as value from y",
	} {
		if found := OnlyAdds(sql, adds); len(found) > 0 {
			t.Errorf("%s is refused: %v", sql, found)
		}
	}
	for _, sql := range []string{
		"select count(*) as value from scope",
		"select count(nis_code) as value from scope",
		"select count(distinct person_count) as value from scope",
		"select avg(person_count) as value from scope",
		"select sum(person_count * 2) as value from scope",
		"select sum(case when person_count > 3 then 1 end) as value from scope",
		"select sum(other_count) as value from scope",
		"select max(person_count) as value from scope",
		"select sum(person_count) filter (where person_count > 3) as value from scope",
		"select row_number() over (order by nis_code) as value from scope",
		"select sum(person_count) over (partition by nis_code) as value from scope",
		"with x as (select * from scope) select sum(person_count) as value from x",
		"with x as (select nis_code, count(*) as persons from scope group by nis_code) select sum(persons) as value from x",
		"with x as (select nis_code, sum(_rows) as persons from scope group by nis_code) select sum(persons) + (select count(*) from scope) as value from x",
		"select distinct nis_code as value from scope",
		"select sum(person_count) as value from scope join other on true",
	} {
		if len(OnlyAdds(sql, adds)) == 0 {
			t.Errorf("%s is taken", sql)
		}
	}
}
