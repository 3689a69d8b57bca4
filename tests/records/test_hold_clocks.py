"""The clocks of a hold: worked out by hand for the days on which clocks go wrong, and whom they
fall to: parents who must not be told, children in care, people who are not children any more."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from handrail.core import clock
from handrail.demo.cast import Cast
from handrail.measures.asking import Asked
from handrail.measures.clocks import told as parents_told
from handrail.measures.missing import completeness
from handrail.measures.ranges import Range
from handrail.notify.models import Absence, Alert
from handrail.people.models import CarerLink, Designation, Person, User
from handrail.records.closing import close_as_not_needed, close_on_ground
from handrail.records.completing import Answers, complete_record
from handrail.records.draft import Draft, Involved
from handrail.records.filing import file_event
from handrail.records.models import Action, Record
from handrail.records.reader import reader_for
from handrail.records.reading import findings_shown, shown_to
from handrail.records.refusal import Refused
from handrail.records.verifying import verify_school
from handrail.school.models import ClosedDay
from tests.counting import Count
from tests.filing import draft, filled_rows_of, kind_named

SAME, ONE, TWO, THREE, NOW = "same day", "1", "2", "3", "now"
# How long each duty has, by its slug; `NOW` counts from the moment itself.
HAS = {
    "written-whole": SAME, "accounts": SAME, "parent-told": SAME, "social-worker-told": SAME,
    "medical-check": NOW, "lead-reads": NOW, "parent-copy": ONE, "virtual-school-told": ONE,
    "manager-reviews": ONE, "riddor": ONE, "pupil-debrief": TWO, "staff-debrief": TWO,
    "head-signs": THREE,
}  # fmt: skip
# The moment on the school's wall; then the same school day, and 1, 2 and 3 school days after it.
# Worked out from the calendar on the wall: training day 27 November, holidays between the terms.
DAYS = {
    "an ordinary Tuesday": (
        "2026-11-24 10:12", "2026-11-24 15:30", "2026-11-25 15:30", "2026-11-26 15:30",
        "2026-11-30 15:30"),
    "before school opens": (
        "2026-12-01 07:45", "2026-12-01 15:30", "2026-12-02 15:30", "2026-12-03 15:30",
        "2026-12-04 15:30"),
    "the last afternoon of term": (
        "2026-12-18 15:20", "2026-12-18 15:30", "2027-01-04 15:30", "2027-01-05 15:30",
        "2027-01-06 15:30"),
    "after the last bell of term": (
        "2026-12-18 15:50", "2026-12-18 16:50", "2027-01-04 15:30", "2027-01-05 15:30",
        "2027-01-06 15:30"),
    "the evening before a training day": (
        "2026-11-26 20:30", "2026-11-26 21:00", "2026-11-30 15:30", "2026-12-01 15:30",
        "2026-12-02 15:30"),
    "late on a residential Saturday": (
        "2026-12-05 23:10", "2026-12-06 00:10", "2026-12-07 15:30", "2026-12-08 15:30",
        "2026-12-09 15:30"),
    "a residential Sunday afternoon": (
        "2026-12-06 14:00", "2026-12-06 15:00", "2026-12-07 15:30", "2026-12-08 15:30",
        "2026-12-09 15:30"),
    "the night the clocks go back": (
        "2026-10-25 00:30", "2026-10-25 01:30", "2026-11-02 15:30", "2026-11-03 15:30",
        "2026-11-04 15:30"),
    "the night the clocks go forward": (
        "2027-03-28 00:30", "2027-03-28 02:30", "2027-04-12 15:30", "2027-04-13 15:30",
        "2027-04-14 15:30"),
    "the Friday before a bank holiday": (
        "2027-04-30 14:00", "2027-04-30 15:30", "2027-05-04 15:30", "2027-05-05 15:30",
        "2027-05-06 15:30"),
    "the night before a trip": (
        "2026-11-23 21:40", "2026-11-23 22:40", "2026-11-24 15:30", "2026-11-25 15:30",
        "2026-11-26 15:30"),
    "the last minutes of the school year": (
        "2027-07-21 15:29", "2027-07-21 15:30", "2027-07-22 15:30", "2027-07-23 15:30",
        "2027-07-26 15:30"),
}  # fmt: skip


def wall(text: str) -> datetime:
    moment = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/London"))
    return moment.astimezone(UTC)


def hold(cast: Cast, pupil: Person | None = None, **more: Any) -> Record:
    """A hold by Sam with Mr Khan and Jo Lee in it, and whatever else is said of it."""
    pupil = pupil or cast.leo
    involved = (
        Involved(pupil, "held"),
        *(Involved(who, "adult", as_pupil=False) for who in (cast.sam, cast.khan, cast.lee)),
    )
    made = draft(cast, "hold", cast.sam, pupil, involved=involved, **more)
    return file_event([made], reader=reader_for(cast.sam))[0]


def grave_hold(cast: Cast) -> Record:
    """One that calls up everything: restraint, somebody in hospital, a child in care."""
    Designation.objects.get_or_create(pupil=cast.leo.pupil, sort=Designation.Sort.IN_CARE)
    injuries = kind_named("hold").rows_named("injuries")
    assert injuries is not None
    (row,) = filled_rows_of(injuries, cast.school, [cast.khan])
    row = {**row, "whose": "staff", "staff": cast.khan, "treated": "hospital"}
    return hold(cast, pick={"sort": ("restraint",)}, rows={"injuries": (row,)})


def test_every_clock_of_a_hold_falls_due_as_worked_out_by_hand(cast: Cast, count: Count) -> None:
    ClosedDay.objects.create(school=cast.school, date=date(2027, 5, 3), why="Bank holiday")
    wrong, tried = [], 0
    for name, (moment, same, *days) in DAYS.items():
        expected = {NOW: moment, SAME: same, **dict(zip((ONE, TWO, THREE), days, strict=True))}
        with clock.frozen(wall(moment)):
            record = grave_hold(cast)
            due = {row.duty: row.due for row in record.actions.all()}
        assert set(HAS) <= set(due), name
        tried += len(HAS)
        wrong += [
            (name, duty, clock.local(due[duty]))
            for duty, has in HAS.items()
            if due[duty] != wall(expected[has])
        ]
    count("C11", "clocks of a hold over changed clocks, holidays and trips", tried, len(wrong))
    assert wrong == []


def told(record: Record) -> list[tuple[str, str]]:
    """Each parent's row: who, and whose it is to do."""
    rows = record.actions.filter(duty="parent-told").select_related("carer")
    return sorted((row.carer.name if row.carer else "", row.owner_role) for row in rows)


