"""A head-count by the list of the day: who is expected, who is missing, who is told and when."""

from datetime import timedelta
from typing import Any

from handrail.core import clock
from handrail.demo.cast import Cast
from handrail.followup.climbing import climb_ladders
from handrail.notify.models import Alert
from handrail.records.completing import Answers, complete_record
from handrail.records.models import Record
from handrail.records.reader import reader_for
from tests.programmes.test_pages import client_of, page


def urgent(record: Record) -> list[str]:
    rows = Alert.objects.filter(record=record).exclude(person=record.author).order_by("pk")
    return list(dict.fromkeys(rows.values_list("person__family", flat=True)))


def test_a_class_is_counted_and_a_missing_child_is_told_at_once(cast: Cast) -> None:
    path = f"/groups/{cast.groups['4 Willow'].uuid}/count/"
    sam = client_of("sam")
    sam.post(f"/pupils/{cast.jaden.uuid}/out/")
    text = page("sam", path)
    assert "Leo" in text
    assert ": out of class" in text  # not expected, before anybody said so
    away: dict[str, Any] = {"away": [str(cast.jaden.uuid)]}
    assert sam.post(path, away)["Location"].startswith("/pupils/?group=")
    whole = Record.everything.get(kind="head_count")
    members = whole.group.memberships.filter(role="pupil").count()  # type: ignore[union-attr]
    assert whole.headline == f"Head-count of 4 Willow: {members - 1} of {members - 1}"
    assert whole.actions.count() == 0
    assert whole.headline in page("patel", path)  # who is with them reads what was counted
    both = {**away, "missing": [str(cast.jaden.uuid)], "words": "By the gate at ten."}
    refused = sam.post(path, both)
    assert refused.status_code == 422
    assert "By the gate at ten." in refused.content.decode()
    sam.post(path, {**away, "missing": [str(cast.leo.uuid)], "words": "By the gate at ten."})
    record = Record.everything.filter(kind="head_count").latest("pk")
    assert urgent(record) == ["Doyle"]
    with clock.frozen(clock.now() + timedelta(minutes=4)):
        climb_ladders()
        assert urgent(record) == ["Doyle", "Okafor"]
        assert client_of("office").get(f"/records/{record.uuid}/").status_code == 200
    found = {"found_at": clock.local(clock.now()).time(), "found_where": "In the library"}
    assert complete_record(record, reader_for(cast.patel), Answers(detail=found)) == []
    assert record.actions.filter(state="open").count() == 0
