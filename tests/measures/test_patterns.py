"""Patterns: the page's numbers are right, lead to their records, and keep every secret."""

import csv
import re
from datetime import date, time, timedelta
from html import unescape
from io import StringIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from handrail.core import clock
from handrail.demo.cast import Cast
from handrail.measures.asking import Asked, days_of
from handrail.measures.equality import equality
from handrail.measures.figures import figures
from handrail.measures.governors import composed
from handrail.measures.grouping import DIMENSIONS, dimensions_for
from handrail.measures.ranges import Range, range_named, whole_terms
from handrail.measures.rates import Rate, pupil_days
from handrail.people.models import CarerLink, Designation, Enrolment, Pupil, User
from handrail.people.needs import name_needs
from handrail.records.draft import Involved
from handrail.records.kind import kind_named
from handrail.records.models import Finding, Record
from handrail.records.reader import reader_for
from handrail.school.calendars import calendar_of
from handrail.training.models import Technique
from tests.filing import file

AUTUMN = Range(date(2026, 9, 1), date(2026, 11, 23))
PAGE = "/school/patterns/?kind={}"


def holds(cast: Cast, n: int, who: str = "leo") -> list[Record]:
    """So many holds, a day apart, the newest this morning."""
    now = clock.now()
    return [
        file(cast, "hold", cast.sam, cast.pupils[who], happened_at=now - timedelta(days=7 * back),
             place=cast.places["Hall"], detail={"minutes": 2})
        for back in range(n)
    ]  # fmt: skip


def signed_in(client: Client, username: str) -> Client:
    client.force_login(User.objects.get(username=username))
    return client


def asked(cast: Cast, who: str = "okafor") -> Asked:
    return Asked(kind_named("hold"), cast.school, AUTUMN, reader_for(cast.staff[who]))


def test_every_number_leads_to_the_records_behind_it(cast: Cast, client: Client) -> None:
    found = holds(cast, 3)
    page = signed_in(client, "khan").get(PAGE.format("hold")).content.decode()
    links = {
        unescape(href) for href in re.findall(r'href="(/school/patterns/records/[^"]*)"', page)
    }
    assert len(links) > 8
    for href in sorted(links):
        answer = client.get(href)
        assert answer.status_code == 200, href
        assert any(str(one.uuid) in answer.content.decode() for one in found), href


def test_void_records_are_not_counted(cast: Cast, client: Client) -> None:
    one, _ = holds(cast, 2)
    Record.everything.filter(pk=one.pk).update(state="voided", void_reason="Written twice")
    assert asked(cast).records().count() == 1


def test_a_lead_who_is_a_parent_does_not_count_what_is_about_their_child(cast: Cast) -> None:
    holds(cast, 2)
    CarerLink.objects.create(pupil=cast.leo.pupil, carer=cast.khan, relationship="Uncle")
    assert asked(cast, "khan").records().count() == 0
    assert asked(cast, "okafor").records().count() == 2


def test_pupil_days_are_the_school_days_on_which_each_was_on_roll(cast: Cast) -> None:
    """Monday 7 to Friday 11 September: five days, seven pupils, one of whom came on Wednesday."""
    Enrolment.objects.filter(pupil=cast.bo.pupil).update(starts=date(2026, 9, 9))
    week = Range(date(2026, 9, 5), date(2026, 9, 13))
    assert pupil_days(cast.school, calendar_of(cast.school), week) == 6 * 5 + 3


def test_a_record_counts_to_the_group_that_stood_when_it_was_written(cast: Cast) -> None:
    """Leo had SEN support when he was held; the plan that he has now changes nothing of it."""
    Pupil.objects.filter(person=cast.leo).update(sen_provision="K")
    holds(cast, 5)
    Pupil.objects.filter(person=cast.leo).update(sen_provision="E")
    sen = next(one for one in DIMENSIONS if one.slug == "sen")
    (table,) = equality(asked(cast), calendar_of(cast.school), (sen,))
    counts = {group.slug: group.records for group in table.groups}
    assert counts["K"] == 5
    assert counts.get("E", 0) == 0


