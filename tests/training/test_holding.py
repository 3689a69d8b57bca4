"""Who was trained for which hold on which day, what is due, and what an answer sounds like."""

from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from handrail.core import clock
from handrail.core.refusal import Refused
from handrail.demo.cast import Cast
from handrail.people.models import Person, Post
from handrail.school.models import School
from handrail.training.due import gaps, refreshers_due
from handrail.training.holding import (
    certificates_on,
    may_lead_a_hold_today,
    standing_for,
    techniques_in_use,
)
from handrail.training.models import Certificate, Course, Technique
from handrail.training.recording import Passed, enter_certificates, last_day, withdraw
from handrail.training.starters import give_starter_training

TODAY = date(2026, 11, 23)


def technique(cast: Cast, slug: str) -> Technique:
    return Technique.objects.select_related("course").get(school=cast.school, slug=slug)


def course(cast: Cast, slug: str) -> Course:
    return Course.objects.get(school=cast.school, slug=slug)


@pytest.mark.parametrize(
    ("passed", "months", "last"),
    [
        (date(2025, 9, 1), 12, date(2026, 8, 31)),
        (date(2024, 2, 29), 12, date(2025, 2, 27)),
        (date(2024, 2, 29), 24, date(2026, 2, 27)),
        (date(2026, 8, 31), 6, date(2027, 2, 27)),
        (date(2026, 1, 1), 36, date(2028, 12, 31)),
        (date(2026, 3, 31), 1, date(2026, 4, 29)),
    ],
)
def test_the_last_day_is_the_day_before_the_months_are_over(
    passed: date, months: int, last: date
) -> None:
    assert last_day(passed, months) == last


@pytest.mark.parametrize(
    ("who", "slug", "state"),
    [
        ("sam", "standing-two", "valid"),
        ("khan", "standing-two", "valid"),  # Level Two counts for Level One
        ("sam", "kneeling-two", "none"),  # and Level One does not count for Level Two
        ("reid", "standing-two", "expired"),
        ("lee", "standing-two", "none"),
        ("lee", "seclusion", "not_needed"),
        ("patel", "escort-one", "valid"),
    ],
)
def test_each_adult_stands_to_a_technique_in_words(
    cast: Cast, who: str, slug: str, state: str
) -> None:
    answer = standing_for(technique(cast, slug), cast.staff[who], TODAY)
    assert answer.state == state
    assert answer.words.endswith(".")
    assert (answer.certificate is not None) == (state in {"valid", "expired"})


def test_an_answer_names_the_certificate_and_its_last_day(cast: Cast) -> None:
    held = technique(cast, "standing-two")
    assert (
        standing_for(held, cast.sam, TODAY).words
        == "Sam Birch: Team Teach Level One, valid until 17 March 2028."
    )
    reid = standing_for(held, cast.reid, TODAY).words
    assert reid == "Miss Reid: Team Teach Level One ran out on 13 September 2026."
    assert standing_for(held, cast.lee, TODAY).words == (
        "Jo Lee has no certificate for Team Teach Level One."
    )


def test_the_first_and_the_last_day_count_and_no_other(cast: Cast) -> None:
    held, sam = technique(cast, "standing-two"), Certificate.objects.get(
        person=cast.sam, course__slug="team-teach-1"
    )  # fmt: skip
    assert sam.expires_on
    one = timedelta(days=1)
    states = [
        standing_for(held, cast.sam, day).state
        for day in (sam.achieved_on - one, sam.achieved_on, sam.expires_on, sam.expires_on + one)
    ]
    assert states == ["none", "valid", "valid", "expired"]


def test_a_withdrawn_certificate_counts_on_no_day(cast: Cast) -> None:
    held = technique(cast, "standing-two")
    certificate = standing_for(held, cast.sam, TODAY).certificate
    assert certificate
    for why in ("", "  ", "wrong"):
        with pytest.raises(Refused):
            withdraw(certificate, why, cast.okafor)
    withdraw(certificate, "Entered for the wrong person", cast.okafor)
    assert standing_for(held, cast.sam, TODAY).state == "none"
    with pytest.raises(Refused):
        withdraw(certificate, "Entered for the wrong person", cast.okafor)
    assert Certificate.objects.get(pk=certificate.pk).revoked_by == cast.okafor


def test_a_certificate_of_another_school_opens_nothing_here(cast: Cast) -> None:
    elm = School.objects.create(name="Elm Park Primary")
    give_starter_training(elm)
    theirs = Course.objects.get(school=elm, slug="team-teach-1")
    enter_certificates([cast.lee], theirs, Passed(TODAY), cast.office)
    assert standing_for(technique(cast, "standing-two"), cast.lee, TODAY).state == "none"
    assert certificates_on([cast.lee.pk], cast.school, TODAY) == {cast.lee.pk: []}
    assert certificates_on([cast.lee.pk], elm, TODAY)[cast.lee.pk][0].course == theirs


def leads(cast: Cast, away: list[Person] | None = None) -> list[str]:
    found = may_lead_a_hold_today(cast.school, TODAY, [one.pk for one in away or []])
    return [leader.person.family for leader in found]


