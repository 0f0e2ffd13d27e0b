from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("console", "0002_confirmed_hours"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="accounts_seen",
            field=models.PositiveBigIntegerField(default=0),
        ),
    ]