def test_each_pupil_and_place_has_its_minutes_and_rate(cast: Cast, client: Client) -> None:
    """Leo came on 9 November: his days alone count for him, everybody's for the hall."""
    holds(cast, 2)
    file(cast, "hold", cast.sam, cast.leo, place=cast.places["Hall"])  # nobody says how long
    holds(cast, 1, "jaden")
    Enrolment.objects.filter(pupil=cast.leo.pupil).update(starts=date(2026, 11, 9))
    calendar = calendar_of(cast.school)
    found = figures(asked(cast), calendar, (), care=False)
    leo, jaden = found.by_pupil
    autumn = len(days_of(calendar, AUTUMN))
    assert (leo.line.n, leo.minutes, leo.timed, leo.rate) == (3, 4, 2, Rate(3, 11))
    assert (jaden.line.n, jaden.minutes, jaden.rate) == (1, 2, Rate(1, autumn))
    (hall,) = found.places
    assert (hall.line.n, hall.minutes, hall.timed) == (4, 6, 3)
    assert hall.rate == found.rate == Rate(4, 6 * autumn + 11)
    page = signed_in(client, "khan").get(PAGE.format("hold")).content.decode()
    assert "(of 2)" in page
    rows = list(csv.reader(StringIO(
        client.get("/school/patterns/table.csv?kind=hold").content.decode()
    )))  # fmt: skip
    assert [row[-2:] for row in rows if row[0] == "Place"] == [["6", "3"]]


def test_minutes_of_a_technique_and_an_adult_are_those_of_their_parts(
    cast: Cast, client: Client
) -> None:
    """Two parts at once count once; a part without an end is not known and taken for no nought;
    page, spreadsheet and governors' report say the same."""
    stand, escort = (
        Technique.objects.filter(school=cast.school, sort=sort).first()
        for sort in ("standing", "escort")
    )

    def part(first: int, last: int | None, technique: object, adult: object) -> dict[str, object]:
        ends = None if last is None else time(10, last)
        return {"starts": time(10, first), "ends": ends, "technique": technique, "adult": adult}

    two = (
        part(0, 4, stand, cast.sam), part(2, 6, stand, cast.khan), part(6, 16, escort, cast.sam),
    )  # fmt: skip
    whole = [two, two, two, two, (part(10, 13, stand, cast.sam),)]
    open_end = (part(0, None, escort, cast.khan),)
    at = clock.at_local(clock.today() - timedelta(days=3), time(10, 0))
    leo, sam, khan = (
        Involved(cast.leo, "held"),
        *(Involved(one, "adult", as_pupil=False) for one in (cast.sam, cast.khan)),
    )
    for parts in (*whole, open_end, *[()] * 5):
        file(cast, "hold", cast.sam, cast.leo, happened_at=at, rows={"parts": parts},
             involved=(leo, sam, khan))  # fmt: skip
    file(cast, "hold", cast.sam, cast.leo, happened_at=at, detail={"minutes": 30},
         involved=(leo, sam))  # fmt: skip
    found = figures(asked(cast), calendar_of(cast.school), (), care=False)
    assert found.minutes is not None
    assert (found.minutes.total, found.minutes.known) == ("97", 6)  # 4 times 16, 3 and 30
    techniques = next(rows for measure, rows in found.tables if measure.slug == "by_technique")
    said = {row.line.label: (row.line.n, row.minutes, row.timed) for row in techniques}
    assert said == {str(stand): (5, 27, 5), str(escort): (5, 40, 4)}
    adults = {row.line.key: (row.minutes, row.timed) for row in found.by_adult}
    assert adults[cast.sam.pk] == (4 * 14 + 3 + 30, 6)
    assert adults[cast.khan.pk] == (4 * 4, 4)
    page = unescape(signed_in(client, "okafor").get(PAGE.format("hold")).content.decode())
    assert "27 min<" in page
    assert "40 min (of 4)" in page
    body = client.get("/school/patterns/table.csv?kind=hold").content.decode()
    sheet = {row[1]: row[-2:] for row in csv.reader(StringIO(body)) if row[0] == "By technique"}
    assert sheet == {str(stand): ["27", "5"], str(escort): ["40", "4"]}
    lists = {one["title"]: one["lines"] for one in composed(asked(cast))["lists"]}
    report = {row["label"]: row["minutes"] for row in lists["By technique"]}
    assert report == {str(stand): "27", str(escort): "–"}  # of all but one


def test_a_record_keeps_the_primary_need_of_its_day(cast: Cast, client: Client) -> None:
    """The later need changes nothing of it; what was filed before needs were kept says so."""
    pupil: Pupil = cast.leo.pupil
    pupil.needs_named.all().delete()
    name_needs(pupil, ["SEMH", "SLCN"], date(2026, 9, 1), cast.khan, clock.today())
    old, *kept = holds(cast, 3)
    assert kept[0].findings.get(slug="need").said == "SEMH: Social, emotional and mental health"
    name_needs(pupil, ["ASD"], clock.today(), cast.khan, clock.today())
    Finding.objects.filter(record=old, slug="need").delete()
    need = next(one for one in DIMENSIONS if one.slug == "need")
    (table,) = equality(asked(cast), calendar_of(cast.school), (need,))
    counts = {group.label: group.records for group in table.groups if group.records}
    assert counts == {"Social, emotional and mental health": 2, "Not recorded": 1}
    behind = signed_in(client, "khan").get(
        "/school/patterns/records/?kind=hold&group=need:SEMH"
    ).content.decode()  # fmt: skip
    assert all(str(one.uuid) in behind for one in kept)
    assert str(old.uuid) not in behind


