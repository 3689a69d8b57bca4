"""Absence: who is told at once while somebody is away; by table, on a standing clock."""

from datetime import timedelta

import pytest

from handrail.core import clock
from handrail.demo.cast import Cast
from handrail.followup.climbing import climb_ladders
from handrail.notify.absence import absences_of, away_at, back, covered_by, say_away
from handrail.notify.models import Absence, Alert
from handrail.people.models import CarerLink, Post
from handrail.records.reader import reader_for
from handrail.records.refusal import Refused
from tests.filing import file

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def away(cast: Cast, *names: str, starts: timedelta = -HOUR, ends: timedelta = DAY) -> None:
    for name in names:
        Absence.objects.create(
            person=cast.staff[name], starts=clock.now() + starts, ends=clock.now() + ends,
            said_by=cast.staff["office"], said_at=clock.now(),
        )  # fmt: skip


def told() -> list[str]:
    return sorted(Alert.objects.values_list("person__family", flat=True))


TABLE = {
    # who is away -> who is told of Sam's concern about Amina, at once
    "nobody": ((), ["Ahmed"]),
    "the lead": (("ahmed",), ["Ahmed", "Price"]),
    "the deputy": (("price",), ["Ahmed"]),
    "all leads": (("ahmed", "price"), ["Ahmed", "Okafor", "Price"]),
    "all leads and the head": (("ahmed", "price", "okafor"), ["Ahmed", "Okafor", "Price"]),
    "somebody else": (("khan",), ["Ahmed"]),
}


@pytest.mark.parametrize("case", TABLE)
def test_those_who_cover_are_told_at_once_and_the_lead_as_well(cast: Cast, case: str) -> None:
    who, expected = TABLE[case]
    away(cast, *who)
    file(cast, "concern", cast.sam, cast.amina)
    assert told() == expected


MINUTE = timedelta(minutes=1)
EDGES = {
    # from, until, and whether it counts now
    "from this minute": (timedelta(), HOUR, True),
    "from the next minute": (MINUTE, HOUR, False),
    "until the next minute": (-HOUR, MINUTE, True),
    "until this minute": (-HOUR, timedelta(), False),
    "over": (-DAY, -HOUR, False),
}


@pytest.mark.parametrize("case", EDGES)
def test_an_absence_counts_from_its_first_minute_to_before_its_last(cast: Cast, case: str) -> None:
    starts, ends, counts = EDGES[case]
    away(cast, "ahmed", starts=starts, ends=ends)
    file(cast, "concern", cast.sam, cast.amina)
    assert told() == (["Ahmed", "Price"] if counts else ["Ahmed"])


def test_the_next_is_told_when_the_deputy_wrote_it(cast: Cast) -> None:
    away(cast, "ahmed")
    file(cast, "concern", cast.price, cast.amina)
    assert told() == ["Ahmed", "Okafor"]


def test_the_next_is_told_when_it_is_about_the_deputys_own_child(cast: Cast) -> None:
    CarerLink.objects.create(pupil=cast.amina.pupil, carer=cast.price)
    away(cast, "ahmed")
    file(cast, "concern", cast.sam, cast.amina)
    assert told() == ["Ahmed", "Okafor"]


def test_a_second_deputy_who_is_here_is_enough(cast: Cast) -> None:
    Post.objects.create(person=cast.grant, school=cast.school, role="deputy_lead")
    away(cast, "ahmed", "price")
    file(cast, "concern", cast.sam, cast.amina)
    assert told() == ["Ahmed", "Grant", "Price"]


def test_what_is_not_urgent_waits_for_whoever_it_is_for(cast: Cast) -> None:
    away(cast, "office")
    file(cast, "first_aid", cast.sam, cast.leo)
    urgent = Alert.objects.filter(urgent=True).count()
    assert (urgent, set(told()) <= {"Doyle", "Khan"}) == (0, True)


def test_what_is_urgent_for_a_behaviour_manager_who_is_away_goes_to_the_leads(cast: Cast) -> None:
    away(cast, "khan", "ahmed")
    file(cast, "behaviour", cast.sam, cast.leo, pick={"level": ("level-3",)})
    urgent = Alert.objects.filter(urgent=True).values_list("person__family", flat=True)
    assert sorted(urgent) == ["Ahmed", "Khan", "Price"]


def test_a_rung_that_is_away_is_told_and_so_is_the_one_above(cast: Cast) -> None:
    file(cast, "concern", cast.sam, cast.amina)
    away(cast, "price")
    clock.advance(15 * MINUTE)
    climb_ladders()
    assert told() == ["Ahmed", "Okafor", "Price"]


def test_somebody_elses_school_covers_nothing_here(cast: Cast) -> None:
    away(cast, "ahmed")
    assert away_at(cast.school.pk, clock.now()) == {cast.ahmed.pk}
    assert away_at(cast.school.pk + 1, clock.now()) == frozenset()


def test_cover_is_shown_to_those_who_cover_only(cast: Cast) -> None:
    def covers(name: str) -> list[str]:
        rows = covered_by(reader_for(cast.staff[name]), cast.school.pk)
        return [row.person.family for row in rows]

    names = ("ahmed", "price", "okafor", "khan", "sam", "office")
    assert {name: covers(name) for name in names} == dict.fromkeys(names, [])
    away(cast, "ahmed")
    assert {name: covers(name) for name in names if covers(name)} == {"price": ["Ahmed"]}
    away(cast, "price")
    shown = {name: covers(name) for name in names if covers(name)}
    assert shown == {"price": ["Ahmed"], "okafor": ["Ahmed", "Price"]}


def test_coming_back_ends_it(cast: Cast) -> None:
    absence = say_away(cast.ahmed, clock.now() - HOUR, clock.now() + DAY, cast.okafor)
    later = say_away(cast.ahmed, clock.now() + 2 * DAY, clock.now() + 3 * DAY, cast.okafor)
    back(absence)
    back(later)
    assert (absences_of([cast.ahmed.pk]), Absence.objects.count()) == ({}, 1)
    file(cast, "concern", cast.sam, cast.amina)
    assert told() == ["Ahmed"]


@pytest.mark.parametrize(("starts", "ends"), [(HOUR, HOUR), (DAY, HOUR), (-DAY, -HOUR),
                                              (HOUR, 500 * DAY)])  # fmt: skip
def test_an_absence_that_makes_no_sense_is_refused_in_words(
    cast: Cast, starts: timedelta, ends: timedelta
) -> None:
    with pytest.raises(Refused) as refused:
        say_away(cast.ahmed, clock.now() + starts, clock.now() + ends, cast.ahmed)
    assert (refused.value.field, refused.value.sentence.endswith(".")) == ("ends", True)
