"""Who works with whom: by group and by key adult, between dates, school by school."""

from datetime import date, timedelta

import pytest

from handrail.demo.cast import Cast
from handrail.people.models import CarerLink, Enrolment, KeyAdult, Membership, Person, Post, Pupil
from handrail.people.working import by_school, pupils_of, pupils_worked_with
from handrail.records.reader import reader_for

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


def worked_with(cast: Cast, name: str, day: date = TODAY) -> set[str]:
    ids = pupils_worked_with(cast.staff[name], day).get(cast.school.pk, frozenset())
    return set(Person.objects.filter(pk__in=ids).values_list("given", flat=True))


def test_staff_of_a_class_work_with_its_pupils_and_no_others(cast: Cast) -> None:
    assert worked_with(cast, "sam") == {"Leo", "Amina", "Jaden", "Zoë"}
    assert worked_with(cast, "reid") == {"Yusuf", "Bo"}
    assert worked_with(cast, "okafor") == set()
    assert set(pupils_worked_with(cast.sam, TODAY)) == {cast.school.pk}


@pytest.mark.parametrize(
    ("starts", "ends", "counts"),
    [
        (None, None, True),
        (TODAY, TODAY, True),
        (TODAY + DAY, None, False),
        (None, TODAY - DAY, False),
        (TODAY - DAY, TODAY + DAY, True),
    ],
)
def test_the_first_and_the_last_day_count(
    cast: Cast, starts: date | None, ends: date | None, counts: bool
) -> None:
    Membership.objects.filter(person=cast.lee).update(starts=starts, ends=ends)
    assert (worked_with(cast, "lee") == {"Yusuf", "Bo"}) is counts
    KeyAdult.objects.create(pupil=cast.theo.pupil, adult=cast.khan, starts=starts, ends=ends)
    assert (worked_with(cast, "khan") == {"Theo"}) is counts


def test_two_pupils_of_a_class_do_not_work_with_each_other(cast: Cast) -> None:
    assert pupils_worked_with(cast.leo, TODAY) == {}


def test_a_key_adult_counts_at_each_school_where_the_pupil_is_on_the_roll(cast: Cast) -> None:
    other = cast.school.__class__.objects.create(name="Harbour View")
    Enrolment.objects.create(pupil=cast.leo.pupil, school=other, starts=TODAY)
    assert pupils_worked_with(cast.sam, TODAY)[other.pk] == {cast.leo.pk}
    assert other.pk not in pupils_worked_with(cast.sam, TODAY - DAY)


def test_an_own_child_stays_an_own_child(cast: Cast) -> None:
    assert reader_for(cast.ahmed).own_child_ids == {cast.bo.pk}
    CarerLink.objects.update(ends=TODAY - DAY)
    assert reader_for(cast.ahmed).own_child_ids == {cast.bo.pk}


def test_the_roll_is_that_of_the_day_by_surname(cast: Cast) -> None:
    leaver = Person.objects.create(given="Al", family="Aardvark")
    Enrolment.objects.create(
        pupil=Pupil.objects.create(person=leaver), school=cast.school, ends=TODAY
    )
    names = [pupil.person.family for pupil in pupils_of(cast.school, TODAY)]
    assert names == ["Aardvark", "King", "Musa", "Musa", "Ng", "O’Brien-Fforbes", "Rix", "Turner"]
    assert pupils_of(cast.school, TODAY + DAY).count() == 7


def test_a_post_is_held_on_its_first_and_last_day(cast: Cast) -> None:
    cast.khan.posts.update(starts=TODAY, ends=TODAY)
    held = [Post.objects.held_on(TODAY + days * DAY).filter(person=cast.khan).exists()
            for days in (-1, 0, 1)]  # fmt: skip
    assert held == [False, True, False]


def test_gathering_by_school() -> None:
    assert by_school((1, 5), (2, 5), (1, 6), (1, 5)) == {1: {5, 6}, 2: {5}}
    assert by_school() == {}