def test_the_group_of_one_child_is_kept_back(cast: Cast, client: Client) -> None:
    Pupil.objects.filter(person=cast.leo).update(sen_provision="K")
    holds(cast, 6)
    for one in equality(asked(cast), calendar_of(cast.school), DIMENSIONS):
        assert all(group.hidden for group in one.groups if group.records), one.slug


def test_only_those_who_may_know_of_care_see_figures_about_it(cast: Cast, client: Client) -> None:
    Designation.objects.create(pupil=cast.leo.pupil, sort=Designation.Sort.IN_CARE)
    holds(cast, 1)
    for who, may in (("ahmed", True), ("okafor", True), ("grant", True), ("khan", False)):
        page = signed_in(client, who).get(PAGE.format("hold")).content.decode()
        assert ("By care and social worker" in page) is may, who
        assert ("social worker today" in page) is may, who
        behind = "/school/patterns/records/?kind=hold&group=care:in_care"
        assert client.get(behind).status_code == (200 if may else 404), who
    assert [one.slug for one in dimensions_for(ethnicity=False, care=False)] == [
        "sen", "need", "sex", "year",
    ]  # fmt: skip


def test_the_table_for_a_spreadsheet_holds_no_formula(cast: Cast, client: Client) -> None:
    cast.leo.given = "=HYPERLINK(1)"
    cast.leo.save()
    holds(cast, 1)
    body = signed_in(client, "khan").get("/school/patterns/table.csv?kind=hold").content.decode()
    rows = list(csv.reader(StringIO(body)))
    assert any(row[1].startswith("'=HYPERLINK") for row in rows if len(row) > 1)
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [("soon", "2026-09-30", "Give the day as a date"), ("2026-09-30", "2026-09-01", "lies before"),
     ("2020-01-01", "2026-09-01", "at most 800 days")],
)  # fmt: skip
def test_dates_that_cannot_be_are_answered_beside_their_field(
    cast: Cast, client: Client, first: str, last: str, words: str
) -> None:
    page = signed_in(client, "khan").get(
        f"{PAGE.format('hold')}&range=custom&from={first}&to={last}"
    )
    assert page.status_code == 422
    assert words in page.content.decode()


def test_nonsense_behind_a_number_is_no_page(cast: Cast, client: Client) -> None:
    signed_in(client, "khan")
    for bad in ("at=9", "place=none", "word=7", "nothing=1", "week=soon", "group=none:1",
                "by_technique=none", "days=x..y", "week=9999-12-31", "at=0-99999999999999999999",
                "days=0001-01-01..9999-12-31", "at=-3-5"):  # fmt: skip
        assert client.get(f"/school/patterns/records/?kind=hold&{bad}").status_code == 404, bad
    assert client.get("/school/patterns/records/?kind=removal&minutes=soon").status_code == 404


def test_three_in_one_term_is_repeat_use(cast: Cast, client: Client) -> None:
    holds(cast, 3)
    page = signed_in(client, "khan").get(PAGE.format("hold")).content.decode()
    assert "Three or more in a term" in page


def test_ranges_follow_the_school(cast: Cast) -> None:
    terms = list(cast.school.terms.all())
    day = clock.today()
    assert range_named("half", cast.school, day, terms).first == date(2026, 11, 2)
    assert range_named("term", cast.school, day, terms).first == date(2026, 9, 2)
    assert range_named("year", cast.school, day, terms).last == day
    last = range_named("last-year", cast.school, day, terms)
    assert (last.first.year, last.last.year) == (2025, 2026)
    assert [term.name for term in whole_terms(terms)] == ["Autumn", "Spring", "Summer"]


def test_the_page_costs_the_same_with_one_record_and_with_three(cast: Cast, client: Client) -> None:
    holds(cast, 1)
    signed_in(client, "khan").get(PAGE.format("hold"))
    costs = []
    for more in (0, 2):
        holds(cast, more, "jaden")
        with CaptureQueriesContext(connection) as caught:
            client.get(PAGE.format("hold"))
        costs.append(len(caught))
    assert costs == [QUERIES, QUERIES]


QUERIES = 47
