# The words that people and CI use. `make help` lists them.
SHELL := /bin/bash
export STEWARD_TESTDATA ?= $(abspath ../shared/data)
export STEWARD_PEERS ?= $(abspath ../shared/bench)
export DOTNET_CLI_TELEMETRY_OPTOUT := 1
export DOTNET_NOLOGO := 1
SERVER := src/Steward.Server

.PHONY: help run test test-long bench bench-peers parts build package migrations release-sample

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

bench-peers: parts ## The same beside a rival in one run: make bench-peers AREA=rt5|zabbix|icinga|tsdb
	@bench/peers $(AREA)

package: ## Builds the Debian packages of server and probe into artifacts/packages
	@packaging/build

# Released migrations stay as they are; the one named after the version in Directory.Build.props is the coming release's.
NEXT := $(shell sed -nE 's|.*<Version>([0-9]+)\.([0-9]+)\..*|Release_\1_\2|p' Directory.Build.props)
EF = dotnet ef migrations $(1) --no-build --project $(SERVER) --context $${c}Db

migrations: ## Writes the migration of the coming release anew from the model, for both engines
	@dotnet tool restore >/dev/null && dotnet build $(SERVER) -v quiet
	@for c in Sqlite Postgres; do if compgen -G "$(SERVER)/Platform/Data/Migrations/$$c/*_$(NEXT).cs" >/dev/null; then $(call EF,remove) --force || exit 1; fi; done && dotnet build $(SERVER) -v quiet
	@for c in Sqlite Postgres; do $(call EF,add $(NEXT)) --output-dir Platform/Data/Migrations/$$c || exit 1; done && dotnet build $(SERVER) -v quiet

release-sample: parts ## When a version is released: puts a small company's backup by, for later versions to upgrade from
	@STEWARD_KEEP_RELEASE=1 tests/run -class Steward.Upgrades.ReleaseSample
