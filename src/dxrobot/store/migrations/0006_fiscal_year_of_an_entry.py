"""The fiscal year of an entry as a column, so that the entries of one year are found without reading all."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_FROM_PAYLOAD = {
    # Payloads are canonical: a text of people cannot hold this key, for its quotes would be escaped. A correction names
    # the year with its figures before and after, which lie in one year.
    "sqlite": "CAST(substr(payload, instr(payload, '\"fiscal_year\":') + 14, 4) AS INTEGER)",
    "postgresql": "substring(payload from '\"fiscal_year\":([0-9]{4})')::integer",
}


def read_from_payloads(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Give the entries of earlier versions their year."""
    read = _FROM_PAYLOAD[editor.connection.vendor]
    editor.execute(f"UPDATE store_ledgerrow SET fiscal_year = {read}")  # noqa: S608 (our own words)


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0005_kinds_and_periods"),
    ]

    operations = [
        migrations.AddField(
            model_name="ledgerrow",
            name="fiscal_year",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddIndex(
            model_name="ledgerrow",
            index=models.Index(fields=["fiscal_year", "sequence"], name="ledger_year"),
        ),
        migrations.RunPython(read_from_payloads, migrations.RunPython.noop, elidable=True),
    ]
