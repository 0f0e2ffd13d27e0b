"""The kind of an item, and totals of a period of several months."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0004_ledger_files_and_totals"),
    ]

    operations = [
        migrations.AddField(
            model_name="item",
            name="kind",
            field=models.CharField(blank=True, default="", max_length=100),
        ),
        migrations.AlterField(
            model_name="ledgertotal",
            name="month",
            field=models.CharField(blank=True, max_length=15),
        ),
        migrations.CreateModel(
            name="LedgerKindTotal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveIntegerField()),
                ("month", models.CharField(blank=True, max_length=15)),
                ("department", models.CharField(blank=True, max_length=200)),
                ("job", models.CharField(max_length=500)),
                ("tool", models.CharField(max_length=24)),
                ("phase", models.CharField(max_length=12)),
                ("kind", models.CharField(max_length=100)),
                ("items", models.BigIntegerField(default=0)),
                ("gross_minutes", models.BigIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("year", "month", "department", "job", "tool", "phase", "kind"),
                        name="ledger_kind_once",
                    )
                ]
            },
        ),
    ]
