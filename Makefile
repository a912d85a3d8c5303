# A newcomer needs two of these: make demo, make test. Both set up .venv by themselves.
# Another Python: make test PYTHON=/path/to/python3.12
# Some modules: make mutation MODULES='statement.limits.capping program'. The laws too: make mutation WITH=--laws, after it.
# One door for ten minutes: make fuzz DOOR=csv SECONDS=600. Without DOOR, every door.

PYTHON ?=
DOOR ?=
SECONDS ?= 600
MODULES ?=
WITH ?=
BIN := .venv/bin

.PHONY: help demo test slow audit host coverage lint types check bench fuzz mutation clean
.NOTPARALLEL:

help:
	@echo 'make demo    a year of Donghae, evaluated and explained / 동해시의 한 해를 계산하고 설명합니다'
	@echo 'make test    the fast tests / 빠른 시험'
	@echo 'make slow    the slow tests / 느린 시험'
	@echo 'make audit   the evaluator beside a second computation, more than 20,000 times / 따로 만든 계산과 2만 번 넘게 비교'
	@echo 'make coverage the fast tests, and which lines they reach / 시험이 지나는 코드'
	@echo 'make host    the service of docs/embedding.md over a PostgreSQL of its own / PostgreSQL 위의 서비스 시험'
	@echo 'make lint    ruff / 코드 모양 검사'
	@echo 'make types   mypy / 자료형 검사'
	@echo 'make check   lint, types, test / 위 세 가지'
	@echo 'make bench   speed, as ratios / 속도 측정 (비율)'
	@echo 'make fuzz    look for inputs that break something / 무엇을 깨뜨리는 입력 찾기'
	@echo 'make mutation change the code a little, and see that a test fails / 코드를 조금 바꾸어 시험이 알아채는지 보기'
	@echo 'make clean   remove what the others made / 만든 것 지우기'

.venv/.cli .venv/.dev .venv/.fuzz .venv/.mutation: pyproject.toml scripts/venv.sh
	@PYTHON='$(PYTHON)' sh scripts/venv.sh $(subst .venv/.,,$@)

demo: .venv/.cli
	@$(BIN)/incentive-rules demo

test: .venv/.dev
	@$(BIN)/python -m pytest -n auto --dist loadfile

coverage: .venv/.dev
	@$(BIN)/python -m pytest -n auto --dist loadfile --cov --cov-report=term

slow: .venv/.dev
	@$(BIN)/python -m pytest -m slow

host: .venv/.dev
	@$(BIN)/python scripts/with_postgres.py $(BIN)/python -m pytest -m postgres tests/test_host_service.py

audit: .venv/.dev
	@HYPOTHESIS_PROFILE=slow $(BIN)/python -m pytest -m slow -s tests/test_auditor.py

lint: .venv/.dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: .venv/.dev
	@$(BIN)/mypy

check: lint types test

bench: .venv/.dev
	@$(BIN)/python benchmarks/run.py

fuzz: .venv/.fuzz
	@PYTHONPATH=fuzz $(BIN)/python fuzz/fuzz_doors.py $(DOOR) --seconds $(SECONDS)

mutation: .venv/.dev .venv/.mutation
	@$(BIN)/python scripts/mutation.py $(MODULES) $(WITH)

clean:
	@rm -rf .venv .fuzz .mutation .hypothesis .mypy_cache .pytest_cache .ruff_cache build dist
