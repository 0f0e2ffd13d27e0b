from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0011_the_page_of_a_doubt"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="run",
            index=models.Index(fields=["scenario", "-id"], name="run_newest"),
        ),
    ]
