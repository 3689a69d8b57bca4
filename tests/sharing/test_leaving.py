"""Leaving: every table of the school and its people goes out, or is named with a reason."""

import csv
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Field, Model

from handrail.core.hashing import sha256_hex
from handrail.demo.cast import Cast
from handrail.people.models import Agency, CarerLink, Identifier, Person, Professional
from handrail.sharing.leaving import export_school, tables_to_write
from handrail.sharing.roll_tables import LEFT_OUT

ROOMS = ("school", "people")


def label(model: type[Model], field: "Field[Any, Any] | None" = None) -> str:
    return f"{model._meta.app_label}.{model.__name__}" + (f".{field.name}" if field else "")


def walked(model: type[Model], path: str) -> set[str]:
    """The fields that a path of a query passes: `pupil__person__uuid` is three."""
    passed: set[str] = set()
    for name in path.split("__"):
        field = model._meta.pk if name == "pk" else model._meta.get_field(name)
        if isinstance(field, Field):  # a relation that is walked backwards has no column here
            passed.add(label(model, field))
        model = field.related_model if isinstance(field.related_model, type) else model
    return passed


@pytest.mark.django_db
def test_every_table_and_column_of_the_school_and_its_people_leaves_or_has_a_reason(
    cast: Cast,
) -> None:
    written: set[str] = set()
    for _, rows in tables_to_write(cast.school).values():
        if (query := getattr(rows, "query", None)) is not None:
            for path in query.values_select:
                written |= walked(query.model, path)
    models = [model for room in ROOMS for model in apps.get_app_config(room).get_models()]
    all_of_them = {
        label(model, field)
        for model in models
        for field in model._meta.concrete_fields
        if not field.primary_key or field.remote_field
    }
    parted = {name for name in all_of_them if name.rsplit(".", 1)[0] in LEFT_OUT}
    of_this_school = {name for name in all_of_them if name.endswith(".school")}
    missing = all_of_them - written - parted - of_this_school - set(LEFT_OUT)
    assert missing == set(), "export it in sharing/roll_tables.py, or say there why not"
    known = {label(model) for model in models} | all_of_them
    assert set(LEFT_OUT) <= known, "a reason for what is no longer there"


@pytest.mark.django_db
def test_telephone_mail_and_ids_stand_in_the_files_and_the_readme_names_each(
    cast: Cast, tmp_path: Path
) -> None:
    Person.objects.filter(pk=cast.sam.pk).update(email="sam@spring-lane.example", phone="01632 1")
    carer = Person.objects.create(given="Ada", family="Turner", mobile="07700 900123")
    CarerLink.objects.create(pupil=cast.leo.pupil, carer=carer)
    nurse = Person.objects.create(given="Nia", family="Reed", email="nia@agency.example")
    Professional.objects.create(
        pupil=cast.leo.pupil, person=nurse, job="Nurse",
        agency=Agency.objects.create(school=cast.school, name="School nursing"),
    )  # fmt: skip
    Identifier.objects.create(person=cast.leo, school=cast.school, sort="source", value="sis-17")
    counts = export_school(cast.school, tmp_path / "out")

    def rows(name: str) -> list[dict[str, str]]:
        with (tmp_path / "out" / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    sams = next(row for row in rows("staff.csv") if row["number"] == str(cast.sam.uuid))
    assert (sams["email"], sams["phone"]) == ("sam@spring-lane.example", "01632 1")
    assert "07700 900123" in {row["mobile"] for row in rows("carers.csv")}
    assert [(row["agency"], row["email"]) for row in rows("professionals.csv")][-1] == (
        "School nursing", "nia@agency.example")  # fmt: skip
    assert ("sis-17", str(cast.leo.uuid)) in {
        (row["value"], row["person"]) for row in rows("identifiers.csv")}  # fmt: skip
    people = [row["number"] for row in rows("people.csv")]
    assert len(people) == len(set(people))
    assert {str(one.uuid) for one in (cast.sam, cast.leo, carer, nurse)} <= set(people)
    readme = (tmp_path / "out" / "README.md").read_text()
    assert [name for name in counts if f"| {name}" not in readme] == []
    assert "people.Token" in readme
    assert "manifest.json" in readme
    body = (tmp_path / "out" / "words.csv").read_bytes()
    assert sha256_hex(body) in (tmp_path / "out" / "manifest.json").read_text()
