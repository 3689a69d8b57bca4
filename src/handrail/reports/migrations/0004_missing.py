from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0003_pack"),
    ]

    operations = [
        migrations.AddField(
            model_name="report",
            name="listed",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AlterField(
            model_name="report",
            name="sort",
            field=models.CharField(
                choices=[
                    ("record", "Record"),
                    ("book", "Register"),
                    ("parents", "Parents’ edition"),
                    ("governors", "Governors’ report"),
                    ("pack", "Pack for a review"),
                    ("missing", "What is missing"),
                ],
                max_length=10,
            ),
        ),
    ]
