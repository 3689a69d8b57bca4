"""Marks planted in every text of a school: script, formula and template, to be looked for later.

python -m tests.hostile.planting    plants them in HANDRAIL_HOME, which `handrail init` has made
"""

import os
from dataclasses import replace
from io import BytesIO
from typing import Any

MARK = "\"'></textarea></title><img src=x onerror=planted()><script>planted()</script>{{7*7}}{%x%}"
SHORT = "<b onclick=planted()>{{7*7}}"  # where a column is too short for the long one
FORMULA = "=1+1+cmd|' /C calc'!A0"
FREE = ("CharField", "TextField")


def fitting(column: Any, number: int) -> str:
    """The longest mark that the column holds, and the row's number: some must be unlike."""
    room = (column.max_length or 999) - len(str(number))
    return next((f"{mark}{number}" for mark in (MARK, SHORT, "<i>") if len(mark) <= room), "")


def plant(cast: Any) -> None:
    """Every text that a person, an import or a program can write gets a mark of its own length."""
    people, school = _models()
    for model in (*people, *school):
        for row in model.objects.all():
            _mark(row)
    _file_every_kind(cast)
    _seat_and_break(cast)
    _note_a_zone(cast)


def _note_a_zone(cast: Any) -> None:
    from handrail.core import clock
    from handrail.core.ids import new_uuid
    from handrail.records.reader import reader_for
    from handrail.rota.zones import ZoneDraft, log_zone

    where = cast.school.places.first()
    note = ZoneDraft(new_uuid(), where, clock.now(), False, words=MARK, hazard=FORMULA)
    log_zone(reader_for(cast.sam), cast.school, note)


def _models() -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    from handrail.people import models as people
    from handrail.school import models as school

    return (
        (people.Person, people.Pupil, people.PupilFlag, people.CarerLink, people.Lesson,
         people.Token),
        (school.Place, school.Term, school.ClosedDay, school.Group, school.Trust, school.School,
         school.Word),
    )  # fmt: skip


def _mark(row: Any) -> None:
    """Marks in the free texts of one row; what means something to the program stays."""
    kept = {"slug", "list", "source_id", "folded", "upn", "urn", "laestab", "year", "secret_hash",
            "former_upn", "uln"}  # fmt: skip
    for column in row._meta.concrete_fields:
        free = column.get_internal_type() in FREE and not column.choices and not column.unique
        if free and column.name not in kept:
            setattr(row, column.name, fitting(column, row.pk))
    if hasattr(row, "family"):
        row.given = FORMULA
    row.save()


def _file_every_kind(cast: Any) -> None:
    """Records of every kind by their own form, open and restricted, with all that hangs on them."""
    from handrail.records.amending import add_reader, amend_record, override_for, void_record
    from handrail.records.attaching import attach
    from handrail.records.draft import Involved
    from handrail.records.filing import file_event
    from handrail.records.kind import all_kinds
    from handrail.records.reader import reader_for
    from tests.filing import draft, filled_form, filled_rows, writer_of
    from tests.records import pictures

    ahmed = reader_for(cast.ahmed)
    for kind in all_kinds():
        for sensitivity in (None, 2):
            form = filled_form(kind, cast.school, full=True, text=MARK)
            part = kind.roles[0].slug
            who = (Involved(cast.leo, part, account=MARK),)
            if kind.roles[0].most is None:
                who += (Involved(cast.jaden, part, account=SHORT),)
            writer = writer_of(cast, kind.slug, wanted="patel")
            patel = reader_for(writer)
            made = draft(cast, kind.slug, writer, cast.leo, words=MARK, involved=who)
            made = replace(made, detail=form.detail_values(), chosen=form.chosen(),
                           rows=filled_rows(kind, cast.school, [], text=MARK),
                           sensitivity=sensitivity, author_post=SHORT)  # fmt: skip
            (record,) = file_event([made], reader=patel)
            amend_record(record, patel, MARK)
            if kind.keeps_files:
                attach(record, patel, f"{MARK}.png", BytesIO(pictures.photo("PNG", size=(5, 5))))
            add_reader(record, ahmed, cast.lee, MARK)
            if sensitivity:
                void_record(record, patel, MARK)
    override_for(reader_for(cast.reid), cast.leo, cast.school, MARK)


def _seat_and_break(cast: Any) -> None:
    """Seats of a marked name for a pupil of a marked name; a check and a fault in marks."""
    from handrail.core import clock
    from handrail.equipment.mending import arrange
    from handrail.records.reader import reader_for
    from handrail.seating.drawing import Sketch, draw
    from tests.equipment.finding import listed, reported

    group, today = cast.groups["4 Willow"], clock.today()
    draw(reader_for(cast.patel), group, None, Sketch(SHORT, today, 1, 2, {cast.leo: (1, 1)}))
    listed(cast, what=MARK, look_at=MARK)
    fault = reported(cast, what=FORMULA, words=MARK)
    arrange(reader_for(cast.reid), fault, mender=MARK, mend_by=None, words=MARK)


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handrail.settings")
    django.setup()
    from handrail.demo.cast import make_cast

    plant(make_cast())