def both_parents(cast: Cast) -> None: ...


def father_must_not_be_told(cast: Cast) -> None:
    link = CarerLink.objects.get(carer=cast.carers["dan"])
    link.restriction = CarerLink.Restriction.NO_CONTACT
    link.save()


def father_may_only_collect(cast: Cast) -> None:
    link = CarerLink.objects.get(carer=cast.carers["dan"])
    link.restriction = CarerLink.Restriction.COLLECT_ONLY
    link.save()


def father_has_no_responsibility(cast: Cast) -> None:
    CarerLink.objects.filter(carer=cast.carers["dan"]).update(responsibility="no", lives_with=False)


def father_lives_there_without_responsibility(cast: Cast) -> None:
    CarerLink.objects.filter(carer=cast.carers["dan"]).update(responsibility="no", lives_with=True)


def nobody_knows_who_is_responsible(cast: Cast) -> None:
    CarerLink.objects.filter(pupil=cast.leo.pupil).update(
        responsibility="not_known", lives_with=None
    )


def mother_left_last_year(cast: Cast) -> None:
    CarerLink.objects.filter(carer=cast.carers["kim"]).update(ends=date(2026, 7, 1))


def no_carer_on_the_roll(cast: Cast) -> None:
    CarerLink.objects.filter(pupil=cast.leo.pupil).delete()


def is_twenty_today(cast: Cast) -> None:
    Person.objects.filter(pk=cast.leo.pk).update(born=date(2006, 11, 23))


def is_twenty_tomorrow(cast: Cast) -> None:
    Person.objects.filter(pk=cast.leo.pk).update(born=date(2006, 11, 24))


