"""A question written once must answer as the question itself, whatever its values."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.test.utils import CaptureQueriesContext

from handrail.core import clock
from handrail.database import written_once as module
from handrail.database.settled import leaf_of, settled
from handrail.database.written_once import CannotBeWritten, Fixed, written_once
from handrail.demo.cast import Cast
from handrail.people.models import Lesson, Membership, Person, Post, Pupil
from handrail.records.models import Record
from handrail.records.models.record import RecordQuerySet

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def as_served(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the program does that serves: a question is not held against itself again and again."""
    monkeypatch.setattr(module, "CHECKED", False)


def writings(ask: Any, *values: Any) -> int:
    """How often Django wrote SQL while this was asked."""
    from django.db.models.sql.compiler import SQLCompiler  # noqa: PLC0415 - watched here alone

    written, before = [], SQLCompiler.pre_sql_setup

    def watched(self: Any, *args: Any, **more: Any) -> Any:
        written.append(self)
        return before(self, *args, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SQLCompiler, "pre_sql_setup", watched)
        ask(*values)
    return len(written)


def test_values_go_where_they_belong_and_sql_is_written_no_more(cast: Cast) -> None:
    @written_once
    def posts(school: int, day: date, people: tuple[int, ...], most: int) -> QuerySet[Post]:
        rows = Post.objects.held_on(day).filter(school=school, person__in=people)
        return rows.select_related("person", "school").order_by("pk")[:most]

    def plainly(day: date, people: tuple[int, ...]) -> list[tuple[int, str, str]]:
        rows = Post.objects.held_on(day).filter(school=cast.school, person__in=people)
        found = rows.select_related("person", "school").order_by("pk")[:5]
        return [(row.pk, row.person.name, row.school.name) for row in found]

    staff = [person.pk for person in cast.staff.values()]
    for people in (tuple(staff[:3]), tuple(staff[3:6]), tuple(reversed(staff[:3])), ()):
        for day in (TODAY, date(1999, 1, 1)):
            with CaptureQueriesContext(connection) as asked:
                rows = posts(cast.school.pk, day, people, Fixed(5))
                said = [(row.pk, row.person.name, row.school.name) for row in rows]
            assert said == plainly(day, people)
            assert len(asked) == (1 if people else 0)
    assert writings(posts, cast.school.pk, TODAY, tuple(staff[4:7]), Fixed(5)) == 0
    assert writings(posts, cast.school.pk, TODAY, tuple(staff[4:8]), Fixed(5)) > 0  # one more


def test_numbers_times_and_moments_are_sent_as_the_database_takes_them(cast: Cast) -> None:
    @written_once
    def people(uuid: UUID, born: date, name: str | None) -> QuerySet[Person]:
        rows = Person.objects.filter(Q(uuid=uuid) | Q(born=born)).order_by("pk")
        return rows.filter(given=name) if name else rows

    leo, amina = (Person.objects.get(given=name) for name in ("Leo", "Amina"))
    Person.objects.filter(pk=amina.pk).update(born=date(2018, 2, 28))
    for person in (leo, amina, leo):
        assert people(person.uuid, date(1901, 1, 1), None) == [person]
    assert set(people(leo.uuid, date(2018, 2, 28), None)) == {leo, amina}
    assert people(leo.uuid, date(2018, 2, 28), "Amina") == [amina]
    assert people(leo.uuid, date(2018, 2, 28), "Nobody") == []

    @written_once
    def lessons(weekday: int, at: time) -> QuerySet[Lesson]:
        return Lesson.objects.filter(weekday=weekday, starts__lte=at, ends__gt=at).order_by("pk")

    for weekday, at in ((0, time(9, 30)), (4, time(11, 0)), (0, time(23, 0)), (1, time(9, 30, 5))):
        rows = Lesson.objects.filter(weekday=weekday, starts__lte=at, ends__gt=at).order_by("pk")
        assert lessons(weekday, at) == list(rows)

    @written_once
    def filed(since: datetime, state: str) -> "QuerySet[Any, int]":
        rows = Record.everything.filter(filed_at__gte=since, state=state)
        return rows.order_by("pk").values_list("pk", flat=True)

    for since in (clock.now(), clock.at_local(date(2020, 1, 1), time(1, 30))):
        rows = Record.everything.filter(filed_at__gte=since, state="filed").order_by("pk")
        assert filed(since, "filed") == list(rows.values_list("pk", flat=True))


def test_what_hangs_on_the_rows_comes_with_them(cast: Cast) -> None:
    @written_once
    def taught(person: int, day: date) -> QuerySet[Pupil]:
        staffed = Membership.objects.on(day).filter(person=person).values("group")
        rows = Pupil.objects.filter(person__memberships__group__in=staffed).distinct()
        return rows.select_related("person").prefetch_related("carers").order_by("pk")

    for name in ("sam", "reid", "sam"):
        found = taught(cast.staff[name].pk, TODAY)
        assert found
        with CaptureQueriesContext(connection) as asked:
            assert all(child.person.given for child in found)
            assert {link.pupil_id for child in found for link in child.carers.all()} <= {
                child.pk for child in found
            }
        assert len(asked) == 0


