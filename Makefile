# Everything a newcomer needs is `make run` and `make test`; `make help` lists the rest.

.NOTPARALLEL:

VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
GO_FLAGS := -trimpath -tags nomsgpack
LDFLAGS := -s -w -X main.version=$(VERSION)

# Packages with goroutines and shared state: tested under the race detector. The pure core has neither.
CONCURRENT := /internal/(api|app|auth|coverage|hot|mail|obs|outbox|register|report|siem|sqlstore|testenv|webhook)(/|$$)

# The longest come first, so that the others run beside them.
RACED = go list ./internal/app ./internal/sqlstore ./... | grep -E '$(CONCURRENT)' | grep -vE '$(TIMED)'

# Those in which servers are killed and calls have milliseconds run with nothing beside them.
TIMED := /internal/hot/redis$$

# Tests of such packages that run without the race detector and with nothing beside them: long ones
# in which one thing happens after the other, and those that measure time.
SEQUENTIAL := ^(TestRedisGoesAwayUnderLoadAndNothingIsLostOrLetThrough|TestEachRoleMayDoWhatItsPermissionsSay|TestNothingOfAPromptIsKeptOrRepeated|TestAPausedNodeOfAClusterCostsTheOthersNothing|TestAnObjectOfManyMembersTakesNoQuadraticTime|TestABombIsNotUnpacked|TestNoByteOfTheRegisterCanBeFlipped|TestNoEntryCanBeDroppedMovedOrCutOff|TestEveryCellOfTheTable|TestTwoServersSendOneMail|TestADemoHasWorkOfAllKindsAndAVisitorForEachRole|TestNoRouteFindsCountsOrRanksByPerson|TestNothingOfAFileIsKept)$$

.PHONY: help
help: ## List the targets
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

.PHONY: run
run: build ## Build everything and start the server on SQLite, with data in ./data
	@echo
	@echo "Load the extension: chrome://extensions, developer mode, 'Load unpacked', and pick"
	@echo "  $(CURDIR)/extension/dist/chromium"
	@echo
	@bin/dijkwacht serve

.PHONY: build
build: setup ## Build bin/dijkwacht and extension/dist, and check that the core builds for WebAssembly
	npm run --silent --workspaces --if-present build
	CGO_ENABLED=0 go build $(GO_FLAGS) -ldflags '$(LDFLAGS)' -o bin/dijkwacht ./server
	GOOS=js GOARCH=wasm go build -trimpath -o /dev/null ./internal/guard

.PHONY: package
package: setup ## Make the extension packages of one deployment: make package API_ORIGIN=https://… [HOSTS=file] [UPDATE_URL=https://… KEY=file] [EXTENSION_VERSION=0.1.2]
	@test -n "$(API_ORIGIN)" || { echo "package: say which server: make package API_ORIGIN=https://dijkwacht.example.nl [HOSTS=file]" >&2; exit 2; }
	npm run --silent --workspace extension package -- --api-origin '$(API_ORIGIN)' $(if $(HOSTS),--hosts '$(abspath $(HOSTS))') \
		$(if $(UPDATE_URL),--update-url '$(UPDATE_URL)') $(if $(KEY),--key '$(abspath $(KEY))') $(if $(EXTENSION_VERSION),--version '$(EXTENSION_VERSION)')

.PHONY: lint
lint: setup ## gofmt, go vet, staticcheck and tsc
	@unformatted=$$(gofmt -l internal server rules extension/wasm 2>/dev/null); \
		test -z "$$unformatted" || { echo "not formatted, run gofmt -w:" $$unformatted >&2; exit 1; }
	go vet ./...
	go tool staticcheck ./...
	npm run --silent --workspaces --if-present typecheck

.PHONY: test
test: test-tools lint build test-go test-race test-unit smoke ## Lint, unit tests, store tests and browser smoke: everything before a merge

.PHONY: test-go
test-go: setup
	go test $$(go list ./... | grep -vE '$(CONCURRENT)')

.PHONY: test-race
test-race: setup
	go test -race -skip '$(SEQUENTIAL)' $$($(RACED))
	go test -race -skip '$(SEQUENTIAL)' $$(go list ./... | grep -E '$(TIMED)')
	go test -p 1 ./internal/app ./internal/hot/redis ./internal/api/wire ./internal/register/... ./internal/report/... -run '$(SEQUENTIAL)'

.PHONY: test-unit
test-unit: setup
	npm run --silent --workspaces --if-present test

