# The words that people and CI use. `make help` lists them.
SHELL := /bin/bash
export STEWARD_TESTDATA ?= $(abspath ../shared/data)
export STEWARD_PEERS ?= $(abspath ../shared/bench)
export DOTNET_CLI_TELEMETRY_OPTOUT := 1
export DOTNET_NOLOGO := 1
SERVER := src/Steward.Server

.PHONY: help run test test-long bench bench-peers parts build package migrations

help: ## Lists these words
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

run: ## Builds Steward and serves it with the demo company at http://localhost:5080 (DATA=folder keeps another data folder)
	@./steward demo --data "$(or $(DATA),.data/demo)"

build: ## Builds everything
	@dotnet build Steward.slnx -v quiet

parts: ## Installs the Debian packages that the tests need (tests/parts.txt)
	@tests/install-parts

test: parts ## Runs all tests on SQLite and PostgreSQL; ends with "N passed, N failed, N skipped"
	@tests/run

test-long: parts ## The same with the long laws and the chaos walks
	@STEWARD_LONG=1 tests/run

bench: parts ## Start time, memory, page and verb latency, beside the durability settings they were taken with
	@bench/run

bench-peers: parts ## The same beside a rival in one run: make bench-peers AREA=rt5
	@bench/peers $(AREA)

package: ## Builds the Debian packages of server and probe into artifacts/packages
	@packaging/build

migrations: ## Until the first release: writes the first migration of both engines anew from the model
	@dotnet tool restore >/dev/null && rm -rf $(SERVER)/Platform/Data/Migrations && dotnet build $(SERVER) -v quiet
	@for c in Sqlite Postgres; do dotnet ef migrations add First --no-build --project $(SERVER) --context $${c}Db --output-dir Platform/Data/Migrations/$$c && dotnet build $(SERVER) -v quiet || exit 1; done
