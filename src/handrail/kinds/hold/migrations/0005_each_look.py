from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kind_hold", "0004_why_not_followed"),
    ]

    operations = [
        migrations.AddField(
            model_name="observation",
            name="breathing",
            field=models.CharField(
                blank=True,
                choices=[
                    ("normal", "Normal"),
                    ("changed", "Changed: say how"),
                    ("unknown", "Could not tell"),
                ],
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="observation",
            name="distress",
            field=models.CharField(
                blank=True,
                choices=[
                    ("calm", "Calm"),
                    ("some", "Some distress"),
                    ("much", "Much distress"),
                ],
                max_length=6,
            ),
        ),
    ]
