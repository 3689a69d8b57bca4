import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0005_pupil_ethnicity_designation"),
        ("records", "0006_duty_choice"),
    ]

    operations = [
        migrations.CreateModel(
            name="SupportReview",
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
                    "sort",
                    models.CharField(
                        choices=[
                            ("annual", "Annual review of the EHC plan"),
                            ("termly", "Review of the support plan"),
                        ],
                        max_length=6,
                    ),
                ),
                ("present", models.CharField(blank=True, max_length=300)),
                ("impact", models.TextField()),
                ("child_view", models.TextField()),
                ("carer_view", models.TextField()),
                ("staff_view", models.TextField(blank=True)),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("continue", "Continue as it is"),
                            ("change", "Change it"),
                            ("stop", "Stop: it is not needed any more"),
                            ("step_up", "Step up: more or other help is needed"),
                        ],
                        max_length=8,
                    ),
                ),
                ("because", models.TextField()),
                ("adulthood", models.TextField(blank=True)),
                ("next_on", models.DateField(blank=True, null=True)),
                ("annual_by", models.DateField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("added_at", models.DateTimeField()),
                ("name", models.CharField(max_length=120)),
                (
                    "signs_as",
                    models.CharField(
                        choices=[
                            ("child", "The pupil"),
                            ("carer", "Parent or carer"),
                            ("staff", "Staff"),
                            ("professional", "Another professional"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        choices=[("agreed", "Agreed"), ("declined", "Declined")], max_length=8
                    ),
                ),
                ("given_on", models.DateField()),
                ("because", models.CharField(blank=True, max_length=300)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.record",
                    ),
                ),
            ],
            options={
                "ordering": ["record", "position"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TargetReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("added_at", models.DateTimeField()),
                ("target", models.CharField(max_length=300)),
                (
                    "reached",
                    models.CharField(
                        choices=[
                            ("yes", "Reached"),
                            ("partly", "On the way"),
                            ("no", "Not reached"),
                            ("cannot_tell", "Cannot tell yet"),
                        ],
                        max_length=11,
                    ),
                ),
                ("evidence", models.TextField()),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.record",
                    ),
                ),
            ],
            options={
                "ordering": ["record", "position"],
                "abstract": False,
            },
        ),
    ]
