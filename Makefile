# Everything here is thin: go run ./cmd/peil demo and go test ./... do the same, but
# for the chart bundle of interactive pages.
# PEIL_CORPORA is where tests look for data that this project did not write.
GO ?= go
CORPORA ?= ../shared/corpora

.PHONY: demo test check bench bench-intake bench-models bench-incremental bench-reports bench-disclose bench-settings attack patterns mutants conformance screenshots check-html build assets

# demo works without npm: then every page is static.
demo:
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory assets >/dev/null 2>&1 || echo "the chart bundle could not be made, pages are static: make assets says why"; else echo "no npm: pages are static"; fi
	$(GO) run ./cmd/peil demo

# assets bundles what interactive pages need from npm; the next build embeds it.
assets: reports/assets/dist/page.js

reports/assets/dist/page.js: reports/assets/package-lock.json reports/assets/build.mjs $(wildcard reports/assets/src/*.js)
	cd reports/assets && npm ci --ignore-scripts --no-audit --no-fund --fetch-retries=1 --fetch-retry-mintimeout=1000 --fetch-timeout=30000 --loglevel=error && node build.mjs

test:
	$(GO) test -timeout 40m ./...

build:
	CGO_ENABLED=1 $(GO) build -trimpath -o peil ./cmd/peil

# check is what a change must pass before it lands.
check:
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { gofmt -l $$(git ls-files '*.go'); echo "run gofmt -w on these"; exit 1; }
	$(GO) vet ./...
	$(GO) tool staticcheck ./...
	$(GO) test -race ./models/... ./etl/schedule/... ./etl/pull/... ./internal/stats/... ./reports/...

# bench prints key=value lines; it measures, it does not judge.
bench:
	$(GO) test -run '^$$' -bench '^BenchmarkDemo$$' -benchtime 1x ./cmd/peil | grep -E '^[a-z_0-9.]+=' 

# bench-intake compares taking a big file in with copying its text by the engine
# alone, on as many threads, by turns; and tells how much memory that needs.
bench-intake:
	$(GO) test -run '^$$' -bench '^BenchmarkIntake$$' -benchtime 1x -timeout 60m ./etl | grep -E '^[a-z_0-9.]+='

# bench-models builds the models of a demo by turns with the same statements run by
# the engine alone, and asks every metric by month and province: make bench-models
# SCALE=100, or WAREHOUSE=folder of a warehouse that is there.
SCALE ?= 10
WAREHOUSE ?=
bench-models:
	$(GO) test -run '^$$' -bench '^BenchmarkModels$$' -benchtime 1x -timeout 120m ./sql/warehouse -scale $(SCALE) -warehouse "$(WAREHOUSE)" | grep -E '^[a-z_0-9.]+='

# bench-incremental compares a run after one month's exports with a run from nothing.
bench-incremental:
	$(GO) test -run '^$$' -bench '^BenchmarkIncremental$$' -benchtime 1x -timeout 60m ./cmd/peil | grep -E '^[a-z_0-9.]+='

# bench-reports makes each page from a demo or, with WAREHOUSE=folder, from a warehouse
# that is there, and the page of every municipality.
bench-reports:
	$(GO) test -run '^$$' -bench '^BenchmarkReports$$' -benchtime 1x -timeout 60m ./cmd/peil -warehouse "$(WAREHOUSE)" | grep -E '^[a-z_0-9.]+='

# bench-disclose hides the small counts of a month and of a year of municipalities,
# attacks what is left, and rounds the same counts.
bench-disclose:
	$(GO) test -run '^$$' -bench '^BenchmarkDisclose$$' -benchtime 1x -timeout 30m ./reports/disclose | grep -E '^[a-z_0-9.]+='

# bench-settings makes the page of every municipality under each way to keep small
# counts, and tells what readers lose; with WAREHOUSE=folder of a warehouse that is there.
bench-settings:
	$(GO) test -run '^$$' -bench '^BenchmarkSettings$$' -benchtime 1x -timeout 120m ./cmd/peil -warehouse "$(WAREHOUSE)" | grep -E '^[a-z_0-9.]+='

# attack publishes two stands of the demo, page after page, and attacks each edition
# beside all others; make test does so for a few pages of one.
attack:
	PEIL_ATTACK=all $(GO) test -count=1 -run NoReaderOf -timeout 30m ./cmd/peil/promises

# patterns looks for the regional pattern that the demo plants at 20 seeds, and for others
# where there is none; make test does so at five.
patterns:
	PEIL_SEEDS=20 $(GO) test -count=1 -run ThePlantedPattern -timeout 30m ./cmd/peil

# mutants makes every small mistake in every metric and tells which one no case in
# sql/testdata/cases fails on; make test tries one in twenty.
mutants:
	$(GO) test -run TestEveryMutantFailsACase -count=1 -v ./sql -every-mutant

conformance:
	$(GO) run ./cmd/peil conformance --corpora $(CORPORA)

# screenshots makes the pictures of the README and of docs/pages.md; it needs chromium.
screenshots:
	$(GO) test -run TestScreenshots -count=1 ./cmd/peil -screenshots docs

# check-html holds the pages of the demo against the Nu HTML checker, which npm gives
# and java runs.
check-html:
	@if ! command -v java >/dev/null; then echo "no java: the HTML of pages is not checked"; \
	elif ! test -f reports/assets/node_modules/vnu-jar/build/dist/vnu.jar; then echo "no vnu.jar: the HTML of pages is not checked; make assets fetches it"; \
	else $(GO) test -run TestNoPageHasAFaultOfHTML -count=1 ./cmd/peil; fi
