# The phone book: what can be done here, and who does it. No logic lives in this file.

python := .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help site check preview plan test torture golden bench lint style types licences clean

help:    ## show this list
	@sed -n 's/^\([a-z]*\): .*## /  make \1	/p' Makefile

site:    ## build public/ and print/
	@scripts/setup site
	@$(python) -m pressgen build

check:   ## look for mistakes in content/ and layouts/, publish nothing
	@scripts/setup site
	@$(python) -m pressgen check

preview: ## show everything in preview/, drafts and what waits too; not for publication
	@scripts/setup site
	@$(python) -m pressgen build --preview preview

plan:    ## tell what waits for its moment, and when to build next
	@scripts/setup site
	@$(python) -m pressgen plan

test:    ## run all tests, with the judges that are installed
	@scripts/setup test
	@$(python) -m pytest

torture: ## kill 200 builds of 2,000 releases at random moments, and look at what they leave; takes a quarter of an hour
	@scripts/setup test
	@$(python) -m tests.torture

golden:  ## redraw tests/golden/ and the messages in tests/refusals/ from what pressgen does now; read the difference
	@scripts/setup test
	@$(python) -m pytest --golden

bench:   ## measure what must be fast; prints figures, judges nothing
	@scripts/setup bench
	@$(python) benchmarks/engine.py
	@PYTHONPATH=. $(python) benchmarks/proof.py
	@$(python) benchmarks/letters.py

lint: style types licences  ## style, types and licences

style:
	@scripts/setup test
	@$(python) -m ruff check
	@$(python) -m ruff format --check

types:
	@scripts/setup test
	@$(python) -m mypy

licences:
	@scripts/setup test
	@$(python) -m reuse lint --lines

clean:   ## remove public/, print/, preview/ and all caches; the next build makes them anew
	@rm -rf public print preview .pressgen .hypothesis .mypy_cache .pytest_cache .ruff_cache
