"""The spine: filing, reading, clocks, closing, amending, voiding, and the chain."""

from datetime import timedelta

import pytest
from django.db import connection

from handrail.core import clock
from handrail.demo.cast import Cast
from handrail.followup.climbing import climb_ladders
from handrail.notify.models import Alert
from handrail.people.models import Person
from handrail.records.amending import amend_record, override_for, void_record
from handrail.records.closing import close_as_not_needed
from handrail.records.filing import file_event
from handrail.records.models import Action, Record
from handrail.records.models.record import UnguardedRead
from handrail.records.reader import reader_for
from handrail.records.reading import may_read, open_record
from handrail.records.refusal import Refused
from handrail.records.verifying import verify_school
from tests.filing import draft, file


def readable(person: Person) -> set[str]:
    return set(Record.objects.readable_by(reader_for(person)).values_list("kind", flat=True))


def test_the_default_manager_gives_nothing_away(cast: Cast) -> None:
    with pytest.raises(UnguardedRead):
        Record.objects.count()


def test_only_leads_head_and_author_know_of_a_concern(cast: Cast) -> None:
    file(cast, "concern", cast.sam, cast.amina)
    knows = {name for name, person in cast.staff.items() if readable(person)}
    assert knows == {"sam", "ahmed", "price", "okafor"}


def test_assistant_reads_behaviour_of_own_class_and_not_of_another(cast: Cast) -> None:
    file(cast, "behaviour", cast.reid, cast.yusuf)
    file(cast, "behaviour", cast.patel, cast.leo)
    sam = reader_for(cast.sam)
    authors = list(Record.objects.readable_by(sam).values_list("author__family", flat=True))
    assert authors == ["Patel"]


def test_volunteer_reads_only_what_they_wrote(cast: Cast) -> None:
    file(cast, "behaviour", cast.reid, cast.yusuf)
    file(cast, "recognition", cast.tilly, cast.yusuf)
    assert readable(cast.tilly) == {"recognition"}


def test_colleague_who_cares_for_the_child_reads_nothing_of_them(cast: Cast) -> None:
    file(cast, "concern", cast.reid, cast.bo)
    assert readable(cast.ahmed) == set()
    assert not Alert.objects.filter(person=cast.ahmed).exists()


def test_post_that_ended_yesterday_reads_nothing_today(cast: Cast) -> None:
    file(cast, "behaviour", cast.patel, cast.leo)
    post = cast.khan.posts.get()
    post.ends = clock.today() - timedelta(days=1)
    post.save()
    assert readable(cast.khan) == set()


def test_same_number_twice_makes_one_record(cast: Cast) -> None:
    one = draft(cast, "behaviour", cast.sam, cast.leo)
    reader = reader_for(cast.sam)
    assert file_event([one], reader=reader) == file_event([one], reader=reader)
    assert Record.everything.count() == 1


def test_top_level_behaviour_tells_manager_now_and_carer_the_same_day(cast: Cast) -> None:
    pick = {"seen": ("hit-out",), "level": ("level-3",)}
    file(cast, "behaviour", cast.sam, cast.leo, pick=pick)
    due = {
        action.duty: (action.owner_role, clock.local(action.due).strftime("%H:%M"))
        for action in Action.objects.all()
    }
    assert due == {
        "behaviour-manager-reads": ("behaviour_manager", "10:12"),
        "carer-told": ("", "15:30"),
    }
    assert list(Alert.objects.values_list("person__family", "text")) == [
        ("Khan", "A behaviour record needs you")
    ]


def test_call_home_stops_the_clock_and_a_missed_call_does_not(cast: Cast) -> None:
    pick = {"seen": ("hit-out",), "level": ("level-3",)}
    file(cast, "behaviour", cast.sam, cast.leo, pick=pick)
    action = Action.objects.get(duty="carer-told")
    file(cast, "contact", cast.sam, cast.leo, detail={"reached": False}, closes=(action,))
    action.refresh_from_db()
    assert action.state == "open"
    file(cast, "contact", cast.sam, cast.leo, closes=(action,))
    action.refresh_from_db()
    assert (action.state, action.closed_by) == ("done", cast.sam)
    assert verify_school(cast.school).breaks == ()


