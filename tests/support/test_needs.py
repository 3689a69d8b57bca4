"""The needs register: history that is never written over, the roll, narrowing, and the table."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handrail.core import clock
from handrail.demo.cast import Cast
from handrail.people.models import CarerLink, Enrolment, Need, Person, ProvisionSpell, Pupil
from handrail.people.need_codes import codes_on, need_codes
from handrail.people.needs import TooEarly, change_provision, follow_roll, name_needs
from handrail.records.beside import said_of, tables_of
from handrail.records.forgetting import forget_record
from handrail.records.reader import reader_for
from handrail.support.register import Asked, register_of
from tests.filing import file
from tests.support.supporting import plan_for
from tests.web.test_pupil_plans import client_of

TODAY = date(2026, 11, 23)
SEPTEMBER, OCTOBER = date(2026, 9, 7), date(2026, 10, 5)


def spells(pupil: Person) -> list[tuple[str, date | None, date | None]]:
    rows = ProvisionSpell.objects.filter(pupil=pupil.pk).order_by("pk")
    return list(rows.values_list("provision", "starts", "ends"))


def put(cast: Cast, pupil: Person, provision: str, since: date, *codes: str) -> Pupil:
    """As Mrs Grant enters it."""
    row = Pupil.objects.get(pk=pupil.pk)
    change_provision(row, provision, since, cast.grant, TODAY)
    name_needs(row, codes, since, cast.grant, TODAY)
    return row


def test_what_held_before_ends_the_day_before_and_stays(cast: Cast) -> None:
    Pupil.objects.filter(pk=cast.leo.pk).update(sen_provision="K")  # as it came with the roll
    pupil = Pupil.objects.get(pk=cast.leo.pk)
    change_provision(pupil, "E", OCTOBER, cast.grant, TODAY)
    assert spells(cast.leo) == [("K", None, date(2026, 10, 4)), ("E", OCTOBER, None)]
    assert (pupil.sen_provision, pupil.needs) == ("E", "EHC plan")
    with pytest.raises(TooEarly):
        change_provision(pupil, "N", SEPTEMBER, cast.khan, TODAY)


def test_a_slip_of_today_is_put_right_today(cast: Cast) -> None:
    pupil = put(cast, cast.leo, "E", OCTOBER)
    change_provision(pupil, "K", SEPTEMBER, cast.grant, TODAY)
    assert spells(cast.leo) == [("K", SEPTEMBER, None)]


def test_needs_are_ranked_and_ended_never_written_over(cast: Cast) -> None:
    pupil = put(cast, cast.leo, "K", SEPTEMBER, "SEMH", "SLCN")
    Need.objects.update(noted_on=SEPTEMBER)
    name_needs(pupil, ["SLCN", "SEMH"], OCTOBER, cast.grant, TODAY)
    rows = Need.objects.filter(pupil=pupil).order_by("ends", "rank")
    ended, standing = rows.filter(ends__isnull=False), rows.filter(ends=None)
    assert {(row.code, row.ends) for row in ended} == {
        ("SEMH", date(2026, 10, 4)), ("SLCN", date(2026, 10, 4))
    }  # fmt: skip
    assert [(row.code, row.rank) for row in standing] == [("SLCN", 1), ("SEMH", 2)]
    assert pupil.needs == "SEN support · SLCN · SEMH"


def test_the_roll_adds_history_and_leaves_the_sencos_needs(cast: Cast) -> None:
    put(cast, cast.leo, "K", SEPTEMBER, "SEMH")
    leo, jaden = (Pupil.objects.get(pk=one.pk) for one in (cast.leo, cast.jaden))
    leo.sen_provision, leo.needs = "E", "ASD"
    jaden.sen_provision, jaden.needs = "K", "SLCN, hears poorly"
    leo.save()
    jaden.save()
    follow_roll([leo, jaden], TODAY)
    follow_roll([leo, jaden], TODAY)  # the same file again adds nothing
    assert spells(cast.leo) == [("K", SEPTEMBER, date(2026, 11, 22)), ("E", TODAY, None)]
    assert spells(cast.jaden) == [("K", None, None)]
    assert [need.code for need in Need.objects.order_by("pupil", "pk")] == ["SEMH", "SLCN"]


def test_codes_are_data_and_a_code_that_ended_is_given_no_more() -> None:
    codes = need_codes()
    assert len(codes) == 14
    assert codes["DS"].label == "Down syndrome"
    assert {one.code for one in codes_on(TODAY)} == set(codes)


def asked(cast: Cast, who: Person, **said: str) -> list[str]:
    lines = register_of(reader_for(who), cast.school, Asked(**said))
    return [line.pupil.person.given for line in lines]


def test_the_register_is_narrowed_and_ordered(cast: Cast) -> None:
    put(cast, cast.leo, "K", OCTOBER, "SEMH", "SLCN")
    put(cast, cast.theo, "E", SEPTEMBER, "ASD")
    put(cast, cast.bo, "N", SEPTEMBER, "HI")
    with clock.frozen(clock.now() - timedelta(days=30)):
        plan_for(cast, cast.leo, days=20)
    plan_for(cast, cast.theo, days=10)
    grant = cast.grant
    assert asked(cast, grant) == ["Bo", "Theo", "Leo"]  # Ng, Rix, Turner
    assert asked(cast, grant, order="provision") == ["Theo", "Leo", "Bo"]
    assert asked(cast, grant, order="year") == ["Bo", "Leo", "Theo"]
    assert asked(cast, grant, order="due") == ["Leo", "Theo", "Bo"]
    assert asked(cast, grant, name="turn") == ["Leo"]
    assert asked(cast, grant, provision="K") == ["Leo"]
    assert asked(cast, grant, area="communication") == ["Theo", "Leo"]
    assert asked(cast, grant, code="HI") == ["Bo"]
    assert asked(cast, grant, group="4 Willow") == ["Leo"]
    assert asked(cast, grant, due="late") == ["Leo"]
    assert asked(cast, grant, due="soon") == ["Theo", "Leo"]
    assert asked(cast, grant, due="none") == ["Bo"]


def test_nobody_has_their_own_child_on_the_register(cast: Cast) -> None:
    put(cast, cast.bo, "K", OCTOBER, "HI")
    CarerLink.objects.get_or_create(pupil=cast.leo.pupil, carer=cast.khan)
    put(cast, cast.leo, "K", OCTOBER)
    assert asked(cast, cast.ahmed) == ["Leo"]  # Bo is hers
    assert asked(cast, cast.khan) == ["Bo"]
    assert client_of(cast.khan).get(f"/pupils/{cast.leo.uuid}/needs/").status_code == 404
    assert "Bo" not in client_of(cast.ahmed).get("/pupils/needs/register.csv").content.decode()


def test_a_plan_that_a_reader_may_not_know_of_is_no_plan(cast: Cast) -> None:
    put(cast, cast.leo, "K", OCTOBER)
    plan_for(cast, cast.leo, by=cast.ahmed, sensitivity=2, days=10)
    plan = {
        who: [(line.has_plan, line.due_on) for line in
              register_of(reader_for(cast.staff[who]), cast.school, Asked())]
        for who in ("grant", "khan", "ahmed")
    }  # fmt: skip
    assert plan["grant"] == plan["khan"] == [(False, None)]
    assert plan["ahmed"] == [(True, date(2026, 12, 3))]


def test_the_register_asks_no_more_of_the_database_for_more_pupils(cast: Cast) -> None:
    put(cast, cast.leo, "K", OCTOBER, "SEMH")
    plan_for(cast, cast.leo)
    one = _queries(cast)
    for pupil in (cast.theo, cast.bo, cast.zoe, cast.jaden):
        put(cast, pupil, "K", OCTOBER, "SLCN", "HI")
        plan_for(cast, pupil)
    assert _queries(cast) == one


def _queries(cast: Cast) -> int:
    reader = reader_for(cast.grant)
    with CaptureQueriesContext(connection) as asked_of:
        register_of(reader, cast.school, Asked())
    return len(asked_of)


def test_the_table_says_what_the_page_said(cast: Cast) -> None:
    put(cast, cast.leo, "K", OCTOBER, "SEMH", "SLCN")
    put(cast, cast.theo, "E", SEPTEMBER, "ASD")
    client = client_of(cast.grant)
    page = client.get("/pupils/needs/?provision=K").content.decode()
    assert "Leo Turner" in page
    assert "Theo" not in page
    table = client.get("/pupils/needs/register.csv?provision=K").content.decode().splitlines()
    assert table[1:] == [
        "Turner,Leo,,4,4 Willow,K,SEN support,2026-10-05,SEMH,2026-10-05,SLCN,no,,"
    ]


def test_the_senco_changes_it_and_is_told_in_a_sentence_what_is_wrong(cast: Cast) -> None:
    page = f"/pupils/{cast.leo.uuid}/needs/"
    client = client_of(cast.grant)
    client.post(page, {"provision": "K", "since": "2026-10-05"})
    client.post(page, {"need_1": "SEMH", "need_2": "SLCN", "named_since": "2026-10-05"})
    shown = client.get(page).content.decode()
    assert "Social, emotional and mental health" in shown
    assert [row.code for row in Need.objects.all()] == ["SEMH", "SLCN"]
    ProvisionSpell.objects.update(noted_on=SEPTEMBER)
    wrong = client.post(page, {"provision": "E", "since": "2026-10-01"})
    assert wrong.status_code == 422
    assert "What holds now began on 5 October 2026. Give a later day." in wrong.content.decode()
    ahead = client.post(page, {"provision": "E", "since": "2026-12-01"}).content.decode()
    assert "This day is still to come." in ahead
    assert spells(cast.leo) == [("K", OCTOBER, None)]


def test_it_leaves_with_what_is_asked_for_and_with_the_export(cast: Cast) -> None:
    put(cast, cast.leo, "K", OCTOBER, "SEMH")
    said = {(one.label, one.text) for one in said_of(cast.leo, cast.school)}
    assert said >= {
        ("Special educational provision", "SEN support, from 5 October 2026"),
        ("Need", "Social, emotional and mental health (primary), from 5 October 2026"),
    }
    header, rows = tables_of(cast.school)["needs.csv"]
    assert header[:5] == ["pupil", "code", "rank", "starts", "ends"]
    assert [row[:5] for row in rows] == [(cast.leo.uuid, "SEMH", 1, OCTOBER, None)]
    assert "noted_by" in header


def test_it_goes_with_the_last_record_about_a_pupil_who_left(cast: Cast) -> None:
    put(cast, cast.leo, "K", OCTOBER, "SEMH")
    put(cast, cast.jaden, "K", OCTOBER, "SLCN")
    first, last = file(cast, "note", cast.sam, cast.leo), file(cast, "note", cast.sam, cast.leo)
    Enrolment.objects.filter(pupil=cast.leo.pk).update(ends=OCTOBER)
    forget_record(first, by=cast.okafor, at=clock.now(), why="Past its time")
    assert len(spells(cast.leo)) == 1
    forget_record(last, by=cast.okafor, at=clock.now(), why="Past its time")
    assert (spells(cast.leo), Need.objects.get().code) == ([], "SLCN")