def test_who_may_lead_a_hold_today(cast: Cast) -> None:
    assert leads(cast) == ["Birch", "Khan", "Okafor", "Patel"]
    assert leads(cast, [cast.khan]) == ["Birch", "Okafor", "Patel"]
    enter_certificates([cast.tilly], course(cast, "team-teach-1"), Passed(TODAY), cast.office)
    Post.objects.filter(person=cast.patel).update(ends=TODAY - timedelta(days=1))
    assert leads(cast) == ["Birch", "Khan", "Okafor"]  # no volunteer, nobody who left


def test_a_higher_level_speaks_for_who_may_lead(cast: Cast) -> None:
    enter_certificates([cast.sam], course(cast, "team-teach-2"), Passed(TODAY), cast.office)
    sam = may_lead_a_hold_today(cast.school, TODAY)[0]
    assert sam.certificate.course.slug == "team-teach-2"


def test_refreshers_are_what_ended_and_what_ends_within_eight_weeks(cast: Cast) -> None:
    def due(within: int = 56) -> list[tuple[str, str, str]]:
        rows = refreshers_due(cast.school, TODAY, within)
        return [(one.person.family, one.course.slug, one.state) for one in rows]

    assert due() == [
        ("Reid", "team-teach-1", "expired"),
        ("Patel", "team-teach-1", "soon"),
        ("Doyle", "first-aid", "soon"),
        ("Price", "lead", "soon"),
    ]
    assert due(0) == [("Reid", "team-teach-1", "expired")]
    enter_certificates([cast.reid], course(cast, "team-teach-1"), Passed(TODAY), cast.office)
    assert ("Reid", "team-teach-1", "expired") not in due()
    enter_certificates([cast.patel], course(cast, "team-teach-2"), Passed(TODAY), cast.office)
    assert [row[0] for row in due()] == ["Doyle", "Price"]  # Level Two followed his Level One


def test_the_map_of_gaps_holds_everyone_with_a_post_by_every_course(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(3):
        board = gaps(cast.school, TODAY)
    assert len(board.rows) == len(cast.staff)
    slugs = [one.slug for one in board.courses]
    states = {
        row.person.family: dict(zip(slugs, (cell.state for cell in row.cells), strict=True))
        for row in board.rows
    }
    assert states["Khan"]["team-teach-1"] == "valid"
    assert states["Patel"]["team-teach-1"] == "soon"
    assert states["Reid"]["team-teach-1"] == "expired"
    assert set(states["Lee"].values()) == {"never"}
    assert min(board.rows, key=lambda row: row.first_due).person == cast.reid


def test_entering_freezes_the_last_day_and_doubles_nothing(cast: Cast) -> None:
    level_one = course(cast, "team-teach-1")
    made = enter_certificates([cast.lee, cast.reid], level_one, Passed(TODAY), cast.office)
    assert {one.expires_on for one in made} == {date(2028, 11, 22)}
    Course.objects.filter(pk=level_one.pk).update(valid_months=6)
    assert Certificate.objects.get(pk=made[0].pk).expires_on == date(2028, 11, 22)
    again = enter_certificates([cast.lee, cast.sam], level_one, Passed(TODAY), cast.office)
    assert [one.person for one in again] == [cast.sam]
    printed = Passed(TODAY - timedelta(days=1), expires_on=date(2027, 1, 1))
    assert enter_certificates([cast.lee], level_one, printed, cast.office)[0].expires_on == (
        date(2027, 1, 1)
    )


@pytest.mark.parametrize(
    ("passed", "field"),
    [
        (Passed(TODAY + timedelta(days=1)), "achieved_on"),
        (Passed(date(1926, 11, 23)), "achieved_on"),
        (Passed(TODAY, expires_on=TODAY - timedelta(days=1)), "expires_on"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(cast: Cast, passed: Passed, field: str) -> None:
    with pytest.raises(Refused) as refused:
        enter_certificates([cast.lee], course(cast, "first-aid"), passed, cast.office)
    assert refused.value.field == field


def test_nobody_and_a_retired_course_are_refused(cast: Cast) -> None:
    first_aid = course(cast, "first-aid")
    with pytest.raises(Refused):
        enter_certificates([], first_aid, Passed(TODAY), cast.office)
    first_aid.retired_on = clock.today()
    with pytest.raises(Refused):
        enter_certificates([cast.lee], first_aid, Passed(TODAY), cast.office)


def test_what_is_prohibited_stays_choosable_and_stands_last(cast: Cast) -> None:
    rows = techniques_in_use(cast.school)
    never = [one for one in rows if one.prohibited]
    assert rows[-len(never) :] == never
    assert {one.slug for one in never} == {
        "never-prone", "never-neck", "never-chest", "never-abdomen", "never-mouth", "never-pain",
    }  # fmt: skip
    assert all(one.prohibited_why for one in never)


def test_starters_come_once_and_what_the_school_changed_stays(cast: Cast) -> None:
    Course.objects.filter(slug="first-aid").update(name="First aid, three days")
    before = (Course.objects.count(), Technique.objects.count())
    give_starter_training(cast.school)
    assert (Course.objects.count(), Technique.objects.count()) == before
    assert Course.objects.filter(name="First aid, three days").exists()
    assert not Course.objects.exclude(source__contains="check with your provider").exists()
