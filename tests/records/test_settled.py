"""What a reader may read is resolved once, shared by the questions of a page, and never changed by
one of them."""

from django.db.models import Exists, OuterRef

from handrail.demo.cast import Cast
from handrail.people.models import Person
from handrail.records.models import Action, Record
from handrail.records.reader import reader_for
from handrail.records.reading import readable_to
from tests.filing import file


def test_it_says_the_same_wherever_it_stands(cast: Cast) -> None:
    """At the top, inside another question under another name, twice in one, and in a union."""
    for kind in ("recognition", "behaviour", "concern"):
        file(cast, kind, cast.sam, cast.leo)
    file(cast, "concern", cast.okafor, cast.bo)
    for person in (cast.sam, cast.patel, cast.ahmed, cast.office):
        reader = reader_for(person)
        fresh = {record.pk for record in readable_to(reader_for(person))}
        known = Record.objects.readable_by(reader)
        about = known.filter(involvements__person=OuterRef("pk"))
        for _ in range(2):  # the second time from what was kept of the first
            assert {record.pk for record in known} == fresh
            inside = Action.objects.filter(Exists(known.filter(pk=OuterRef("record"))))
            assert {row.record_id for row in inside} <= fresh
            assert inside.count() == Action.objects.filter(record__in=fresh).count()
            people = Person.objects.filter(Exists(about), Exists(about.filter(kind="concern")))
            assert people.exists() == (
                Record.everything.filter(pk__in=fresh, kind="concern").exists()
            )
            both = known.filter(kind="concern").union(known.exclude(kind="concern"))
            assert {record.pk for record in both} == fresh
            assert set(known.exclude(pk__in=fresh)) == set()
            assert {row["kind"] for row in known.values("kind").distinct()} == set(
                Record.everything.filter(pk__in=fresh).values_list("kind", flat=True)
            )


def test_one_question_does_not_narrow_the_next(cast: Cast) -> None:
    record = file(cast, "recognition", cast.sam, cast.leo)
    reader = reader_for(cast.sam)
    assert not Record.objects.readable_by(reader).filter(kind="concern").exists()
    assert Record.objects.readable_by(reader).get() == record
    assert not Record.objects.readable_by(reader.ordinary()).filter(sensitivity=2).exists()
    file(cast, "concern", cast.sam, cast.leo)
    assert Record.objects.readable_by(reader).count() == 2
    assert Record.objects.readable_by(reader.ordinary()).count() == 1  # its own, not the other's
