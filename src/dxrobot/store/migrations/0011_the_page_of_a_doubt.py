from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0010_what_the_console_shows"),
    ]

    operations = [
        migrations.AddField(
            model_name="doubt",
            name="box_page",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="doubt",
            name="box_turn",
            field=models.PositiveSmallIntegerField(default=0),
        ),
    ]
