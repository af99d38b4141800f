# Needs Python 3.11 or newer and git; `make run` and `make test` fetch all the rest. At a terminal
# they ask before they install system packages; YES=1 is a yes to that.
VENV ?= .venv
PYTHON ?= python3
ARGS ?=

python = "$(VENV)/bin/python"
setup = @$(PYTHON) -I -S packaging/bootstrap.py
screen = xvfb-run -a -s "-screen 0 1600x1200x24"
# A cache of its own: with other options the first one would be thrown away at every run.
tests_may_lack_annotations = --cache-dir .mypy_cache/tests \
  --allow-untyped-defs --allow-incomplete-defs --allow-untyped-calls --allow-untyped-decorators

# Byte code is kept even where the environment says otherwise: without it every start compiles.
export PYTHONDONTWRITEBYTECODE =

.PHONY: run test test-orca test-windows check bench judge screenshots package locks clean

run:
	$(setup) run "$(VENV)"
	@$(python) -P -m otcodebook $(ARGS)

# A worker for each processor. ARGS="-n 0" runs all in one.
test:
	$(setup) test "$(VENV)"
	@$(python) -m pytest --numprocesses auto $(ARGS)

# As root on Debian 12, and not part of `make test`: Windows' Python and what it builds, in Wine.
test-windows:
	$(setup) test "$(VENV)"
	@$(python) packaging/windows/wine/run.py $(ARGS)

# As root on Debian, and not part of `make test`: what Orca says, in a Debian 13 made for it.
test-orca:
	$(setup) test "$(VENV)"
	@$(python) tests/orca/run.py $(ARGS)

check:
	$(setup) test "$(VENV)"
	@$(python) -m ruff check .
	@$(python) -m ruff format --check .
	@$(python) packaging/house.py
	@$(python) -m mypy app packaging
	@$(python) -m mypy $(tests_may_lack_annotations) tests

bench:
	$(setup) test "$(VENV)"
	@$(python) tests/bench/run.py $(ARGS)

# Whether the right code comes first, for phrases with known answers; ARGS=--misses lists the rest.
judge:
	$(setup) test "$(VENV)"
	@$(python) tests/judge.py $(ARGS)

screenshots:
	$(setup) test "$(VENV)"
	@$(screen) $(python) tests/screenshots.py $(ARGS)

# An environment of its own: what the tests need must not get into the executable.
package:
	$(setup) package build/package-venv
	@build/package-venv/bin/python packaging/build.py $(ARGS)

# Keeps the versions that are pinned already; ARGS=--upgrade takes the newest.
locks:
	@$(PYTHON) -m venv build/uv
	@build/uv/bin/pip install --quiet --require-hashes --only-binary :all: -r packaging/locks/locks.txt
	@for lock in run test package locks; do \
	  build/uv/bin/uv pip compile --quiet --universal --python-version 3.11 --no-config \
	    --generate-hashes --no-header --no-emit-index-url --no-annotate $(ARGS) \
	    $$([ $$lock = run ] || echo --group $$lock -c packaging/locks/run.txt) \
	    -o packaging/locks/$$lock.txt $$([ $$lock = locks ] || echo pyproject.toml) || exit 1; \
	done

clean:
	@rm -rf "$(VENV)" build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache
