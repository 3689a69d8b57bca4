import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import handrail.core.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0006_needs"),
        ("school", "0005_logo"),
    ]

    operations = [
        migrations.CreateModel(
            name="SeatingPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "uuid",
                    models.UUIDField(
                        default=handrail.core.ids.new_uuid, editable=False, unique=True
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("made_at", models.DateTimeField()),
                ("retired_on", models.DateField(blank=True, null=True)),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="school.group",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="school.school",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Drawing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts", models.DateField()),
                (
                    "rows",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(10),
                        ],
                        verbose_name="rows of seats, the first at the front",
                    ),
                ),
                (
                    "columns",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(12),
                        ],
                        verbose_name="seats in a row",
                    ),
                ),
                ("drawn_at", models.DateTimeField()),
                (
                    "drawn_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drawings",
                        to="seating.seatingplan",
                    ),
                ),
            ],
            options={
                "ordering": ["starts", "id"],
            },
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("row", models.PositiveSmallIntegerField()),
                ("column", models.PositiveSmallIntegerField()),
                (
                    "drawing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="seats",
                        to="seating.drawing",
                    ),
                ),
                (
                    "pupil",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "ordering": ["row", "column"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("drawing", "row", "column"), name="one_seat_a_spot"
                    ),
                    models.UniqueConstraint(fields=("drawing", "pupil"), name="one_seat_a_pupil"),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="seatingplan",
            constraint=models.UniqueConstraint(fields=("group", "name"), name="one_plan_a_name"),
        ),
        migrations.AddIndex(
            model_name="drawing",
            index=models.Index(fields=["plan", "starts"], name="drawing_by_day"),
        ),
    ]
