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
    ]