PARENTS: dict[Callable[[Cast], None], list[tuple[str, str]]] = {
    both_parents: [("Dan Turner", ""), ("Kim Lowe", "")],
    father_must_not_be_told: [("Dan Turner", "head"), ("Kim Lowe", "")],
    father_may_only_collect: [("Dan Turner", "head"), ("Kim Lowe", "")],
    father_has_no_responsibility: [("Kim Lowe", "")],
    father_lives_there_without_responsibility: [("Dan Turner", ""), ("Kim Lowe", "")],
    nobody_knows_who_is_responsible: [("Dan Turner", ""), ("Kim Lowe", "")],
    mother_left_last_year: [("Dan Turner", "")],
    no_carer_on_the_roll: [("", "")],
    is_twenty_today: [],
    is_twenty_tomorrow: [("Dan Turner", ""), ("Kim Lowe", "")],
}


@pytest.mark.parametrize("world", PARENTS, ids=lambda world: world.__name__)
def test_each_parent_has_a_row_of_their_own(cast: Cast, world: Callable[[Cast], None]) -> None:
    world(cast)
    cast.leo.refresh_from_db()
    assert told(hold(cast)) == PARENTS[world]


@pytest.mark.parametrize(
    ("sort", "duties"),
    [
        (None, set()),
        ("in_care", {"social-worker-told", "virtual-school-told"}),
        ("protection_plan", {"social-worker-told"}),
        ("in_need", {"social-worker-told"}),
        ("was_in_care", set()),
    ],
)
def test_who_else_is_told_of_a_child_in_care(
    cast: Cast, sort: str | None, duties: set[str]
) -> None:
    if sort:
        Designation.objects.create(pupil=cast.leo.pupil, sort=sort)
        Designation.objects.create(pupil=cast.leo.pupil, sort="in_care", ends=date(2025, 1, 1))
    made = set(hold(cast).actions.values_list("duty", flat=True))
    assert made & {"social-worker-told", "virtual-school-told"} == duties


def autumn(cast: Cast) -> Asked:
    term = Range(date(2026, 9, 1), date(2026, 12, 1))
    return Asked(kind_named("hold"), cast.school, term, reader_for(cast.okafor))


def parent_actions(record: Record) -> list[Action]:
    return list(record.actions.filter(duty="parent-told").order_by("pk"))


WHY = "Mr Turner has threatened to harm him after calls"


def test_only_a_named_leader_decides_that_a_parent_is_not_told(cast: Cast) -> None:
    action = parent_actions(hold(cast))[0]
    with pytest.raises(Refused) as refused:
        close_on_ground(action, reader_for(cast.sam), "harm", WHY)
    assert refused.value.sentence.startswith("Only the headteacher")
    with pytest.raises(Refused):
        close_on_ground(action, reader_for(cast.okafor), "harm", "no")
    assert close_on_ground(action, reader_for(cast.okafor), "harm", WHY) == []
    action.refresh_from_db()
    assert (action.state, action.ground, action.because) == ("not_needed", "harm", WHY)


def test_the_local_authority_is_told_once_no_parent_may_be(cast: Cast) -> None:
    record = hold(cast)
    first, second = parent_actions(record)
    assert close_on_ground(first, reader_for(cast.ahmed), "harm", WHY) == []
    with clock.frozen(wall("2026-11-24 11:00")):
        (begun,) = close_on_ground(second, reader_for(cast.okafor), "harm", WHY)
    assert (begun.duty, begun.owner_role, begun.pupil) == ("authority-told", "head", cast.leo)
    assert clock.local(begun.due) == clock.local(wall("2026-11-24 15:30"))
    assert Alert.objects.filter(action=begun, person=cast.okafor).exists()
    (row,) = completeness(autumn(cast)).rows
    assert row.not_told == [f"{begun.sentence} (Headteacher)"]


def test_a_parent_who_was_told_keeps_the_authority_out_of_it(cast: Cast) -> None:
    first, second = parent_actions(hold(cast))
    ring(cast, first)
    assert close_on_ground(second, reader_for(cast.okafor), "harm", WHY) == []
    assert not Action.objects.filter(duty="authority-told").exists()


def ring(cast: Cast, action: Action, **detail: str) -> None:
    """A call that names the parent whom the action is about."""
    assert action.carer is not None
    involved = (Involved(cast.leo, "about"), Involved(action.carer, "with", as_pupil=False))
    made = draft(cast, "contact", cast.sam, cast.leo, involved=involved, closes=(action,),
                 detail=detail)  # fmt: skip
    file_event([made], reader=reader_for(cast.sam))


