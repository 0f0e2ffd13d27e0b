"""Ledger entries of imported files, corrections, the head of the chain, and kept totals."""

from __future__ import annotations

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def put_head(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """The one row that those who add entries hold; version 0 has the totals made when they are first wanted."""
    apps.get_model("store", "LedgerHead").objects.create(pk=1, sequence=0, hash="0" * 64, totals_version=0)


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0003_what_was_counted"),
    ]

    operations = [
        migrations.CreateModel(
            name="LedgerFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("name", models.CharField(max_length=255)),
                ("kind", models.CharField(max_length=24)),
                ("imported_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="LedgerHead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sequence", models.PositiveBigIntegerField()),
                ("hash", models.CharField(max_length=64)),
                ("totals_version", models.PositiveIntegerField()),
            ],
        ),
        migrations.AddField(
            model_name="ledgerrow",
            name="corrects",
            field=models.PositiveBigIntegerField(null=True, unique=True),
        ),
        migrations.AlterField(
            model_name="ledgerrow",
            name="run",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="ledger_rows", to="store.run"
            ),
        ),
        migrations.AddField(
            model_name="ledgerrow",
            name="file",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="ledger_rows",
                to="store.ledgerfile",
            ),
        ),
        migrations.CreateModel(
            name="LedgerTotal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveIntegerField()),
                ("month", models.CharField(blank=True, max_length=7)),
                ("department", models.CharField(blank=True, max_length=200)),
                ("job", models.CharField(max_length=500)),
                ("tool", models.CharField(max_length=24)),
                ("phase", models.CharField(max_length=12)),
                ("runs", models.BigIntegerField(default=0)),
                ("uncounted_runs", models.BigIntegerField(default=0)),
                ("stated", models.BigIntegerField(default=0)),
                ("unmeasurable", models.BigIntegerField(default=0)),
                ("items", models.BigIntegerField(default=0)),
                ("gross_minutes", models.BigIntegerField(default=0)),
                ("human_minutes", models.BigIntegerField(default=0)),
                ("saved_minutes", models.BigIntegerField(default=0)),
                ("rated_minutes", models.BigIntegerField(default=0)),
                ("overtime_minutes", models.BigIntegerField(default=0)),
                ("margin_minutes", models.BigIntegerField(default=0)),
                ("saved_yen", models.BigIntegerField(default=0)),
                ("runs_without_yen", models.BigIntegerField(default=0)),
                ("runs_estimated", models.BigIntegerField(default=0)),
                ("errors_before", models.BigIntegerField(default=0)),
                ("errors_after", models.BigIntegerField(default=0)),
                ("robot_seconds", models.BigIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("year", "month", "department", "job", "tool", "phase"), name="ledger_total_once"
                    )
                ],
            },
        ),
        migrations.RunPython(put_head, migrations.RunPython.noop),
    ]
