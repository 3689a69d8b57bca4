"""The ladder, to the minute and to the message that leaves: at every odd hour of the year."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from handrail.core import clock
from handrail.core.clock import LONDON
from handrail.demo.cast import Cast
from handrail.followup.climbing import climb_ladders
from handrail.notify.models import Alert
from handrail.notify.sending import send_due
from handrail.people.models import User
from handrail.records.models import Action, Record
from handrail.records.reader import reader_for
from handrail.records.reading import actions_of, open_record
from tests.filing import file
from tests.notify.catchers import MailCatcher

SECOND = timedelta(seconds=1)
FILED = {
    # when a concern is filed, on the clocks of the school
    "in the school day": datetime(2026, 11, 23, 10, 12, tzinfo=LONDON),
    "just before midnight": datetime(2026, 11, 23, 23, 50, tzinfo=LONDON),
    "Sunday night": datetime(2026, 11, 22, 23, 59, 30, tzinfo=LONDON),
    "closed day": datetime(2026, 11, 27, 9, 0, tzinfo=LONDON),
    "last day of term, after closing": datetime(2026, 12, 18, 15, 29, 59, tzinfo=LONDON),
    "New Year's Eve": datetime(2026, 12, 31, 23, 55, tzinfo=LONDON),
    "before March's clocks go forward": datetime(2027, 3, 28, 0, 50, tzinfo=LONDON),
    "before October's clocks go back": datetime(2026, 10, 25, 1, 50, fold=0, tzinfo=LONDON),
    "in the hour that October repeats": datetime(2026, 10, 25, 1, 50, fold=1, tzinfo=LONDON),
    "leap day": datetime(2028, 2, 29, 23, 50, tzinfo=LONDON),
}


@pytest.mark.parametrize("case", FILED)
def test_an_unread_concern_leaves_for_each_rung_at_its_minute(
    cast: Cast, mail: MailCatcher, case: str
) -> None:
    filed = FILED[case].astimezone(UTC)
    with clock.frozen(filed):
        file(cast, "concern", cast.sam, cast.amina)
        left = [(_round(mail), 0)]
        for minute in (15, 60):
            clock.move_to(filed + timedelta(minutes=minute) - SECOND)
            assert _round(mail) == []
            clock.move_to(filed + timedelta(minutes=minute))
            left += [(_round(mail), minute)]
        clock.advance(timedelta(hours=5))
        assert _round(mail) == []
    assert left == [(["ahmed"], 0), (["price"], 15), (["okafor"], 60)]


def _round(mail: MailCatcher) -> list[str]:
    """What one round does; who was written to by it."""
    mail.caught.clear()
    climb_ladders()
    send_due("mail")
    return [message["to"].split("@")[0] for message in mail.caught]


def test_reading_stops_the_ladder_and_what_had_not_left_yet(cast: Cast, mail: MailCatcher) -> None:
    file(cast, "concern", cast.sam, cast.amina)
    clock.advance(timedelta(minutes=5))
    open_record(reader_for(cast.ahmed), Record.everything.get().uuid)
    assert Alert.objects.get(person=cast.ahmed).seen_at == clock.now()
    clock.advance(timedelta(minutes=10))
    assert "price" not in _round(mail)
    assert "ahmed" not in [message["to"].split("@")[0] for message in mail.caught]


def test_one_action_that_breaks_holds_up_no_other(
    cast: Cast, mail: MailCatcher, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    from handrail.followup import climbing

    bad, good = (file(cast, "concern", cast.sam, who) for who in (cast.amina, cast.leo))
    climb = climbing.climb

    def breaks(action: Action, role: str) -> bool:
        if action.record_id == bad.pk:
            raise KeyError(action.record.headline)
        return climb(action, role)

    monkeypatch.setattr(climbing, "climb", breaks)
    clock.advance(timedelta(minutes=15))
    climb_ladders()
    told = Alert.objects.filter(sort="climbed")
    assert list(told.values_list("record", flat=True)) == [good.pk]
    said = capsys.readouterr().err
    assert said == "One action could not climb and will be tried again: KeyError\n"
    monkeypatch.undo()
    assert climb_ladders() == 1


def test_a_head_start_is_made_up_after_a_long_silence(cast: Cast, mail: MailCatcher) -> None:
    file(cast, "concern", cast.sam, cast.amina)
    clock.advance(timedelta(hours=9))  # the server was off all day
    assert sorted(_round(mail)) == ["ahmed", "okafor", "price"]


def test_what_has_climbed_waits_on_today_for_whom_it_climbed_to(cast: Cast) -> None:
    def waiting() -> list[str]:
        people = (cast.ahmed, cast.price, cast.okafor, cast.khan, cast.sam)
        return [who.family for who in people if actions_of(reader_for(who)).filter(state="open")]

    record = file(cast, "concern", cast.sam, cast.amina)
    seen = [waiting()]
    for minutes in (15, 45):
        clock.advance(timedelta(minutes=minutes))
        climb_ladders()
        seen.append(waiting())
    assert seen == [["Ahmed"], ["Ahmed", "Price"], ["Ahmed", "Price", "Okafor"]]
    head = Client()
    head.force_login(User.objects.get(username="okafor"))
    assert "Read this concern" in head.get("/").content.decode()
    open_record(reader_for(cast.okafor), record.uuid)
    assert waiting() == []