def test_two_questions_as_one(cast: Cast) -> None:
    @written_once
    def either(person: int, school: int) -> "QuerySet[Any, tuple[int, str]]":
        one = Post.objects.filter(person=person).values_list("person_id", "role")
        two = Post.objects.filter(school=school, role="head").values_list("person_id", "role")
        return one.order_by().union(two.order_by())

    sam, reid = cast.staff["sam"].pk, cast.staff["reid"].pk
    for person in (sam, reid):
        found = either(person, cast.school.pk)
        assert {role for key, role in found if key == person} == set(
            Post.objects.filter(person=person).values_list("role", flat=True)
        )
        assert {key for key, _ in found} <= {person, cast.staff["okafor"].pk}


def test_what_a_reader_may_read_goes_with_the_reader(cast: Cast, as_reader: Any) -> None:
    """The one mistake that must not be possible: one reader's rights in another's question."""

    @written_once
    def known_about(known: RecordQuerySet, person: int) -> QuerySet[Record]:
        inside = known.filter(pk=OuterRef("pk"), involvements__person=person)
        return known.filter(Exists(inside)).order_by("pk")

    for name in ("sam", "reid", "sam", "okafor", "ahmed", "khan", "office", "reid"):
        reader = as_reader(cast.staff[name])
        known = Record.objects.readable_by(reader)
        for child in Pupil.objects.all():
            rows = known.filter(involvements__person=child.pk).distinct().order_by("pk")
            assert known_about(known, child.pk) == list(rows), name


@pytest.mark.django_db
def test_rights_are_put_in_place_one_by_one() -> None:
    """Two leaves of the same SQL with other values are one shape, and each sends its own."""

    @written_once
    def those(known: "QuerySet[Person]", title: str) -> QuerySet[Person]:
        return known.filter(title=title, pk__in=known.values("pk"))

    def rights(given: str, family: str) -> Any:
        return settled(Person.objects.filter(Q(given=given) | Q(family=family)))

    for given, family in (("Leo", "Turner"), ("Turner", "Leo"), ("", "x")):
        with CaptureQueriesContext(connection) as asked:
            those(rights(given, family), "")
        (one,) = asked.captured_queries
        sql = one["sql"].replace("'", "")
        assert sql.count(f"= {given}") >= 2
        assert sql.count(f"= {family}") >= 2
    assert writings(those, rights("A", "B"), "") <= 1  # the leaf's own
    with pytest.raises(TypeError):
        leaf_of(rights("A", "B").filter(title=""))


@pytest.mark.parametrize("checked", [True, False])
def test_a_question_that_looks_at_its_values_is_refused_or_asked_plainly(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, checked: bool
) -> None:
    monkeypatch.setattr(module, "CHECKED", checked)

    @written_once
    def day_before(day: date) -> QuerySet[Post]:
        return Post.objects.filter(starts__lt=date(day.year - 1, day.month, 1))

    @written_once
    def only_today(day: date) -> QuerySet[Post]:
        return Post.objects.all() if day == TODAY else Post.objects.filter(starts=day)

    for ask, value in ((day_before, TODAY), (only_today, TODAY)):
        if checked:
            with pytest.raises(CannotBeWritten):
                ask(value)
            continue
        for day in (value, date(2025, 3, 3)):
            plain = ask.__wrapped__(day)  # type: ignore[attr-defined]
            assert list(ask(day)) == list(plain)


def test_a_question_is_held_against_itself_at_first_and_then_every_so_often(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CHECKED", True)
    monkeypatch.setattr(module, "CHECKED_FIRST", 2)
    monkeypatch.setattr(module, "CHECKED_EVERY", 5)
    looked = date(2026, 7, 1)  # the one value that it treats as no other

    @written_once
    def posts(day: date) -> QuerySet[Post]:
        return Post.objects.all() if day == looked else Post.objects.filter(starts=day)

    for asking in range(16):  # the first writes it
        if asking in {1, 2, 5, 10, 15}:
            with pytest.raises(CannotBeWritten):
                posts(looked)
        else:
            posts(looked if asking else TODAY)


def test_a_value_of_another_sort_is_refused(cast: Cast) -> None:
    @written_once
    def posts(person: Any) -> QuerySet[Post]:
        return Post.objects.filter(person=person)

    with pytest.raises(TypeError, match="Person"):
        posts(cast.sam)
    with pytest.raises(TypeError, match="place"):
        posts(person=cast.sam.pk)
    with pytest.raises(TypeError, match="settled"):
        posts(Person.objects.filter(pk=1))


def test_the_oldest_shape_is_forgotten_first(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_SHAPES", 2)

    @written_once
    def people(keys: tuple[int, ...]) -> QuerySet[Person]:
        return Person.objects.filter(pk__in=keys).order_by("pk")

    keys = sorted(Person.objects.values_list("pk", flat=True))[:4]
    for size in (1, 2, 3, 1, 3):
        assert [one.pk for one in people(tuple(keys[:size]))] == keys[:size]
    assert writings(people, tuple(keys[1:4])) == 0
    assert writings(people, tuple(keys[:2])) > 0
