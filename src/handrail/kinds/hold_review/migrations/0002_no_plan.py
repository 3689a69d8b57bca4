from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kind_hold_review", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="holdreview",
            name="followed_plan",
            field=models.CharField(
                choices=[
                    ("yes", "Yes"),
                    ("partly", "Partly"),
                    ("no", "No"),
                    ("cannot_tell", "Cannot tell"),
                    ("no_plan", "There was no plan"),
                ],
                max_length=12,
            ),
        ),
    ]
