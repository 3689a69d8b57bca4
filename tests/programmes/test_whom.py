"""Whom a programme seems to help: mostly nobody can tell, and small groups are left unsaid."""

from dataclasses import replace

from handrail.demo.cast import Cast
from handrail.people.models import Person
from handrail.programmes.judging import Answer, answers_of
from handrail.programmes.models import ProgrammePupil
from handrail.programmes.whom import Group, splits_of
from handrail_evidence import Verdict
from tests.programmes.giving import measured, place_of, programme_of, session_of
from tests.programmes.test_pages import AFTER, BEFORE, page


def began_at(one: Answer, n: int, *, better: bool | None) -> Answer:
    """As of a pupil who is nowhere kept, beginning at `n`."""
    number = 10_000 + n
    place = ProgrammePupil(pk=number, programme=one.place.programme, pupil=Person(pk=number))
    verdict = Verdict.CANNOT_TELL if better is None else Verdict.CHANGED
    said = replace(one.judgement, mean_before=float(n), verdict=verdict, better=better)
    return replace(one, place=place, judgement=said)


def test_groups_differ_only_where_chance_would_not_easily_make_it(cast: Cast) -> None:
    one = answers_of([place_of(cast, programme_of(cast), cast.leo)])[0]
    began, had, year = splits_of([began_at(one, n, better=n < 4) for n in range(7)])
    assert [(group.pupils, group.said) for group in began.groups] == [(4, True), (3, False)]
    assert began.answer.startswith("Cannot tell yet: it needs four")
    assert [group.label for group in had.groups] == ["0 sessions or fewer"]
    assert [group.label for group in year.groups] == ["No year said"]
    alike = splits_of([began_at(one, n, better=n % 2 == 0) for n in range(12)])[0]
    assert alike.answer.startswith("Cannot tell yet: the groups differ by no more")
    apart = [began_at(one, n, better=n < 6) for n in range(11)]
    began = splits_of([*apart, began_at(one, 11, better=None)])[0]
    assert began.groups[1] == Group("More", 6, 0, 5)
    assert began.answer == (
        "“5.5 calls a lesson or less” changed for the better more often than the others "
        "(p below 0.01). Ask why."
    )


def test_the_page_shows_the_parts_and_says_that_it_cannot_tell(cast: Cast) -> None:
    programme = programme_of(cast)
    for child in (cast.leo, cast.amina):
        place = place_of(cast, programme, child)
        measured(cast, place, BEFORE, AFTER)
    session_of(cast, [place])
    html = page("sam", f"/programmes/{programme.uuid}/working/")
    assert html.count("Cannot tell yet: it needs four pupils") == 3
    assert html.count("fewer than four, so nothing is said") >= 3
    assert splits_of([])[0].groups == ()
