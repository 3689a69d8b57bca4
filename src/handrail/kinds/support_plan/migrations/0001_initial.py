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
            name="SupportPlan",
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
                    "sort",
                    models.CharField(
                        choices=[("ehc", "Under an EHC plan"), ("sen_support", "SEN support")],
                        max_length=12,
                    ),
                ),
                ("annual_by", models.DateField(blank=True, null=True)),
                ("needs", models.TextField()),
                ("strengths", models.TextField(blank=True)),
                ("child_view", models.TextField(blank=True)),
                ("carer_view", models.TextField(blank=True)),
                ("adjustments", models.TextField(blank=True)),
                ("coauthor", models.CharField(blank=True, default="", max_length=200)),
                (
                    "layer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("universal", "Universal"),
                            ("targeted", "Targeted"),
                            ("targeted_plus", "Targeted Plus"),
                            ("specialist", "Specialist"),
                        ],
                        default="",
                        max_length=14,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Outcome",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("added_at", models.DateTimeField()),
                ("outcome", models.TextField()),
                ("provision", models.TextField()),
                ("given_by", models.CharField(blank=True, max_length=200)),
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
            name="Support",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("added_at", models.DateTimeField()),
                ("what", models.CharField(max_length=300)),
                ("how_often", models.CharField(max_length=200)),
                ("who", models.CharField(max_length=200)),
                ("strategy", models.TextField(blank=True)),
                ("from_framework", models.BooleanField(blank=True, null=True)),
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
            name="Target",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("added_at", models.DateTimeField()),
                ("objective", models.CharField(max_length=300)),
                ("measure", models.CharField(max_length=200)),
                ("baseline", models.CharField(max_length=200)),
                ("goal", models.CharField(max_length=200)),
                ("by", models.DateField()),
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
