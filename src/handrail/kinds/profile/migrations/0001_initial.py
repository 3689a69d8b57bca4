import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("records", "0006_duty_choice"),
    ]

    operations = [
        migrations.CreateModel(
            name="Profile",
            fields=[
                (
                    "record",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="records.record",
                    ),
                ),
                (
                    "change",
                    models.CharField(
                        choices=[
                            ("new", "A new plan"),
                            ("changed", "Looked at again and changed"),
                            ("same", "Looked at again, nothing changed"),
                        ],
                        max_length=7,
                    ),
                ),
                ("review_on", models.DateField(blank=True, null=True)),
                ("ended", models.BooleanField(default=False)),
                (
                    "made",
                    models.CharField(
                        choices=[
                            ("wrote", "The child wrote or typed it"),
                            ("said", "The child said it, an adult wrote"),
                            ("chose", "The child chose from pictures, objects or signs"),
                            (
                                "known",
                                "Those who know the child best wrote it, and watched what the child liked",
                            ),
                        ],
                        max_length=5,
                    ),
                ),
                ("admired", models.TextField()),
                ("matters", models.TextField()),
                ("support", models.TextField()),
                ("hopes", models.TextField(blank=True)),
                ("tell_me", models.TextField(blank=True)),
            ],
            options={
                "abstract": False,
            },
        ),
    ]
