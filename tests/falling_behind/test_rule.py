"""The rule: who is listed and why, who is not, who sees it, and how often it was wrong."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handrail.core import clock
from handrail.demo.cast import Cast
from handrail.falling_behind import past
from handrail.falling_behind.listing import listed_today, watch_for
from handrail.falling_behind.models import Rule
from handrail.falling_behind.past import Past, past_of
from handrail.falling_behind.ruling import Terms, set_rule, terms_of
from handrail.feedback.asking import Asked
from handrail.feedback.for_home import lately
from handrail.learning.models import Mark
from handrail.people.models import Person, Pupil
from handrail.programmes.models import Measurement
from handrail.records.reader import reader_for
from handrail.records.refusal import Refused
from handrail.records.sensitivity import Sensitivity
from handrail.school.models import Word
from tests.filing import file
from tests.learning.planning import mark_of, objective
from tests.programmes.giving import measured, place_of, programme_of
from tests.programmes.test_pages import client_of, page

TODAY = date(2026, 11, 23)
NUMBERS = {"weeks": 6, "attendance": 90, "removals": 2, "marks": 4, "objectives": 2, "signs": 1}


def marked(cast: Cast, pupil: Person, levels: list[int], code: str, last: int = 2) -> None:
    """Marks at one objective a week apart, the last one so many days ago."""
    for n, level in enumerate(reversed(levels)):
        mark = mark_of(cast, None, pupil, level, objective=objective(cast, code))
        at = clock.now() - timedelta(days=last + 7 * n)
        Mark.objects.filter(pk=mark.pk).update(happened_at=at)


def stuck(cast: Cast, pupil: Person, last: int = 2) -> None:
    """Two objectives that do not move over five weeks."""
    for code in ("m4", "m5"):
        marked(cast, pupil, [1, 1, 1, 1, 1], code, last)


def removed(
    cast: Cast, pupil: Person, times: int, by: Person | None = None, **more: Any
) -> Word:  # fmt: skip
    word, _ = Word.objects.get_or_create(
        school=cast.school, list="behaviour.done", slug="removed",
        defaults={"label": "Removed from the lesson"},
    )  # fmt: skip
    for n in range(times):
        at = clock.now() - timedelta(days=3 + n)
        pick = {"done": ("removed",)}
        file(cast, "behaviour", by or cast.sam, pupil, happened_at=at, pick=pick, **more)
    return word


def listed(cast: Cast, who: Person | None = None) -> dict[str, list[str]]:
    asked = Asked(reader_for(who or cast.khan), cast.school, lately(6))
    rows = listed_today(asked, terms_of(cast.school))
    return {row.child.pupil.person.given: [sign.sort for sign in row.signs] for row in rows}


def decide(cast: Cast, *words: Word, **more: int) -> Rule:
    reader = reader_for(cast.okafor)
    return set_rule(reader, cast.school, NUMBERS | more, words, "Agreed by leaders today")


@pytest.mark.parametrize(
    ("levels", "is_listed"),
    [
        ([1, 1, 1, 1, 1], True),
        ([1, 1, 0, 0, 0], True),  # fell
        ([0, 0, 0, 1, 1], False),  # moved
        ([1, 1, 2, 1, 1], False),  # once on their own
        ([1, 1, 1], False),  # too few marks
        ([2, 2, 2, 2, 2], False),
    ],
)
def test_objectives_that_do_not_move_are_a_sign(
    cast: Cast, levels: list[int], is_listed: bool
) -> None:
    for code in ("m4", "m5"):
        marked(cast, cast.leo, levels, code)
    assert listed(cast) == ({"Leo": ["objectives"]} if is_listed else {})


def test_one_such_objective_or_old_marks_are_none(cast: Cast) -> None:
    marked(cast, cast.leo, [1, 1, 1, 1, 1], "m4")
    stuck(cast, cast.amina, last=60)
    assert listed(cast) == {}


def test_removals_count_once_the_school_has_said_which_words_mean_it(cast: Cast) -> None:
    word = removed(cast, cast.leo, 2)
    file(cast, "behaviour", cast.sam, cast.jaden)
    assert listed(cast) == {}
    assert "your school has not said which" in page("khan", "/falling-behind/")
    decide(cast, word)
    assert listed(cast) == {"Leo": ["removals"]}
    decide(cast, word, removals=3)
    assert listed(cast) == {}


@pytest.mark.parametrize(
    ("after", "is_listed"),
    [
        ([30, 30, 31, 30, 30, 31, 30], True),  # flat, on the way to 90
        ([30, 40, 50, 60, 70, 80, 85], False),
        ([30, 60, 20, 70, 25], False),  # nobody can tell yet
        ([90, 91, 90, 90, 91, 90, 90], False),  # the goal is reached, flat as it is
    ],
)
def test_off_the_aim_line_is_decided_by_the_interval(
    cast: Cast, after: list[float | None], is_listed: bool
) -> None:
    programme = programme_of(cast, direction="increase", scale="other", weeks=4)
    place = place_of(cast, programme, cast.leo, goal=90)
    measured(cast, place, [29, 30, 31], after)
    assert listed(cast) == ({"Leo": ["aim"]} if is_listed else {})


def test_a_goal_that_was_met_before_support_and_a_place_that_ended_are_no_sign(
    cast: Cast,
) -> None:
    met = place_of(cast, programme_of(cast, weeks=4), cast.leo, goal=50)  # fewer is better
    measured(cast, met, [29, 30, 31], [30, 30, 31, 30])
    over = place_of(cast, programme_of(cast, name="Over", weeks=4), cast.amina, goal=1)
    measured(cast, over, [29, 30, 31], [30, 30, 31, 30])
    assert listed(cast) == {"Amina": ["aim"]}
    over.ends = date(2026, 11, 20)
    over.save()
    assert listed(cast) == {}


def test_a_school_can_ask_for_two_signs(cast: Cast) -> None:
    word = removed(cast, cast.leo, 2)
    stuck(cast, cast.leo)
    stuck(cast, cast.amina)
    decide(cast, word, signs=2)
    assert listed(cast) == {"Leo": ["removals", "objectives"]}


def test_nothing_of_who_a_pupil_is_is_in_it(cast: Cast) -> None:
    stuck(cast, cast.amina)
    before = listed(cast)
    Pupil.objects.update(needs="EHC plan · SEMH", sen_provision="E", ethnicity="WBRI",
                         language="Arabic")  # fmt: skip
    Person.objects.update(sex="F", born=date(2018, 1, 1))
    assert listed(cast) == before
    for name in ("ethnicity", "needs", "language", "sex", "income"):
        with pytest.raises(FieldDoesNotExist):
            Rule._meta.get_field(name)


def test_each_sees_only_the_pupils_and_records_that_are_theirs(cast: Cast) -> None:
    word = removed(cast, cast.leo, 1)
    removed(cast, cast.leo, 1, by=cast.ahmed, sensitivity=Sensitivity.RESTRICTED)
    removed(cast, cast.bo, 2, by=cast.reid)
    decide(cast, word)
    assert set(listed(cast, cast.ahmed)) == {"Leo"}  # Bo is her own child
    assert set(listed(cast, cast.khan)) == {"Bo"}  # the restricted one does not exist for him
    assert listed(cast, cast.patel) == {}
    assert listed(cast, cast.grant) == {}
    assert str(cast.bo.uuid) not in page("patel", "/falling-behind/")  # "Bo" may stand in a token


def test_the_page_says_why_and_what_has_been_tried(cast: Cast) -> None:
    stuck(cast, cast.leo)
    stuck(cast, cast.amina)
    place_of(cast, programme_of(cast), cast.leo)
    file(cast, "behaviour_plan", cast.khan, cast.leo)
    file(cast, "contact", cast.sam, cast.leo)
    html = page("khan", "/falling-behind/")
    leo, amina = sorted(html.split('<section class="card tight"')[1:3], key=lambda s: "Amina" in s)
    for words in ("2 objectives have not moved in 6 weeks", "Wait and tell", "Behaviour plan",
                  "1 contact"):  # fmt: skip
        assert words in leo
    assert "Nothing that you may read" in amina
    assert "Not known: none was brought in" in html
    for number in (1, 2, 4, 6):
        assert re.search(rf"<b>{number}\b", html), number


def test_it_asks_as_often_for_three_pupils_as_for_one(cast: Cast) -> None:
    client = client_of("khan")
    word = removed(cast, cast.leo, 2)
    decide(cast, word)
    paths = ["/falling-behind/", "/falling-behind/past/"]

    def fill(pupil: Person) -> None:
        stuck(cast, pupil)
        place = place_of(cast, programme_of(cast, name=pupil.given), pupil, goal=1)
        measured(cast, place, [9, 9], [9, 9])
        file(cast, "contact", cast.khan, pupil)

    def counted() -> list[int]:
        counts = []
        for path in paths:
            client.get(path)
            with CaptureQueriesContext(connection) as seen:
                assert client.get(path).status_code == 200
            counts.append(len(seen))
        return counts

    fill(cast.leo)
    once = counted()
    for pupil in (cast.amina, cast.jaden):
        fill(pupil)
    assert counted() == once


def watch(cast: Cast) -> Any:
    asked = Asked(reader_for(cast.khan), cast.school, lately(6))
    return watch_for(asked, terms_of(cast.school))


def test_the_past_counts_who_was_later_below_and_who_was_not(cast: Cast) -> None:
    """Listed six weeks ago: Leo stays where he was, Jaden gets there; Zoë was never marked again.
    Amina was not listed and was below later."""
    for pupil in (cast.leo, cast.jaden, cast.zoe):
        stuck(cast, pupil, last=44)
    for code in ("m4", "m5"):
        marked(cast, cast.leo, [1, 1, 1], code)
        marked(cast, cast.jaden, [1, 2, 2], code)
        marked(cast, cast.amina, [0, 1], code, last=40)
        marked(cast, cast.amina, [1], code, last=44)
    found = past_of(watch(cast), TODAY)
    newest = found.days[0]
    assert newest.day == date(2026, 10, 12)
    assert (newest.listed, newest.listed_below, newest.listed_not, newest.not_known) == (3, 1, 1, 1)
    assert (newest.others_below, newest.others_not) == (1, 0)
    assert (found.first, found.false) == (2, 1)
    assert found.rate is None
    assert "Too early to say" in page("khan", "/falling-behind/past/")


def test_a_measure_that_fell_short_of_its_line_later_is_below(cast: Cast) -> None:
    programme = programme_of(cast, direction="increase", scale="other", weeks=20)
    for pupil, later in ((cast.leo, 31), (cast.amina, 75)):
        place = place_of(cast, programme, pupil, date(2026, 9, 7), goal=90)
        measured(cast, place, [29, 30, 31], [30, 30, 31, 30, 30, 31])
        for ago in (2, 3, 4):
            Measurement.objects.create(
                place=place, date=TODAY - timedelta(days=ago), value=later, observer=cast.sam,
                how="a tally", filed_at=clock.now(),
            )  # fmt: skip
    newest = past_of(watch(cast), TODAY).days[0]
    assert (newest.listed, newest.listed_below, newest.listed_not) == (2, 1, 1)


def test_the_rate_has_exact_limits_and_waits_for_enough_pupils() -> None:
    assert Past([], past.FEWEST - 1, 0).rate is None
    rate = Past([], 20, 5).rate
    assert rate == pytest.approx((0.25, 0.0865715, 0.4910459), abs=1e-6)  # R: binom.test(5, 20)
    assert Past([], 10, 0).rate == pytest.approx((0, 0, 0.3084971), abs=1e-6)


def form(**more: Any) -> dict[str, Any]:
    return {**{name: str(n) for name, n in NUMBERS.items()}, "because": "Agreed by leaders"} | more


def test_the_head_decides_the_rule_with_a_reason_and_what_was_before_stays(cast: Cast) -> None:
    word = removed(cast, cast.leo, 0)
    head = client_of("okafor")
    head.post("/falling-behind/rule/", form(weeks="8", removal_words=[str(word.uuid)]))
    head.post("/falling-behind/rule/", form(weeks="10", because="Eight weeks were too short"))
    assert [row.weeks for row in Rule.objects.all()] == [8, 10]
    assert terms_of(cast.school).rule.weeks == 10
    html = head.get("/falling-behind/rule/").content.decode()
    assert "Eight weeks were too short" in html
    assert "(Removed from the lesson)" in html
    assert "in <b>10</b> weeks" in page("khan", "/falling-behind/")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [({"weeks": "2"}, "Give a number from 4 to 26."), ({"signs": "x"}, "Give a number from 1 to 4"),
     ({"because": ""}, "Say why, in a sentence."), ({"because": "so"}, "Say why, such as"),
     ({"removal_words": ["none"]}, "not one of the available choices")],
)  # fmt: skip
def test_a_rule_sent_wrong_comes_back_whole(
    cast: Cast, wrong: dict[str, Any], sentence: str
) -> None:
    answer = client_of("grant").post("/falling-behind/rule/", form(removals="7", **wrong))
    html = answer.content.decode()
    assert (answer.status_code, Rule.objects.count()) == (422, 0)
    assert sentence in html
    assert 'value="7"' in html


def test_others_cannot_decide_it(cast: Cast) -> None:
    with pytest.raises(Refused):
        set_rule(reader_for(cast.khan), cast.school, NUMBERS, (), "Because I want it so")


def test_a_rule_typed_before_the_session_ended_comes_back(cast: Cast) -> None:
    client = client_of("okafor")
    client.post("/lock/")
    client.post("/falling-behind/rule/", form(weeks="9", author=str(cast.okafor.uuid)))
    client.post("/lock/", {"password": "spring-lane-demo"})
    assert 'value="9"' in client.get("/falling-behind/rule/").content.decode()


def test_the_product_has_a_rule_before_the_school_decides(cast: Cast) -> None:
    terms = terms_of(cast.school)
    assert isinstance(terms, Terms)
    assert {name: getattr(terms.rule, name) for name in NUMBERS} == NUMBERS
    assert "These numbers are the product’s" in page("khan", "/falling-behind/")
