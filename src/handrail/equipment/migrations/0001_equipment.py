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
            name="Fault",
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
                ("what", models.CharField(max_length=120)),
                ("words", models.TextField(verbose_name="what is wrong")),
                (
                    "how_bad",
                    models.CharField(
                        choices=[
                            ("wait", "Can wait"),
                            ("soon", "Needs mending soon"),
                            ("danger", "Dangerous"),
                        ],
                        max_length=8,
                    ),
                ),
                ("out_of_use", models.BooleanField(default=False)),
                ("reported_at", models.DateTimeField()),
                (
                    "mender",
                    models.CharField(blank=True, max_length=120, verbose_name="who mends it"),
                ),
                ("mend_by", models.DateField(blank=True, null=True)),
                ("mended_on", models.DateField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("closed_words", models.CharField(blank=True, max_length=200)),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="school.place",
                    ),
                ),
                (
                    "reported_by",
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
                "ordering": ["-reported_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Check",
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
                ("what", models.CharField(max_length=120)),
                ("look_at", models.TextField(blank=True, verbose_name="what to look at")),
                (
                    "every",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Every school day"),
                            (7, "Every week"),
                            (14, "Every two weeks"),
                            (30, "Every month"),
                            (91, "Every term"),
                            (182, "Every half year"),
                            (365, "Every year"),
                        ],
                        verbose_name="how often, in days",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="next look")),
                ("made_at", models.DateTimeField()),
                ("retired_on", models.DateField(blank=True, null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="school.place",
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
                (
                    "who",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                        verbose_name="who looks",
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "what", "id"],
            },
        ),
        migrations.CreateModel(
            name="FaultPhoto",
            fields=[
                (
                    "fault",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="photo",
                        serialize=False,
                        to="equipment.fault",
                    ),
                ),
                ("jpeg", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="FaultStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("words", models.CharField(max_length=300)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "fault",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="equipment.fault",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Look",
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
                ("at", models.DateTimeField()),
                ("in_order", models.BooleanField()),
                ("was_due_on", models.DateField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "check_of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="looks",
                        to="equipment.check",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.AddField(
            model_name="fault",
            name="look",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="fault",
                to="equipment.look",
            ),
        ),
        migrations.AddIndex(
            model_name="check",
            index=models.Index(fields=["school", "due_on"], name="check_by_due"),
        ),
        migrations.AddIndex(
            model_name="fault",
            index=models.Index(fields=["school", "closed_at"], name="fault_by_closing"),
        ),
        migrations.AddConstraint(
            model_name="fault",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closed_at", None),
                    models.Q(("closed_words", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_closed_fault_has_a_word",
            ),
        ),
    ]