def test_action_is_set_aside_only_for_a_reason(cast: Cast) -> None:
    file(cast, "behaviour", cast.sam, cast.leo, pick={"level": ("level-3",)})
    action = Action.objects.get(duty="carer-told")
    with pytest.raises(Refused):
        close_as_not_needed(action, reader_for(cast.sam), "no")
    close_as_not_needed(action, reader_for(cast.sam), "Dad was standing beside us")
    assert action.state == "not_needed"
    assert verify_school(cast.school).breaks == ()


def test_unread_concern_climbs_to_deputy_then_head_and_stops_when_read(cast: Cast) -> None:
    file(cast, "concern", cast.sam, cast.amina)
    told = Alert.objects.filter(sort="climbed").values_list("person__family", flat=True)
    clock.advance(timedelta(minutes=14, seconds=59))
    assert (climb_ladders(), list(told.all())) == (0, [])
    clock.advance(timedelta(seconds=1))
    assert (climb_ladders(), list(told.all())) == (1, ["Price"])
    assert climb_ladders() == 0
    record = Record.everything.get()
    assert open_record(reader_for(cast.price), record.uuid) == record
    clock.advance(timedelta(hours=2))
    assert climb_ladders() == 0
    assert Action.objects.get().state == "done"
    assert Alert.objects.get(person=cast.sam).text == (
        "Your concern was read by Mr Price (deputy designated lead)"
    )


def test_amendment_stands_beside_and_void_stays_readable(cast: Cast) -> None:
    record = file(cast, "behaviour", cast.sam, cast.leo)
    amend_record(record, reader_for(cast.patel), "He said sorry at lunch.")
    with pytest.raises(Refused):
        void_record(record, reader_for(cast.patel), "Wrong child was chosen")
    void_record(record, reader_for(cast.sam), "Wrong child was chosen")
    again = open_record(reader_for(cast.patel), record.uuid)
    assert again is not None
    assert (again.words, again.state) == ("What happened, in plain words.", "voided")
    assert verify_school(cast.school).breaks == ()


def test_override_opens_ordinary_records_for_an_hour_and_tells_the_lead(cast: Cast) -> None:
    file(cast, "behaviour", cast.reid, cast.yusuf)
    file(cast, "concern", cast.reid, cast.yusuf)
    override_for(reader_for(cast.sam), cast.yusuf, cast.school, "Covering 2 Oak this afternoon")
    assert readable(cast.sam) == {"behaviour"}
    assert Alert.objects.filter(sort="override", person=cast.ahmed).count() == 1
    clock.advance(timedelta(hours=1))
    assert readable(cast.sam) == set()


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE records_record SET words = 'Something else'",
        "UPDATE kind_behaviour_behaviour SET minutes = 7",
        "UPDATE records_involvement SET role = 'affected'",
        "UPDATE records_revision SET body = replace(body, 'plain', 'plane') WHERE seq = 1",
        "DELETE FROM records_revision WHERE seq = 2",
        "DELETE FROM records_chosenword WHERE id = (SELECT min(id) FROM records_chosenword)",
    ],
)
def test_harm_done_in_the_database_is_found(cast: Cast, harm: str) -> None:
    file(cast, "behaviour", cast.sam, cast.leo)
    file(cast, "behaviour", cast.sam, cast.jaden)
    assert verify_school(cast.school).breaks == ()
    with connection.cursor() as cursor:
        cursor.execute(harm)
    assert verify_school(cast.school).breaks


def test_rule_for_one_record_agrees_with_its_queryset_twin(cast: Cast) -> None:
    for kind in ("recognition", "behaviour", "first_aid", "contact", "note", "concern"):
        file(cast, kind, cast.sam, cast.leo)
        file(cast, kind, cast.reid, cast.bo)
    file(cast, "behaviour", cast.sam, cast.leo, sensitivity=2)
    records = list(Record.everything.all())
    for person in cast.staff.values():
        reader = reader_for(person)
        by_query = set(Record.objects.readable_by(reader).values_list("pk", flat=True))
        assert by_query == {record.pk for record in records if may_read(reader, record)}
