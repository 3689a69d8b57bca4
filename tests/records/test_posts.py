"""Posts change and people wear two hats: who may know then, by table, on a standing clock."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from handrail.core import clock
from handrail.core.clock import LONDON
from handrail.demo.cast import Cast
from handrail.followup.climbing import climb_ladders
from handrail.notify.models import Alert
from handrail.notify.telling import alerts_of
from handrail.people.models import (
    CarerLink,
    Enrolment,
    KeyAdult,
    Membership,
    Person,
    Post,
    Pupil,
)
from handrail.records.amending import add_reader, amend_record, override_for, void_record
from handrail.records.closing import close_as_not_needed
from handrail.records.filing import file_event
from handrail.records.kind import all_kinds
from handrail.records.models import Action, Record
from handrail.records.reader import reader_for
from handrail.records.reading import actions_of, is_own_action, may_read, open_record
from handrail.records.refusal import Refused
from handrail.school.models import Group, School
from handrail.school.words import give_starter_words
from tests.filing import draft, file
from tests.sight import where_seen

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


def ends(person: Person, on: date | None) -> None:
    person.posts.update(ends=on)


def starts(person: Person, on: date) -> None:
    person.posts.update(starts=on)


def leaves_group(cast: Cast, person: Person) -> None:
    Membership.objects.filter(person=person).update(ends=TODAY - DAY)


CHANGES: dict[str, tuple[Callable[[Cast], object], bool]] = {
    # what changed for Mr Patel, teacher of 4 Willow, and whether he still reads of Leo
    "nothing": (lambda cast: None, True),
    "post ended yesterday": (lambda cast: ends(cast.patel, TODAY - DAY), False),
    "post ends today": (lambda cast: ends(cast.patel, TODAY), True),
    "post starts tomorrow": (lambda cast: starts(cast.patel, TODAY + DAY), False),
    "post started today": (lambda cast: starts(cast.patel, TODAY), True),
    "left the class yesterday": (lambda cast: leaves_group(cast, cast.patel), False),
    "Leo moved class yesterday": (lambda cast: leaves_group(cast, cast.leo), False),
    "left the class, key adult since": (
        lambda cast: (leaves_group(cast, cast.patel),
                      KeyAdult.objects.create(pupil=cast.leo.pupil, adult=cast.patel)), True),
    "key adult until yesterday": (
        lambda cast: (leaves_group(cast, cast.patel),
                      KeyAdult.objects.create(pupil=cast.leo.pupil, adult=cast.patel,
                                              ends=TODAY - DAY)), False),
    "key adult of a pupil who left the roll": (
        lambda cast: (leaves_group(cast, cast.patel),
                      KeyAdult.objects.create(pupil=cast.leo.pupil, adult=cast.patel),
                      cast.leo.pupil.enrolments.update(ends=TODAY - DAY)), False),
    "became a volunteer": (lambda cast: cast.patel.posts.update(role="volunteer"), False),
    "works for the trust now": (lambda cast: cast.patel.posts.update(role="trust"), False),
    "became Leo's step-father": (
        lambda cast: CarerLink.objects.create(pupil=cast.leo.pupil, carer=cast.patel), False),
    "was Leo's step-father": (
        lambda cast: CarerLink.objects.create(pupil=cast.leo.pupil, carer=cast.patel,
                                              ends=TODAY - DAY), False),
    "is promoted to head": (lambda cast: cast.patel.posts.update(role="head"), True),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_reading_follows_the_post_and_the_relation(cast: Cast, change: str) -> None:
    record = file(cast, "behaviour", cast.sam, cast.leo)
    make_so, still_reads = CHANGES[change]
    make_so(cast)
    assert bool(where_seen(cast.patel, record)) is still_reads
    assert may_read(reader_for(cast.patel), record) is still_reads


def test_a_post_ends_with_the_day_on_the_schools_wall(cast: Cast) -> None:
    record = file(cast, "behaviour", cast.sam, cast.leo)
    ends(cast.khan, TODAY)
    seen = {}
    for hour, minute, day in ((0, 0, 23), (23, 59, 23), (0, 0, 24)):
        with clock.frozen(datetime(2026, 11, day, hour, minute, tzinfo=LONDON)):
            seen[day, hour] = may_read(reader_for(cast.khan), record)
    assert seen == {(23, 0): True, (23, 23): True, (24, 0): False}


# ------------------------------------------------------------------ those who left


@pytest.mark.parametrize("kind", ["behaviour", "concern"])
def test_an_author_who_left_reads_nothing_and_does_nothing(cast: Cast, kind: str) -> None:
    pick = {"seen": ("hit-out",), "level": ("level-3",)} if kind == "behaviour" else None
    record = file(cast, kind, cast.sam, cast.leo, pick=pick)
    sam = reader_for(cast.sam)
    add_reader(record, reader_for(cast.ahmed), cast.sam, "Wrote it and follows it up")
    ends(cast.sam, TODAY - DAY)
    assert where_seen(cast.sam, record) == set()
    sam = reader_for(cast.sam)
    for refused in (
        lambda: amend_record(record, sam, "One more thing."),
        lambda: void_record(record, sam, "I have left the school"),
        lambda: [close_as_not_needed(action, sam, "I have left the school")
                 for action in record.actions.all()],
    ):  # fmt: skip
        with pytest.raises(Refused, match="There is no such"):
            refused()
    open_record(reader_for(cast.ahmed), record.uuid)
    assert not Alert.objects.filter(person=cast.sam).exists()


def test_somebody_who_left_one_school_for_another_takes_nothing_along(cast: Cast) -> None:
    record = file(cast, "concern", cast.sam, cast.amina)
    open_record(reader_for(cast.ahmed), record.uuid)
    assert alerts_of(reader_for(cast.sam)).count() == 1
    ends(cast.sam, TODAY - DAY)
    Post.objects.create(person=cast.sam, school=second_school(cast), role=Post.Role.HEAD)
    assert where_seen(cast.sam, record) == set()
    assert alerts_of(reader_for(cast.sam)).count() == 0


def test_a_pupil_who_came_back_as_staff_does_not_read_of_their_own_childhood(cast: Cast) -> None:
    record = file(cast, "behaviour", cast.patel, cast.theo)
    Enrolment.objects.filter(pupil=cast.theo.pupil).update(ends=TODAY)
    Post.objects.create(person=cast.theo, school=cast.school, role=Post.Role.ASSISTANT)
    assert where_seen(cast.theo, record) == set()


# ------------------------------------------------------------------ nobody left to tell


def told(sort: str = "action") -> list[str]:
    rows = Alert.objects.filter(sort=sort).order_by("id")
    return list(rows.values_list("person__family", flat=True))


def test_a_concern_about_the_leads_own_child_goes_to_the_deputy_at_once(cast: Cast) -> None:
    record = file(cast, "concern", cast.reid, cast.bo)
    assert told() == ["Price"]
    assert where_seen(cast.ahmed, record) == set()
    open_record(reader_for(cast.price), record.uuid)
    assert Action.objects.get().state == "done"


def test_a_concern_that_the_lead_wrote_goes_to_the_deputy_at_once(cast: Cast) -> None:
    record = file(cast, "concern", cast.ahmed, cast.amina)
    assert told() == ["Price"]
    open_record(reader_for(cast.ahmed), record.uuid)
    assert Action.objects.get().is_open
    open_record(reader_for(cast.price), record.uuid)
    assert not Action.objects.get().is_open


def test_a_concern_climbs_past_a_rung_that_nobody_stands_on(cast: Cast) -> None:
    ends(cast.price, TODAY - DAY)
    file(cast, "concern", cast.sam, cast.amina)
    clock.advance(timedelta(minutes=14, seconds=59))
    assert (climb_ladders(), told("climbed")) == (0, [])
    clock.advance(timedelta(seconds=1))
    assert (climb_ladders(), told("climbed")) == (1, ["Okafor"])
    clock.advance(timedelta(hours=2))
    assert climb_ladders() == 0


def test_where_no_lead_and_no_deputy_is_in_post_the_head_is_told(cast: Cast) -> None:
    for person in (cast.ahmed, cast.price):
        ends(person, TODAY - DAY)
    file(cast, "concern", cast.sam, cast.amina)
    assert told() == ["Okafor"]


def test_a_school_without_a_behaviour_manager_tells_its_lead(cast: Cast) -> None:
    ends(cast.khan, TODAY - DAY)
    pick = {"seen": ("hit-out",), "level": ("level-3",)}
    file(cast, "behaviour", cast.sam, cast.leo, pick=pick)
    assert told() == ["Ahmed"]


def test_duties_of_a_record_that_its_author_restricted_fall_to_its_readers(cast: Cast) -> None:
    pick = {"seen": ("hit-out",), "level": ("level-3",)}
    record = file(cast, "behaviour", cast.sam, cast.leo, pick=pick, sensitivity=2)
    file(cast, "first_aid", cast.sam, cast.leo, sensitivity=2)
    assert told() == ["Ahmed", "Ahmed"]
    for person in (cast.khan, cast.office, cast.patel):
        assert where_seen(person, record) == set()
        assert not actions_of(reader_for(person)).exists()


def test_what_waits_for_a_post_shows_only_to_those_of_it_who_may_read_it(cast: Cast) -> None:
    """An action that waits for teachers is not every teacher's to see."""
    record = file(cast, "behaviour", cast.lee, cast.yusuf)
    Action.objects.create(
        record=record, school=cast.school, duty="x", what="Mend it with {pupil}", pupil=cast.yusuf,
        owner_role="teacher", due=clock.now(), evidence="record:note", basis="x",
    )  # fmt: skip
    seeing = [name for name, person in cast.staff.items() if actions_of(reader_for(person))]
    assert seeing == ["reid", "price"]


