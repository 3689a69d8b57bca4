"""Hours: quiet times, digests, clock changes, midnight, last days of term; by table."""

from datetime import date, datetime, time

import pytest

from handrail.core import clock
from handrail.core.clock import LONDON
from handrail.core.school_days import Calendar
from handrail.demo.cast import Cast
from handrail.notify.hours import goes_at
from handrail.notify.models import Alert, Delivery, Wishes
from handrail.notify.sending import send_due
from handrail.people.models import Person
from tests.filing import file
from tests.notify.catchers import MailCatcher

CALENDAR = Calendar(
    terms=(
        (date(2026, 9, 2), date(2026, 10, 23)), (date(2026, 11, 2), date(2026, 12, 18)),
        (date(2027, 1, 4), date(2027, 4, 30)),
    ),
    closed=frozenset({date(2026, 11, 27)}),
)  # fmt: skip


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


TABLE = {
    # when it happens -> when it goes; a star for "in the digest"
    "in the school day": ("2026-11-23 10:12", "2026-11-23 10:12"),
    "one minute before quiet": ("2026-11-23 17:59", "2026-11-23 17:59"),
    "quiet begins": ("2026-11-23 18:00", "2026-11-24 07:45*"),
    "midnight": ("2026-11-24 00:00", "2026-11-24 07:45*"),
    "last minute of quiet": ("2026-11-24 07:29", "2026-11-24 07:45*"),
    "quiet ends": ("2026-11-24 07:30", "2026-11-24 07:30"),
    "evening before a closed day": ("2026-11-26 18:30", "2026-11-30 07:45*"),
    "on a closed day": ("2026-11-27 11:00", "2026-11-30 07:45*"),
    "Friday evening": ("2026-11-20 19:00", "2026-11-23 07:45*"),
    "Sunday": ("2026-11-22 12:00", "2026-11-23 07:45*"),
    "last day of term at noon": ("2026-12-18 12:00", "2026-12-18 12:00"),
    "last day of term in the evening": ("2026-12-18 18:00", "2027-01-04 07:45*"),
    "in the holiday": ("2026-12-25 09:00", "2027-01-04 07:45*"),
    "night when October's clocks go back": ("2026-10-25 01:30", "2026-11-02 07:45*"),
    "evening before March's change": ("2027-03-27 23:30", "2027-03-29 07:45*"),
    "hour that March skips": ("2027-03-28 01:30", "2027-03-29 07:45*"),
    "past the terms that are entered": ("2027-07-05 10:00", "2027-07-05 10:00"),
}


@pytest.mark.parametrize("case", TABLE)
def test_what_is_not_urgent_goes_by_the_table(case: str) -> None:
    happens, goes = TABLE[case]
    when, in_digest = goes_at(Wishes(), CALENDAR, wall(happens))
    assert (when, in_digest) == (wall(goes.rstrip("*")), goes.endswith("*"))


WISHES = {
    "two digests, none at once": (
        Wishes(at_once=False, digests=["07:45", "15:45"]), "2026-11-23 10:12", "2026-11-23 15:45*"),
    "after the last digest": (
        Wishes(at_once=False, digests=["07:45", "15:45"]), "2026-11-23 16:00", "2026-11-24 07:45*"),
    "Wednesdays off": (Wishes(quiet_days=[2]), "2026-11-25 10:00", "2026-11-26 07:45*"),
    "works on Saturdays": (
        Wishes(quiet_when_closed=False), "2026-11-28 10:00", "2026-11-28 10:00"),
    "no quiet hours": (
        Wishes(quiet_from=time(0), quiet_until=time(0)), "2026-11-23 23:00", "2026-11-23 23:00"),
    "quiet over lunch": (
        Wishes(quiet_from=time(12), quiet_until=time(13), digests=["13:00"]),
        "2026-11-23 12:30", "2026-11-23 13:00*"),
    "every day is quiet": (
        Wishes(quiet_days=[0, 1, 2, 3, 4, 5, 6]), "2026-11-23 10:00", "2026-11-24 10:00*"),
    "digest in the hour that October repeats": (
        Wishes(digests=["01:30"], quiet_when_closed=False), "2026-10-24 19:00",
        "2026-10-25 01:30*"),
    "digest in the hour that March skips": (
        Wishes(digests=["01:30"], quiet_when_closed=False), "2027-03-27 19:00",
        "2027-03-28 02:30*"),
}  # fmt: skip


@pytest.mark.parametrize("case", WISHES)
def test_wishes_are_followed_by_the_table(case: str) -> None:
    wishes, happens, goes = WISHES[case]
    when, in_digest = goes_at(wishes, CALENDAR, wall(happens))
    expected = wall(goes.rstrip("*")).astimezone(clock.now().tzinfo)
    assert (when.astimezone(clock.now().tzinfo), in_digest) == (expected, goes.endswith("*"))


def test_urgent_ignores_the_night_and_the_rest_waits_for_one_digest(
    cast: Cast, mail: MailCatcher
) -> None:
    with clock.frozen(wall("2026-11-23 21:00")):
        for pupil in (cast.leo, cast.amina, cast.jaden):
            file(cast, "first_aid", cast.sam, pupil)
        file(cast, "concern", cast.sam, cast.zoe)
        send_due("mail")
        assert {m["subject"] for m in mail.caught} == {"A concern needs you"}
    waiting = Delivery.objects.filter(in_digest=True, channel="mail")
    people = set(waiting.values_list("alert__person__email", flat=True))
    with clock.frozen(wall("2026-11-24 07:44")):
        assert send_due("mail") == 0
    mail.caught.clear()
    with clock.frozen(wall("2026-11-24 07:45")):
        assert send_due("mail") == len(people)
    print(f"digests: {[(m['to'], m['subject']) for m in mail.caught]}")
    counts = {person: waiting.filter(alert__person__email=person).count() for person in people}
    assert {m["to"]: m["subject"].split()[0] for m in mail.caught} == {
        person: str(count) for person, count in counts.items()
    }


def test_a_digest_counts_only_what_still_waits(cast: Cast, mail: MailCatcher) -> None:
    with clock.frozen(wall("2026-11-23 21:00")):
        for _ in range(3):
            _alert(cast)
        first = Alert.objects.order_by("id").first()
        assert first is not None
        first.seen_at = clock.now()
        first.save()
    with clock.frozen(wall("2026-11-24 07:45")):
        assert send_due("mail") == 1
    assert [m["subject"] for m in mail.caught] == ["2 things wait for you"]


def test_a_digest_is_one_message_however_many_wait_for_however_many_people(
    cast: Cast, mail: MailCatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handrail.notify.sending.BATCH", 2)
    with clock.frozen(wall("2026-11-23 21:00")):
        for _ in range(4):
            for person in (cast.khan, cast.grant, cast.patel):
                _alert(cast, person)
    with clock.frozen(wall("2026-11-24 07:45")):
        assert (send_due("mail"), send_due("mail"), send_due("mail")) == (2, 1, 0)
    assert {m["to"]: m["subject"] for m in mail.caught} == {
        f"{name}@spring-lane.example": "4 things wait for you"
        for name in ("khan", "grant", "patel")
    }


def _alert(cast: Cast, person: Person | None = None) -> None:
    from handrail.notify.outbox import put_out

    put_out([Alert(
        person=person or cast.khan, school=cast.school, sort=Alert.Sort.ACTION, at=clock.now(),
        text="A behaviour record asks something of you",
    )])  # fmt: skip
