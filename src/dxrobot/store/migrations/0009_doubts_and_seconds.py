"""Doubts that people settle between runs, how long each answer took, and what is learned from."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0008_schedules"),
    ]

    operations = [
        migrations.AddField(
            model_name="answer",
            name="seconds",
            field=models.FloatField(null=True),
        ),
        migrations.CreateModel(
            name="Lesson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("scan_digest", models.CharField(max_length=64)),
                ("page", models.PositiveIntegerField()),
                ("field", models.CharField(max_length=100)),
                ("template", models.CharField(max_length=100)),
                ("read", models.JSONField(null=True)),
                ("candidates", models.JSONField(default=list)),
                ("said", models.JSONField(null=True)),
                ("confidence", models.FloatField(null=True)),
                ("reason", models.TextField(blank=True)),
                ("right", models.BooleanField()),
                ("made_at", models.DateTimeField()),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lessons", to="store.run"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("scan_digest", "page", "field"), name="lesson_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Doubt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("scan_digest", models.CharField(max_length=64)),
                ("page", models.PositiveIntegerField()),
                ("field", models.CharField(max_length=100)),
                ("file", models.CharField(max_length=255)),
                ("template", models.CharField(max_length=100)),
                ("form_key", models.CharField(blank=True, max_length=200)),
                ("position", models.PositiveIntegerField()),
                ("text", models.TextField(blank=True)),
                ("value", models.JSONField(null=True)),
                ("candidates", models.JSONField(default=list)),
                ("reason", models.TextField(blank=True)),
                ("confidence", models.FloatField(null=True)),
                ("crop", models.BinaryField(default=bytes)),
                ("asked_at", models.DateTimeField()),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="doubts", to="store.run"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("scan_digest", "page", "field"), name="doubt_once"),
                ],
            },
        ),
    ]