@pytest.mark.parametrize("duty", ["parent-told", "parent-copy"])
def test_what_the_law_excuses_on_a_ground_is_not_closed_for_a_reason_alone(
    cast: Cast, duty: str
) -> None:
    record = hold(cast, pick={"sort": ("restraint",)})
    action = record.actions.filter(duty=duty).earliest("pk")
    for name in ("khan", "okafor"):  # nor by whoever may decide on the ground
        with pytest.raises(Refused) as refused:
            close_as_not_needed(action, reader_for(cast.staff[name]), "Told at the gate")
        assert "Log the contact, or let the headteacher or" in refused.value.sentence
    action.refresh_from_db()
    assert action.is_open


def test_a_reason_alone_from_before_told_no_parent(cast: Cast) -> None:
    first, second = parent_actions(hold(cast))
    Action.objects.filter(pk=first.pk).update(state="not_needed", because="Told at the gate")
    measure = next(one for one in kind_named("hold").measures if one.slug == "told")
    assert [begun.duty for begun in close_on_ground(second, reader_for(cast.okafor), "harm", WHY)]
    figures = parents_told(autumn(cast), measure)
    assert (figures.each, figures.due, figures.not_told, figures.set_aside) == (2, 1, 1, 1)
    assert (figures.share, figures.whole_days) == (0, 0)


@pytest.mark.parametrize("duty", ["authority-told", "social-worker-told", "virtual-school-told"])
def test_only_a_professional_answers_for_whom_the_school_tells_outside(
    cast: Cast, duty: str
) -> None:
    Designation.objects.create(pupil=cast.leo.pupil, sort="in_care")
    record = hold(cast)
    for parent in parent_actions(record):
        close_on_ground(parent, reader_for(cast.okafor), "harm", WHY)
    action = record.actions.get(duty=duty)
    by = cast.okafor if duty == "authority-told" else cast.ahmed
    for whose, state, said in (
        ("home", "open", "Call with home"),
        ("professional", "done", "Call with a professional"),
    ):
        made = draft(cast, "contact", by, cast.leo, detail={"whose": whose}, closes=(action,))
        (call,) = file_event([made], reader=reader_for(by))
        action.refresh_from_db()
        assert (action.state, call.headline) == (state, said)


def test_the_page_for_telling_a_social_worker_begins_as_a_restricted_call_with_a_professional(
    cast: Cast, client: Client
) -> None:
    Designation.objects.create(pupil=cast.leo.pupil, sort="in_care")
    action = hold(cast).actions.get(duty="social-worker-told")
    client.force_login(User.objects.get(username="ahmed"))
    page = client.get(f"/log/?kind=contact&for={action.uuid}").content.decode()
    for name, value in (("contact-whose", "professional"), ("restrict", "yes")):
        assert re.search(rf'name="{name}" value="{value}"[^>]*checked', page), name


def hurt(whose: str, staff: Person | None = None) -> dict[str, Any]:
    return {"whose": whose, "staff": staff, "what": "A bruise", "treated": "first_aid"}


def test_everybody_who_was_hurt_has_a_clock_that_their_first_aid_stops(cast: Cast) -> None:
    """The pupil's is the medical check; each adult's and each other's is a record of its own."""
    rows = (hurt("pupil"), hurt("staff", cast.khan), hurt("staff", cast.khan), hurt("other_pupil"))
    record = hold(cast, rows={"injuries": rows})

    def waiting() -> set[str]:
        aid = record.actions.filter(duty="first-aid-of-others", state="open")
        return {action.sentence for action in aid}

    khan = "Record the first aid for Mr Khan"
    other = "Record the first aid for another pupil (injury 4)"
    assert waiting() == {khan, other}
    clock.advance(timedelta(minutes=1))
    more = Answers(rows={"injuries": (hurt("other"), hurt("staff", cast.khan))})
    complete_record(record, reader_for(cast.sam), more)
    somebody = "Record the first aid for somebody else (injury 5)"
    again = "Record the first aid for Mr Khan (injury 6)"  # found later: asked for again
    assert waiting() == {khan, other, somebody, again}
    action = record.actions.get(pupil=cast.khan, what="Record the first aid for {pupil}")
    with pytest.raises(Refused):
        file_event([aid(cast, cast.jaden, action)], reader=reader_for(cast.sam))
    (kept,) = file_event([aid(cast, cast.khan, action)], reader=reader_for(cast.sam))
    assert (kept.links.get().target, waiting()) == (record, {other, somebody, again})
    complete_record(record, reader_for(cast.sam), Answers(detail={"damage": "A chair"}))
    assert waiting() == {other, somebody, again}  # nothing new was hurt
    clock.advance(timedelta(minutes=1))
    more = Answers(rows={"injuries": (hurt("staff", cast.khan), hurt("staff", cast.khan))})
    complete_record(record, reader_for(cast.sam), more)
    third = "Record the first aid for Mr Khan (injury 7)"
    assert waiting() == {other, somebody, again, third}
    assert not kept.actions.exists()  # nobody rings home about a member of staff
    last = record.actions.get(duty="first-aid-of-others", what=other)
    file_event([aid(cast, cast.jaden, last)], reader=reader_for(cast.sam))
    assert waiting() == {somebody, again, third}


