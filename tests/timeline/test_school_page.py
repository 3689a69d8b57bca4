"""Page by page, everybody is shown all that they may know of at a school, in order, and no more."""

import pytest

from handrail.core import clock
from handrail.demo.cast import Cast
from handrail.records import newest
from handrail.records.models import Audience, Record
from handrail.records.reader import reader_for
from handrail.timeline import pages
from tests.filing import file, writer_of

KINDS = ("behaviour", "concern", "note", "first_aid")


@pytest.mark.parametrize("among", [1, 3, 40])
def test_pages_show_all_that_somebody_may_know_of_however_it_is_looked_for(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, among: int
) -> None:
    for pupil in list(cast.pupils.values())[:4]:
        for kind in KINDS:
            for wanted in ("sam", "tilly"):
                made = file(cast, kind, writer_of(cast, kind, wanted=wanted), pupil)
    Audience.objects.create(
        record=made, person=cast.staff["tilly"], granted_by=cast.staff["ahmed"],
        granted_at=clock.now(), why="She was there",
    )  # fmt: skip
    monkeypatch.setattr(newest, "AMONG", among)
    for name, person in cast.staff.items():
        for kinds in (None, ["concern"], ["note", "first_aid"]):
            reader = reader_for(person)
            known = Record.objects.readable_by(reader).filter(school=cast.school)
            known = known.filter(kind__in=kinds) if kinds else known
            shown, after = [], ""
            while True:
                page = pages.school_page(reader, cast.school.pk, kinds=kinds, after=after, size=2)
                shown += [record.pk for record in page.records]
                if not (after := page.older):
                    break
            wanted = list(known.order_by("-happened_at", "-pk").values_list("pk", flat=True))
            assert shown == wanted, (name, kinds)
    by_person = {name for name, one in cast.staff.items() if reader_for(one).reads_by_person()}
    assert {"sam", "tilly"} <= by_person < set(cast.staff)