def test_the_leads_own_childs_concern_is_not_hers_to_set_aside(cast: Cast) -> None:
    file(cast, "concern", cast.reid, cast.bo)
    with pytest.raises(Refused, match="There is no such action"):
        close_as_not_needed(Action.objects.get(), reader_for(cast.ahmed), "It is nothing at all")
    owners = [name for name in ("ahmed", "price", "sam")
              if is_own_action(reader_for(cast.staff[name]), Action.objects.get())]  # fmt: skip
    assert owners == []
    Action.objects.update(owner_role="deputy_lead")
    assert is_own_action(reader_for(cast.price), Action.objects.get())


# ------------------------------------------------------------------ two schools


def second_school(cast: Cast) -> School:
    """Harbour View, of the same trust, with the same words."""
    other, made = School.objects.get_or_create(trust=cast.school.trust, name="Harbour View")
    if made:
        lists = [(kind.slug, words) for kind in all_kinds() for words in kind.words]
        give_starter_words(other, ((words.name(slug), words.starters) for slug, words in lists))
    return other


def test_a_post_in_each_of_two_schools_opens_each_by_itself(cast: Cast) -> None:
    """Head of one and assistant of the other: the head's sight does not reach across."""
    other = second_school(cast)
    Post.objects.create(person=cast.sam, school=other, role=Post.Role.HEAD)
    ours = file(cast, "concern", cast.patel, cast.leo)
    theirs = record_at(other, cast.bo, "concern")
    assert where_seen(cast.sam, ours) == set()
    assert {"the door", "opening"} <= where_seen(cast.sam, theirs)
    assert where_seen(cast.okafor, theirs) == set()


