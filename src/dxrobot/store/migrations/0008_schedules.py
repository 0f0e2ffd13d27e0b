"""Schedules, what came into their folders, and the digests that were sent."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0007_orders"),
    ]

    operations = [
        migrations.CreateModel(
            name="Arrival",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                ("name", models.CharField(max_length=255)),
                ("path", models.TextField()),
                ("taken", models.BooleanField()),
                ("reason", models.TextField(blank=True)),
                ("arrived_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="DailyDigest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(unique=True)),
                ("sent_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Schedule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, unique=True)),
                ("scenario", models.CharField(max_length=100)),
                ("mode", models.CharField(max_length=12)),
                ("inputs", models.JSONField(default=dict)),
                ("words", models.TextField()),
                ("rule", models.JSONField()),
                ("on_missed", models.CharField(max_length=8)),
                ("deadline_minutes", models.PositiveIntegerField(null=True)),
                ("minutes", models.PositiveIntegerField(null=True)),
                ("window", models.CharField(blank=True, max_length=40)),
                ("queue", models.CharField(blank=True, max_length=64)),
                ("priority", models.SmallIntegerField(default=0)),
                ("next_fire_at", models.DateTimeField(null=True)),
                ("follows", models.CharField(blank=True, max_length=100)),
                ("folder", models.TextField(blank=True)),
                ("file_input", models.CharField(blank=True, max_length=100)),
                ("paused", models.BooleanField(default=False)),
                ("skips", models.JSONField(default=list)),
                ("revision", models.PositiveIntegerField(default=0)),
                ("handled_at", models.DateTimeField(null=True)),
                ("seen_until", models.DateTimeField(null=True)),
                ("trouble", models.TextField(blank=True)),
                ("alerted", models.BooleanField(default=False)),
                ("created_by", models.CharField(blank=True, max_length=100)),
                ("created_at", models.DateTimeField()),
            ],
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["ended_at"], name="order_ended"),
        ),
        migrations.AddIndex(
            model_name="run",
            index=models.Index(fields=["scenario", "finished_at"], name="run_ended"),
        ),
        migrations.AddIndex(
            model_name="schedule",
            index=models.Index(condition=models.Q(("paused", False)), fields=["next_fire_at"], name="schedule_due"),
        ),
        migrations.AddIndex(
            model_name="schedule",
            index=models.Index(fields=["handled_at"], name="schedule_handled"),
        ),
        migrations.AddIndex(
            model_name="schedule",
            index=models.Index(fields=["follows"], name="schedule_follows"),
        ),
        migrations.AddField(
            model_name="arrival",
            name="schedule",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="arrivals", to="store.schedule"
            ),
        ),
        migrations.AddConstraint(
            model_name="arrival",
            constraint=models.UniqueConstraint(
                condition=models.Q(("taken", True)), fields=("schedule", "digest"), name="content_taken_once"
            ),
        ),
    ]
