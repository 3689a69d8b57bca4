from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0002_governors"),
    ]

    operations = [
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
                ],
                max_length=10,
            ),
        ),
    ]
