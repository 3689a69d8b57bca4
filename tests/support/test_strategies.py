"""The school's strategies: kept, found by need, picked in a plan, and counted."""

from handrail.demo.cast import Cast
from handrail.people.models import Need
from handrail.records.reader import reader_for
from handrail.strategies.beside import tables
from handrail.strategies.models import Strategy
from handrail.strategies.starter import give_starter_strategies
from handrail.support.strategies import strategies_to_name, used_in
from tests.support.supporting import ahead, plan_for
from tests.web.test_pupil_plans import client_of

HOME = "/school/strategies/"
QUIET = "Calm place of their own"
OWN = {"name": "Bus card", "what": "A card with his bus.", "how": "Show it before the bell.",
       "needs": ["SEMH"], "stages": ["KS2"]}  # fmt: skip
ROW = "support_plan-supports-0-"


def test_the_senco_keeps_the_list_and_everybody_reads_it(cast: Cast) -> None:
    grant, sam = client_of(cast.grant), client_of(cast.sam)
    assert "No strategies yet" in sam.get(HOME).content.decode()
    grant.post(HOME, {"starters": "yes"})
    assert (Strategy.objects.count(), give_starter_strategies(cast.school)) == (32, 0)
    assert not Strategy.objects.filter(leave_alone="").exists()
    assert grant.post(HOME, {**OWN, "how": ""}).status_code == 422
    assert grant.post(HOME, OWN).status_code == 302
    again = grant.post(HOME, {**OWN, "name": "bus  CARD", "what": "Something else"})
    assert again.status_code == 422
    assert "There is a strategy of that name already" in again.content.decode()
    assert "Something else" in again.content.decode()  # nothing typed is lost
    own = Strategy.objects.get(name="Bus card")
    change = grant.get(f"{HOME}?change={own.uuid}").content.decode()
    assert "Show it before the bell." in change
    assert grant.post(HOME, {**OWN, "change": own.uuid, "name": "X", "how": "Show it twice."})
    own.refresh_from_db()
    assert (own.name, own.how, own.needs, own.changed_by) == (
        "Bus card", "Show it twice.", ["SEMH"], cast.grant)  # fmt: skip
    page = sam.get(f"{HOME}?q=twice").content.decode()
    assert "Bus card" in page
    assert "1 strategy<" in page
    assert 'name="retire"' not in page
    assert sam.post(HOME, {"retire": str(own.uuid)}).status_code == 404
    found = {"area=semh": True, "area=sensory": False, "need=SEMH": True, "need=VI": False,
             "stage=KS2": True, "stage=KS4": False}  # fmt: skip
    for asked, there in found.items():
        assert ("Bus card" in sam.get(f"{HOME}?{asked}").content.decode()) is there, asked
    grant.post(HOME, {"retire": str(own.uuid)})
    assert "Bus card" not in sam.get(HOME).content.decode()
    assert len(list(tables(cast.school)["strategies.csv"][1])) == 33


def test_a_plan_picks_one_and_keeps_its_words(cast: Cast) -> None:
    """By its name alone; those for the pupil's needs stand first for whoever may know the needs."""
    give_starter_strategies(cast.school)
    Need.objects.filter(pupil=cast.leo.pk).delete()
    Need.objects.create(pupil=cast.leo.pupil, code="VI", rank=1)
    offered = strategies_to_name(reader_for(cast.patel), cast.school, cast.leo)
    assert len(offered) == 32
    assert offered[0] == "Another way than writing"
    assert strategies_to_name(reader_for(cast.lee), cast.school, cast.leo) == sorted(
        offered, key=str.casefold
    )
    grant, begin = client_of(cast.grant), f"/log/at/support_plan/?pupil={cast.leo.uuid}"
    desk = grant.get(begin).content.decode()
    assert desk.index('<option value="Another way than writing">') < desk.index(
        f'<option value="{QUIET}">'
    )
    sent = {
        "kind": "support_plan", "who": str(cast.leo.uuid), "when": "now",
        "support_plan-change": "new", "support_plan-review_on": ahead(60).isoformat(),
        "support_plan-sort": "sen_support", "support_plan-needs": "Loud rooms.",
        "support_plan-supports-count": "1", f"{ROW}named": QUIET.upper(),
        f"{ROW}how_often": "Daily", f"{ROW}who": "Sam Birch",
    }  # fmt: skip
    wrong = grant.post("/log/at/support_plan/", sent | {f"{ROW}named": "Nothing like it"})
    assert wrong.status_code == 422
    assert "The school’s list has no strategy of that name." in wrong.content.decode()
    saved = grant.post("/log/at/support_plan/", sent)
    assert saved.status_code == 302, saved.content.decode()
    quiet = Strategy.objects.get(name=QUIET)
    old = quiet.how
    grant.post(HOME, {"change": quiet.uuid, "what": quiet.what, "how": "Another way now."})
    grant.post(HOME, {"retire": quiet.uuid})
    support = client_of(cast.sam).get(f"/pupils/{cast.leo.uuid}/support/").content.decode()
    assert f"<b>{QUIET}</b>" in support
    assert old in support
    assert "Another way now." not in support
    assert f"{HOME}?pupil={cast.leo.uuid}&amp;q=Calm%20place" in support
    assert HOME in client_of(cast.sam).get(f"/pupils/{cast.leo.uuid}/plan/").content.decode()
    counts = used_in(reader_for(cast.grant), cast.school)
    assert dict(counts) == {QUIET: 1}
    assert not used_in(reader_for(cast.lee), cast.school)
    grant.post(HOME, {"retire": quiet.uuid})
    about = grant.get(f"{HOME}?pupil={cast.leo.uuid}").content.decode()
    assert "in 1 plan<" in about
    assert "for Leo’s needs" in about
    assert "for Leo’s needs" not in client_of(cast.lee).get(
        f"{HOME}?pupil={cast.leo.uuid}").content.decode()  # fmt: skip
    plan_for(cast, cast.leo, detail={"ended": True, "review_on": None}, rows={})
    assert not used_in(reader_for(cast.grant), cast.school)