def test_the_pupil_is_checked_again_for_an_injury_that_is_added_later(cast: Cast) -> None:
    """Once for what was known first, however it is told; a report of the ground alone, with nobody
    hurt, knew of none."""

    def add(record: Record, *rows: dict[str, Any]) -> None:
        clock.advance(timedelta(minutes=1))
        complete_record(record, reader_for(cast.sam), Answers(rows={"injuries": rows}))

    def checks(record: Record) -> list[tuple[str, str]]:
        found = record.actions.filter(duty="medical-check").order_by("pk")
        return [(action.sentence, action.state) for action in found]

    first = "Check Leo T and record the first aid"
    record = hold(cast, pick={"sort": ("force",)}, detail={"anybody_hurt": "yes"})
    add(record, hurt("pupil"), hurt("pupil"))  # whom the first tap spoke of
    assert checks(record) == [(first, "open")]
    file_event([aid(cast, cast.leo, record.actions.get(duty="medical-check"))],
               reader=reader_for(cast.sam))  # fmt: skip
    add(record, hurt("pupil"), hurt("pupil"), hurt("staff", cast.khan))
    again = "Check Leo T (injury 3) and record the first aid"
    assert checks(record) == [(first, "done"), (again, "open")]
    assert record.actions.get(duty="medical-check", state="open").due == clock.now()
    complete_record(record, reader_for(cast.sam), Answers(detail={"damage": "A chair"}))
    assert len(checks(record)) == 2  # nothing new was hurt

    record = hold(cast, pick={"sort": ("force",)}, rows={"injuries": (hurt("staff", cast.khan),)})
    add(record, hurt("pupil"))
    assert [said for said, _ in checks(record)] == [first, again.replace("3", "2")]
    ground = hold(cast, pick={"how": ("on-the-ground",)}, detail={"anybody_hurt": "no"})
    standing = hold(cast, pick={"how": ("held-standing",)}, detail={"anybody_hurt": "no"})
    for record in (ground, standing):
        add(record, hurt("pupil"))
    assert [len(checks(record)) for record in (ground, standing)] == [2, 1]
    assert verify_school(cast.school).breaks == ()


def aid(cast: Cast, person: Person, action: Action) -> Draft:
    involved = (Involved(person, "hurt", as_pupil=person in cast.pupils.values()),)
    return draft(cast, "first_aid", cast.sam, person, involved=involved, closes=(action,))


def test_a_professional_is_no_parent_told(cast: Cast) -> None:
    action = parent_actions(hold(cast))[0]
    ring(cast, action, whose="professional")
    action.refresh_from_db()
    assert action.is_open


def test_each_other_adult_is_asked_and_told_so_and_the_author_is_not(cast: Cast) -> None:
    record = hold(cast)
    asked = record.actions.filter(duty="accounts").values_list("owner_person", flat=True)
    assert set(asked) == {cast.khan.pk, cast.lee.pk}
    told_them = Alert.objects.filter(action__duty="accounts").values_list("person", flat=True)
    assert set(told_them) == {cast.khan.pk, cast.lee.pk}


def test_an_account_that_comes_with_the_record_is_not_asked_for_again(cast: Cast) -> None:
    involved = (
        Involved(cast.leo, "held"),
        Involved(cast.khan, "adult", account="I took his left arm.", as_pupil=False),
        Involved(cast.lee, "adult", as_pupil=False),
    )
    made = draft(cast, "hold", cast.sam, cast.leo, involved=involved)
    record = file_event([made], reader=reader_for(cast.sam))[0]
    asked = {row.owner_person: row for row in record.actions.filter(duty="accounts")}
    assert {who: row.state for who, row in asked.items()} == {cast.khan: "done", cast.lee: "open"}
    given = asked[cast.khan]
    assert (given.closed_by, given.closed_at) == (cast.sam, record.filed_at)
    assert not Alert.objects.filter(action=given).exists()
    assert verify_school(cast.school).breaks == ()


