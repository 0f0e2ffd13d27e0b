"""Orders for runs, and the workers that carry them out."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0006_fiscal_year_of_an_entry"),
    ]

    operations = [
        migrations.CreateModel(
            name="Worker",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, unique=True)),
                ("host", models.CharField(max_length=255)),
                ("boot_id", models.CharField(max_length=64)),
                ("pid", models.PositiveIntegerField()),
                ("created", models.FloatField()),
                ("version", models.CharField(max_length=40)),
                ("browser", models.CharField(blank=True, default="", max_length=200)),
                ("salt_mark", models.CharField(blank=True, default="", max_length=16)),
                ("queues", models.JSONField(default=list)),
                ("at_once", models.PositiveIntegerField(default=1)),
                ("state", models.CharField(max_length=12)),
                ("error", models.TextField(blank=True, default="")),
                ("error_at", models.DateTimeField(null=True)),
                ("started_at", models.DateTimeField()),
                ("heartbeat_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="run",
            name="overtaken",
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name="Order",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("scenario", models.CharField(max_length=100)),
                ("mode", models.CharField(max_length=12)),
                ("inputs", models.JSONField(default=dict)),
                ("queue", models.CharField(max_length=64)),
                ("priority", models.SmallIntegerField(default=0)),
                ("needs", models.JSONField(default=list)),
                ("locks", models.JSONField(default=list)),
                ("limit_minutes", models.FloatField(default=480)),
                ("deadline_at", models.DateTimeField(null=True)),
                ("not_before", models.DateTimeField(null=True)),
                ("schedule", models.CharField(blank=True, default="", max_length=100)),
                ("fire_at", models.DateTimeField(null=True)),
                ("state", models.CharField(default="waiting", max_length=12)),
                ("reason", models.TextField(blank=True, default="")),
                ("attempt", models.PositiveIntegerField(default=0)),
                ("lease_until", models.DateTimeField(null=True)),
                ("worker", models.CharField(blank=True, default="", max_length=100)),
                ("host", models.CharField(blank=True, default="", max_length=255)),
                ("job", models.BigIntegerField(null=True)),
                ("cancel_requested_at", models.DateTimeField(null=True)),
                ("requested_by", models.CharField(blank=True, default="", max_length=100)),
                ("requested_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "run",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="orders", to="store.run"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["queue", "-priority", "id"],
                        name="order_waiting",
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ("waiting", "running"))),
                        fields=["state", "lease_until"],
                        name="order_open",
                    ),
                ],
                "constraints": [models.UniqueConstraint(fields=("schedule", "fire_at"), name="fire_once")],
            },
        ),
    ]
