"""When a record of a hold is whole: what counts as an answer, and what only looks like one."""

from typing import Any

import pytest

from handrail.demo.cast import Cast
from handrail.records.accounts import give_account
from handrail.records.completing import missing_from
from handrail.records.draft import Involved
from handrail.records.kind import kind_named
from handrail.records.models import Record
from handrail.records.reader import reader_for
from tests.filing import file, filled_form, filled_rows

HOLD = kind_named("hold")


def hold(cast: Cast, *, account: str = "", detail: Any = None, **more: Any) -> Record:
    """A hold of Leo by Sam in which everything is answered that the forms ask."""
    form = filled_form(HOLD, cast.school, full=True)
    involved = (
        Involved(cast.leo, "held", account=account),
        Involved(cast.sam, "adult", as_pupil=False),
    )
    parts: dict[str, Any] = {
        "detail": {**form.detail_values(), **(detail or {})}, "chosen": form.chosen(),
        "rows": filled_rows(HOLD, cast.school, [cast.sam]), "involved": involved,
    }  # fmt: skip
    return file(cast, "hold", cast.sam, cast.leo, **{**parts, **more})


@pytest.mark.parametrize(
    ("way", "account", "lacks"),
    [
        ("own_words", "", True),
        ("scribed", "", True),
        ("pictures", "", True),
        ("pictures", "He pointed at the door.", False),
        ("declined", "", False),
    ],
)
def test_how_a_pupil_was_heard_is_no_answer_without_their_account(
    cast: Cast, way: str, account: str, lacks: bool
) -> None:
    record = hold(cast, account=account, detail={"pupil_account": way})
    assert ("pupil_words" in missing_from(record)) == lacks


def test_the_last_thing_that_was_asked_for_stops_the_clock_of_the_whole(cast: Cast) -> None:
    record = hold(cast)
    assert missing_from(record) == ["pupil_words"]
    give_account(record, reader_for(cast.sam), "I wanted to go out.", of=cast.leo)
    assert missing_from(record) == []
    assert record.actions.get(duty="written-whole").state == "done"