def test_working_with_a_pupil_at_one_school_opens_nothing_of_them_at_another(cast: Cast) -> None:
    other = second_school(cast)
    child = cast.jaden.pupil
    Enrolment.objects.create(pupil=child, school=other, status=Enrolment.Status.SUBSIDIARY)
    Post.objects.create(person=cast.sam, school=other, role=Post.Role.ASSISTANT)
    record = record_at(other, cast.jaden, "behaviour")
    assert where_seen(cast.sam, record) == set()
    group = Group.objects.create(school=other, name="Nurture")
    Membership.objects.create(group=group, person=cast.jaden)
    Membership.objects.create(group=group, person=cast.sam, role=Membership.Role.SUPPORT)
    assert {"the door", "the rule"} <= where_seen(cast.sam, record)


def test_looking_anyway_at_one_school_opens_nothing_at_another(cast: Cast) -> None:
    other = second_school(cast)
    Enrolment.objects.create(pupil=cast.yusuf.pupil, school=other)
    Post.objects.create(person=cast.sam, school=other, role=Post.Role.ASSISTANT)
    record = record_at(other, cast.yusuf, "behaviour")
    ours = file(cast, "behaviour", cast.reid, cast.yusuf)
    override_for(reader_for(cast.sam), cast.yusuf, cast.school, "Covering 2 Oak this afternoon")
    assert where_seen(cast.sam, record) == set()
    assert "the door" in where_seen(cast.sam, ours)


def test_looking_anyway_is_for_pupils_of_this_school(cast: Cast) -> None:
    child = Person.objects.create(given="Ada", family="Elsewhere")
    Pupil.objects.create(person=child)
    Enrolment.objects.create(pupil=child.pupil, school=second_school(cast))
    with pytest.raises(Refused, match="not on this school"):
        override_for(reader_for(cast.sam), child, cast.school, "I should like to know")
    assert not Alert.objects.exists()


def test_a_reader_is_added_only_from_those_who_work_here(cast: Cast) -> None:
    record = file(cast, "concern", cast.sam, cast.amina)
    outside = Person.objects.create(given="Una", family="Elsewhere")
    Post.objects.create(person=outside, school=second_school(cast), role=Post.Role.HEAD)
    with pytest.raises(Refused, match="somebody who works here"):
        add_reader(record, reader_for(cast.ahmed), outside, "Knows the family well")


def record_at(school: School, pupil: Person, kind: str) -> Record:
    """A record at a school, by a head of its own."""
    author = Person.objects.create(given="Hal", family="Head")
    Post.objects.create(person=author, school=school, role=Post.Role.HEAD)
    Enrolment.objects.get_or_create(pupil=pupil.pupil, school=school)
    there = Cast(trust=school.trust, school=school)  # type: ignore[arg-type]
    made = replace(draft(there, kind, author, pupil), school=school)
    return file_event([made], reader=reader_for(author))[0]