def test_an_adult_who_saw_it_is_asked_and_a_child_who_saw_it_is_not(cast: Cast) -> None:
    seen_by = (
        Involved(cast.leo, "held"),
        Involved(cast.patel, "witness", as_pupil=False),
        Involved(cast.jaden, "witness"),
    )
    made = draft(cast, "hold", cast.sam, cast.leo, involved=seen_by)
    record = file_event([made], reader=reader_for(cast.sam))[0]
    asked = record.actions.filter(duty="witness-accounts")
    assert list(asked.values_list("owner_person", flat=True)) == [cast.patel.pk]


def test_while_the_lead_is_away_the_deputy_is_told_of_a_grave_one(cast: Cast) -> None:
    now = clock.now()
    Absence.objects.create(
        person=cast.ahmed,
        starts=now,
        ends=now + timedelta(days=2),
        said_by=cast.okafor,
        said_at=now,
    )
    record = grave_hold(cast)
    people = Alert.objects.filter(record=record, action__duty="lead-reads")
    assert {cast.ahmed.pk, cast.price.pk} <= set(people.values_list("person", flat=True))


def test_light_force_alone_asks_for_no_copy_and_no_check(cast: Cast) -> None:
    made = set(hold(cast, pick={"sort": ("force",)}).actions.values_list("duty", flat=True))
    assert made & {"parent-copy", "medical-check", "lead-reads", "riddor"} == set()


@pytest.mark.parametrize("sort", ["restraint", "non-force-restraint", "seclusion"])
def test_restraint_and_seclusion_ask_for_a_copy_to_each_parent(cast: Cast, sort: str) -> None:
    record = hold(cast, pick={"sort": (sort,)})
    assert record.actions.filter(duty="parent-copy").count() == 2


def test_taking_away_what_a_pupil_moves_with_is_restraint_whatever_it_was_called(
    cast: Cast,
) -> None:
    record = hold(cast, pick={"sort": ("force",), "how": ("aid-removed",)})
    assert record.actions.filter(duty="parent-copy").count() == 2


def test_a_call_stops_the_call_and_only_a_copy_stops_the_copy(cast: Cast) -> None:
    record = hold(cast, pick={"sort": ("restraint",)})
    carer = cast.carers["dan"]
    rows = record.actions.filter(carer=carer, evidence="record:contact")
    copy = rows.get(duty="parent-copy")
    for given, state in (("", "open"), ("handed", "done")):
        involved = (Involved(cast.leo, "about"), Involved(carer, "with", as_pupil=False))
        waiting = tuple(row for row in rows.filter(state="open"))
        made = draft(
            cast, "contact", cast.khan, cast.leo, involved=involved, detail={"copy": given},
            closes=waiting,
        )  # fmt: skip
        file_event([made], reader=reader_for(cast.khan))
        copy.refresh_from_db()
        assert copy.state == state
    assert rows.get(duty="parent-told").state == "done"


def test_that_a_child_is_in_care_shows_to_no_adult_who_only_held_them(cast: Cast) -> None:
    record = grave_hold(cast)
    shown = {
        name: set(
            shown_to(reader_for(cast.staff[name]), record.actions.all())
            .filter(private=True)
            .values_list("duty", flat=True)
        )
        for name in ("sam", "lee", "ahmed", "okafor", "khan")
    }
    told = {"social-worker-told", "virtual-school-told"}
    assert shown == {"sam": set(), "lee": set(), "ahmed": told, "okafor": told, "khan": set()}


def test_findings_about_colleagues_and_care_are_for_the_leads(cast: Cast) -> None:
    record = grave_hold(cast)
    seen = {
        name: set(
            findings_shown(reader_for(cast.staff[name]), record)
            .filter(slug__in=("care", "certificate"))
            .values_list("slug", "person__given")
        )
        for name in ("sam", "okafor")
    }
    assert seen["sam"] == {("certificate", "Sam")}
    assert {("care", "Leo"), ("certificate", "Jo")} <= seen["okafor"]
