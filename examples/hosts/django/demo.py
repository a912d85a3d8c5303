"""Pays the example year, twice, in a database in memory: python demo.py."""

from __future__ import annotations

import csv
from datetime import date

import django
from django.conf import settings
from django.core.management import call_command

from incentive_rules import example_path, load_scheme

IN_MEMORY = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
FILES = {"ledger": "entries", "roster": "roster", "claims": "claims"}


def main() -> None:
    """What a project of yours has in its settings, then the app at work."""
    settings.configure(INSTALLED_APPS=["mileage"], DATABASES={"default": IN_MEMORY}, USE_TZ=True)
    django.setup()
    call_command("migrate", run_syncdb=True, verbosity=0)
    from mileage.models import Fact, Payment  # noqa: PLC0415  # Django's models can be named only after its setup
    from mileage.pay import pay  # noqa: PLC0415  # as above

    for table, name in FILES.items():
        with example_path(f"data/{name}.csv").open(encoding="utf-8", newline="") as file:
            Fact.objects.bulk_create(Fact(table=table, row=row) for row in csv.DictReader(file))
    scheme = load_scheme(example_path("donghae.yaml"))
    for day in (date(2024, 12, 31), date(2025, 5, 31), date(2025, 5, 31)):
        print(day, pay(scheme, day), "to pay,", Payment.objects.count(), "in all")


if __name__ == "__main__":
    main()
