# Every target does its own set-up; nothing is done twice (see tools/setup/).
VENV    := .venv/bin
PYTHON  ?=
SYSTEM  := PYTHON="$(PYTHON)" sh tools/setup/python.sh

# .venv/.packages: Python and the locked packages. .venv/.machine: browser, graphics library and font as well.
# .venv/.machine_of_tests: a database server as well.
PACKAGES := .venv/.packages
MACHINE  := .venv/.machine
TESTING  := .venv/.machine_of_tests

.PHONY: help demo test check prove bench bench-ocr bench-scale bench-console bundle prove-bundle licences lock clean
.DEFAULT_GOAL := help

help:  ## この一覧を表示します
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 16

demo: $(MACHINE)  ## 見本の帳票を読み取り、見本の業務システムに入力します
	@PYTHONDONTWRITEBYTECODE= $(VENV)/dxrobot demo

# Some hundred processes start: each takes the compiled modules of those before, also of Playwright's driver.
QUICKLY := PYTHONDONTWRITEBYTECODE= NODE_COMPILE_CACHE=$(CURDIR)/.pytest_cache/node

test: $(TESTING)  ## すべての試験を実行します
	@$(QUICKLY) $(VENV)/python -m pytest -n 4 --dist loadfile --no-loadscope-reorder

check: $(PACKAGES)  ## 書式、静的検査、型、階層の検査をします
	@$(VENV)/ruff format --check --quiet .
	@$(VENV)/ruff check --quiet .
	@$(VENV)/mypy
	@$(VENV)/lint-imports

prove: $(MACHINE)  ## 時間のかかる証明を実行します(続きから再開できます)
	@$(VENV)/python -m tools.prove

bench: $(TESTING)  ## 入力、読み取り、台帳の速さをほかの方式と並べて測り、build/bench/ に書きます
	@$(VENV)/python -m tools.bench

BENCH ?= ../shared/ocr_bench
bench-ocr: $(MACHINE)  ## 正解の付いた帳票(BENCH=フォルダー)を読み取って採点し、ほかの方式と速さを比べます
	@$(VENV)/python -m tools.bench.ocr "$(BENCH)"

bench-scale: $(TESTING)  ## 1万のスケジュール、百万の実行依頼、多くのワーカーでの速さを測り、build/bench/ に書きます
	@$(VENV)/python -m tools.bench.schedules
	@$(VENV)/python -m tools.bench.queue

bench-console: $(TESTING)  ## 大きな市(10万の実行、百万の記帳)でのコンソールの速さを測り、build/bench/ に書きます
	@$(VENV)/python -m tools.bench.console
	@$(VENV)/python -m tools.bench.review

bundle: $(PACKAGES)  ## 閉域網に持ち込む一式を dist/ に作ります
	@$(VENV)/python tools/bundle/build.py

prove-bundle: bundle  ## 持ち込み一式を、ネットワークのない環境に導入して確かめます
	@sh tools/bundle/prove_offline.sh

licences: $(PACKAGES)  ## THIRD_PARTY_LICENSES.md を作り直します
	@$(VENV)/python tools/licences.py

# Versions that already stand in a lock are kept; delete the lock first to raise them all.
LOCK := uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
	--extra postgresql pyproject.toml
lock:  ## pyproject.toml から requirements*.lock を作り直します(uv が必要です)
	@command -v uv >/dev/null || { echo "uv がありません。pip install uv などで入れてください。" >&2; exit 2; }
	@$(LOCK) -o requirements.lock
	@$(LOCK) --group dev -o requirements-dev.lock

clean:  ## 作られたもの(.venv、build、dist、検査の控え)を消します。作業フォルダーの記録 .dxrobot は残します
	@rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(PACKAGES): requirements-dev.lock pyproject.toml tools/setup/packages.py
	@$(SYSTEM) tools/setup/packages.py

$(MACHINE): $(PACKAGES) tools/setup/machine.py
	@$(VENV)/python tools/setup/machine.py

$(TESTING): $(MACHINE) tools/postgresql.py
	@$(VENV)/python tools/setup/machine.py tests