.PHONY: smoke
smoke: test-tools build ## The browser smoke of `make test`: Chromium and Firefox ESR against the real server
	npm run --silent --workspace extension smoke
	npm run --silent --workspace server/console smoke

.PHONY: e2e
e2e: test-tools build ## All browser cases, with a screenshot of each notice in test-results/; workbooks in LibreOffice
	@.ci/setup office-tools
	go test -tags office ./internal/render -run Office -count 1
	npm run --silent --workspace extension e2e
	npm run --silent --workspace server/console e2e

.PHONY: screens
screens: test-tools build ## Take the pictures of docs/console again (ONLY=incidenten takes those that begin so)
	npm run --silent --workspace server/console screens

.PHONY: bypass
bypass: test-tools build ## Every way past the guard, in each browser; writes docs/bypass-matrix.md
	npm run --silent --workspace extension bypass; status=$$?; node extension/test/lab/bypass/report.mjs && exit $$status

# SCORE scans the development corpus as a user would and hands the answers to the scorer.
CORPUS := internal/detect/testdata/corpus/dev.jsonl
SCORE = @answers=$$(mktemp) && trap 'rm -f "$$answers"' EXIT && \
	go run $(GO_FLAGS) ./server scan --jsonl $(CORPUS) >"$$answers" && \
	go run ./internal/detect/score/corpusscore --gold $(CORPUS) --floor internal/detect/testdata/floor.json <"$$answers"

.PHONY: score
score: ## Detection quality on the development corpus; fails below the floor (LIST=train|unseen|all MISSES=20)
	$(SCORE) --list $(or $(LIST),train) --misses $(or $(MISSES),20)

.PHONY: score-floor
score-floor: ## Take the present detection quality as the floor
	$(SCORE) --set-floor --misses 0

.PHONY: bench
bench: build test-tools ## Speed of detection, of the start of its core in each browser, of durable violations on both stores beside a bare insert, of lists and facets over a million events, of verifying five years, of a report on a million events, and of replaying a policy
	bin/dijkwacht bench
	npm run --silent --workspace extension ready
	go test ./internal/sqlstore -run '^$$' -bench Violations -benchtime 4000x | grep ratio
	go test ./internal/sqlstore -run '^$$' -bench Lists -benchtime 1x -timeout 30m | grep p95
	go test ./internal/sqlstore -run '^$$' -bench Verify -benchtime 1x | grep entries
	go test ./internal/sqlstore -run '^$$' -bench Report -benchtime 1x -timeout 30m | grep million
	go test ./internal/policy/replay -run '^$$' -bench Replay -benchtime 1000000x | grep million

.PHONY: chaos
chaos: test-tools ## Kill writers, PostgreSQL, Redis and whole servers 20 times each under load, and search for 10,000 planted texts
	go test ./internal/sqlstore -run 'Killing' -count 1 -v -timeout 30m -args -kills 20
	go test ./internal/app -run 'OneService' -count 1 -v -timeout 30m -args -rounds 20
	go test ./internal/app -run 'NothingOfAPrompt' -count 1 -v -timeout 30m -args -canaries 10000

.PHONY: soak
soak: test-tools ## Keep two servers on PostgreSQL and Redis at work and watch their memory, files and threads (SOAK=20m)
	go test -tags soak ./internal/app -run 'WorksForLong' -count 1 -v -timeout 0 -args -soak $(or $(SOAK),20m)

.PHONY: fuzz
fuzz: setup ## Fuzz every parser (FUZZ=30s each)
	@grep -rl --include='*_test.go' '^func Fuzz' internal server | while read -r file; do \
		for target in $$(sed -n 's/^func \(Fuzz[A-Za-z]*\).*/\1/p' "$$file"); do \
			echo "$$file: $$target"; \
			go test "./$$(dirname "$$file")" -run '^$$' -fuzz "^$$target\$$" -fuzztime $(or $(FUZZ),30s) </dev/null || exit 1; \
		done; \
	done

.PHONY: weights
weights: ## Train the name model again; the same word lists, frames and corpus give the same bytes
	go run ./internal/detect/nametag/train -out rules/weights/names.bin

.PHONY: weights-check
weights-check: ## Check that training gives the committed weights
	go run ./internal/detect/nametag/train -check

.PHONY: setup
setup:
	@.ci/setup toolchain node-modules

.PHONY: test-tools
test-tools:
	@.ci/setup toolchain test-tools
