"""Every address of the program in a made-up school, and the posts that may open each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from typing import Any
from uuid import UUID

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from handrail.core import clock
from handrail.core.ids import new_uuid
from handrail.demo.cast import Cast
from handrail.keeping.models import Destruction
from handrail.people.models import Person, Post, User
from handrail.programmes.noticing import MomentDraft, notice
from handrail.records.models import Action
from handrail.records.reader import reader_for
from handrail.reports.making import ask_for_record
from handrail.rota.making import TurnDraft, make_turns
from handrail.rota.models import Turn
from handrail.school.models import School
from handrail.sharing.requesting import let_in
from handrail.training.models import Certificate
from tests.equipment.finding import reported
from tests.filing import file
from tests.jobs.asking import job_of
from tests.learning.planning import mark_of, objective, plan_of
from tests.programmes.giving import measured, place_of, programme_of
from tests.scores.bringing import brought
from tests.sharing.asking import request_for
from tests.visits.planning import visit_of

POSTS = ("sam", "patel", "ahmed", "price", "okafor", "khan", "grant", "office", "tilly")
EVERYONE = set(POSTS)
STAFF = EVERYONE - {"tilly"}
LEADS = {"ahmed", "price", "okafor"}
PASTORAL = LEADS | {"khan", "grant"}
RUNS = {"office", "okafor"}
NOBODY: set[str] = set()


@dataclass(frozen=True)
class Row:
    """An address, who may open it (200, 302 or 422 by posting), everyone else gets 404."""

    path: str
    who: set[str]
    post: bool = False
    anyone: bool = False  # needs no signing in
    street: int = 302  # what somebody who is not signed in gets: the way to the door
    others: int = 404  # what everybody else gets; 403 only where the page itself is no secret


@pytest.fixture
def world(cast: Cast) -> dict[str, Any]:
    """Records of my class, another class, another school and a restricted one."""
    elsewhere = School.objects.create(name="Elm Park Primary")
    stranger = Person.objects.create(given="Noor", family="Vale")
    Post.objects.create(person=stranger, school=elsewhere, role=Post.Role.HEAD)
    User.objects.create_user("vale", "spring-lane-demo", stranger)
    own = file(cast, "behaviour", cast.sam, cast.leo, pick={"level": ("level-3",)})
    other = file(cast, "behaviour", cast.reid, cast.yusuf)
    secret = file(cast, "concern", cast.reid, cast.amina)
    file(cast, "support_plan", cast.grant, cast.leo)
    return {
        "own": own.uuid,
        "other": other.uuid,
        "secret": secret.uuid,
        "leo": cast.leo.uuid,
        "yusuf": cast.yusuf.uuid,
        "sam": cast.sam.uuid,
        "certificate": Certificate.objects.filter(person=cast.sam)[0].uuid,
        "action": Action.objects.get(record=own, duty="carer-told").uuid,
        "read": Action.objects.get(record=secret).uuid,
        "none": new_uuid(),
        **a_report(cast),
        "destroyed": destroyed(cast, "ordinary"),
        "destroyed_secret": destroyed(cast, "restricted"),
        **requests_logged(cast),
        **lesson_planned(cast),
        **programme_begun(cast),
        "job": job_of(cast).uuid,
        "turn": turn_of_sam(cast).uuid,
        "fault": reported(cast).uuid,
    }


def lesson_planned(cast: Cast) -> dict[str, Any]:
    """Mr Patel's maths with Sam, and one mark of it."""
    plan = plan_of(cast)
    return {
        "plan": plan.uuid,
        "objective": objective(cast, "m17").uuid,
        "mark": mark_of(cast, plan, cast.leo).uuid,
        "willow": cast.groups["4 Willow"].uuid,
        "visit": visit_of(cast).uuid,
        "scores": brought(cast).uuid,
    }


def programme_begun(cast: Cast) -> dict[str, Any]:
    """Mr Patel's programme for Leo, led by Sam, measured once."""
    place = place_of(cast, programme_of(cast), cast.leo)
    measured(cast, place, [4], [])
    moment = notice(reader_for(cast.sam), place, MomentDraft(new_uuid(), clock.now(), True))
    return {
        "programme": place.programme.uuid, "measured": place.measurements.get().uuid,
        "place": place.uuid, "moment": moment.uuid,
    }  # fmt: skip


def turn_of_sam(cast: Cast) -> Turn:
    """Sam's turn at break on Mondays, by Mr Khan."""
    draft = TurnDraft(
        "break", cast.places["Upper yard"], time(10, 40), time(11), weekdays=[0], people=[cast.sam]
    )
    return make_turns(reader_for(cast.khan), cast.school, draft)[0]


def requests_logged(cast: Cast) -> dict[str, Any]:
    """About Leo; about Amina, with the office let in; and about a child of the lead."""
    made = {name: request_for(cast, cast.pupils[name]) for name in ("leo", "amina", "bo")}
    let_in(made["amina"], reader_for(cast.okafor), cast.office)
    shut = made["amina"].pieces.filter(part="restricted").first()
    return {
        **{f"asked_{name}": one.uuid for name, one in made.items()},
        "piece": made["leo"].pieces.filter(sort="record").first().uuid,  # type: ignore[union-attr]
        "office_piece": made["amina"].pieces.filter(part="ordinary").first().uuid,  # type: ignore[union-attr]
        "shut_piece": shut.uuid,  # type: ignore[union-attr]
    }


def a_report(cast: Cast) -> dict[str, Any]:
    """A restrictive intervention, and the PDF of it that Sam asked for."""
    held = file(cast, "hold", cast.sam, cast.leo)
    return {"held": held.uuid, "report": ask_for_record(reader_for(cast.sam), held).uuid}


def destroyed(cast: Cast, circle: str) -> UUID:
    """A destruction that was carried out, of nothing."""
    return Destruction.objects.create(
        school=cast.school, circle=circle, state="done", number=1, done_at=clock.now(),
        body='{"destroyed": [], "spared": []}',
        proposed_by=cast.okafor, proposed_at=clock.now(), confirmed_by=cast.ahmed,
    ).uuid  # fmt: skip


def rows(w: dict[str, Any]) -> Iterator[tuple[str, Row]]:
    """The table: pattern of the address, and what it must do."""
    own_readers = PASTORAL | {"sam", "patel"}
    other_readers = PASTORAL
    yield "", Row("/", EVERYONE)
    yield "sign-in/", Row("/sign-in/", EVERYONE, anyone=True)
    yield "sign-in/code/", Row("/sign-in/code/", EVERYONE, anyone=True)
    yield "sign-in/passkey/", Row("/sign-in/passkey/", EVERYONE, post=True, anyone=True)
    for tail in ("", "back/"):
        pattern = f"sign-in/with/<slug:provider_id>/{tail}"
        yield pattern, Row(f"/sign-in/with/none/{tail}", NOBODY, anyone=True)
    yield "sign-in/forgotten/", Row("/sign-in/forgotten/", EVERYONE, anyone=True)
    yield "welcome/", Row("/welcome/", NOBODY, anyone=True)
    yield "welcome/<str:secret>/", Row("/welcome/none/", EVERYONE, anyone=True)
    account = f"/school/staff/{w['sam']}/account/"
    yield "school/staff/<uuid:uuid>/account/", Row(account, NOBODY, post=True)
    yield "sign-out/", Row("/sign-out/", EVERYONE, post=True, anyone=True)
    yield "lock/", Row("/lock/", EVERYONE, anyone=True)
    yield "lock/away/", Row("/lock/away/", EVERYONE, post=True, anyone=True)
    yield "lock/back/", Row("/lock/back/", EVERYONE, post=True, anyone=True)
    yield "worker.js", Row("/worker.js", EVERYONE, anyone=True)
    yield "offline/", Row("/offline/", EVERYONE, anyone=True)
    yield "me/pin/", Row("/me/pin/", EVERYONE, post=True)
    yield "me/offline-copy/", Row("/me/offline-copy/", EVERYONE)
    yield "healthy", Row("/healthy", EVERYONE, anyone=True)
    yield "app.webmanifest", Row("/app.webmanifest", EVERYONE, anyone=True)
    yield "me/", Row("/me/", EVERYONE)
    yield "me/school/", Row("/me/school/", EVERYONE, post=True)
    yield "me/signed-in/", Row("/me/signed-in/", NOBODY, post=True)
    yield "me/training/", Row("/me/training/", EVERYONE)
    yield from training_rows(w)
    yield "me/again/", Row("/me/again/", EVERYONE)
    for tail in ("", "app/"):
        yield f"me/second-factor/{tail}", Row(f"/me/second-factor/{tail}", EVERYONE)
    yield "me/second-factor/passkey/", Row("/me/second-factor/passkey/", EVERYONE, post=True)
    yield "me/second-factor/codes/", Row("/me/second-factor/codes/", LEADS, post=True)
    yield "me/second-factor/remove/", Row("/me/second-factor/remove/", NOBODY, post=True)
    yield "pupils/", Row("/pupils/", EVERYONE)
    yield "pupils/<uuid:uuid>/", Row(f"/pupils/{w['leo']}/", STAFF)
    yield "pupils/<uuid:uuid>/", Row(f"/pupils/{w['yusuf']}/", EVERYONE)
    yield "pupils/<uuid:uuid>/", Row(f"/pupils/{w['none']}/", NOBODY)
    yield "pupils/<uuid:uuid>/look/", Row(f"/pupils/{w['leo']}/look/", STAFF, post=True)
    yield "pupils/<uuid:uuid>/out/", Row(f"/pupils/{w['leo']}/out/", STAFF, post=True)
    yield "records/<uuid:uuid>/back/", Row(f"/records/{w['own']}/back/", NOBODY, post=True)
    yield "pupils/<uuid:uuid>/details/", Row(f"/pupils/{w['leo']}/details/", PASTORAL | {"office"})
    yield "pupils/<uuid:uuid>/medicines/", Row(f"/pupils/{w['leo']}/medicines/", STAFF)
    yield "pupils/<uuid:uuid>/plan/", Row(f"/pupils/{w['leo']}/plan/", STAFF)
    versions = "pupils/<uuid:uuid>/plan/<slug:slug>/"
    yield versions, Row(f"/pupils/{w['leo']}/plan/handling_plan/", STAFF)
    yield versions, Row(f"/pupils/{w['leo']}/plan/concern/", NOBODY)
    yield "pupils/plans/", Row("/pupils/plans/", PASTORAL)
    yield from support_rows(w)
    for tail in ("", "amend/", "void/", "files/", "share/"):
        post = bool(tail)
        pattern = f"records/<uuid:uuid>/{tail}"
        yield pattern, Row(f"/records/{w['own']}/{tail}", own_readers, post)
        yield pattern, Row(f"/records/{w['other']}/{tail}", other_readers, post)
        yield pattern, Row(f"/records/{w['secret']}/{tail}", LEADS, post)
        yield pattern, Row(f"/records/{w['none']}/{tail}", NOBODY, post)
    file_pattern = "records/<uuid:uuid>/files/<uuid:file>/"
    yield file_pattern, Row(f"/records/{w['own']}/files/{w['none']}/", NOBODY)
    set_aside = "actions/<uuid:uuid>/set-aside/"
    yield set_aside, Row(f"/actions/{w['action']}/set-aside/", own_readers, post=True)
    yield set_aside, Row(f"/actions/{w['read']}/set-aside/", LEADS, post=True)
    yield "alerts/", Row("/alerts/", EVERYONE)
    yield "alerts/unseen/", Row("/alerts/unseen/", EVERYONE, street=401)
    arrived = "alerts/arrived/<uuid:uuid>/"
    yield arrived, Row(f"/alerts/arrived/{w['none']}/", EVERYONE, post=True, anyone=True)
    yield "me/told/", Row("/me/told/", EVERYONE)
    yield "me/back/", Row("/me/back/", EVERYONE, post=True)
    yield "me/devices/", Row("/me/devices/", EVERYONE, post=True)
    end_device = "me/devices/<uuid:uuid>/end/"
    yield end_device, Row(f"/me/devices/{w['none']}/end/", NOBODY, post=True)
    yield "alerts/seen/", Row("/alerts/seen/", EVERYONE, post=True)
    yield "alerts/<uuid:uuid>/", Row(f"/alerts/{w['none']}/", NOBODY)
    yield "find/", Row("/find/?q=plain", EVERYONE)
    yield from request_rows(w)
    yield from lesson_rows(w)
    yield from visit_rows(w)
    yield from programme_rows(w)
    yield from rota_rows(w)
    keepers = RUNS | LEADS
    yield "school/keeping/", Row("/school/keeping/", keepers)
    yield "school/keeping/periods/", Row("/school/keeping/periods/", RUNS)
    yield "school/registers/<slug:slug>/", Row("/school/registers/hold/", PASTORAL)
    yield "school/registers/<slug:slug>/", Row("/school/registers/note/", NOBODY)
    yield from report_rows(w)
    yield "school/keeping/holds/", Row("/school/keeping/holds/", LEADS)
    one, shut = "school/keeping/<uuid:uuid>/", "school/keeping/<uuid:uuid>/certificate.json"
    for name, who in (("destroyed", keepers), ("destroyed_secret", LEADS), ("none", NOBODY)):
        yield one, Row(f"/school/keeping/{w[name]}/", who)
        yield shut, Row(f"/school/keeping/{w[name]}/certificate.json", who)
    yield "school/equality/", Row("/school/equality/", LEADS | {"khan"})
    for tail in ("records/", "return.csv"):
        yield f"school/equality/{tail}", Row(f"/school/equality/{tail}", LEADS | {"khan"})
    yield "school/roll/", Row("/school/roll/", RUNS, others=403)
    yield "school/logo/", Row("/school/logo/", RUNS)
    yield "school/logo/picture/", Row("/school/logo/picture/", NOBODY)  # there is none yet
    for part in ("", "places/", "words/", "terms/", "duties/", "staff/", "timetable/", "devices/"):
        yield f"school/{part}", Row(f"/school/{part}", RUNS)
    for whose in ("leo", "none"):
        who = STAFF if whose == "leo" else NOBODY
        yield "pupils/<uuid:uuid>/cpoms/", Row(f"/pupils/{w[whose]}/cpoms/", who)
    yield "pupils/<uuid:uuid>/cpoms/", Row(f"/pupils/{w['leo']}/cpoms/", STAFF, post=True)
    yield "school/cpoms/", Row("/school/cpoms/", RUNS | LEADS | {"khan"})
    yield "school/readings/", Row("/school/readings/", LEADS)
    yield "school/ethnicity/", Row("/school/ethnicity/", RUNS)
    yield from patterns_rows()
    yield from equipment_rows(w)
    yield "school/staff/<uuid:uuid>/", Row(f"/school/staff/{w['sam']}/", RUNS)
    away = "school/staff/<uuid:uuid>/away/"
    yield away, Row(f"/school/staff/{w['sam']}/away/", RUNS, post=True)
    yield "school/roll/template/<str:name>", Row("/school/roll/template/none.csv", NOBODY)
    yield "log/", Row("/log/", EVERYONE)
    yield "log/will/", Row("/log/will/", EVERYONE, post=True)
    yield "log/send/", Row("/log/send/", NOBODY, post=True, others=403)
    yield "log/who/", Row("/log/who/?q=leo", EVERYONE)
    yield "log/at/<slug:slug>/", Row("/log/at/debrief/", STAFF)
    yield "log/at/<slug:slug>/", Row("/log/at/hold_review/", LEADS | {"khan"})
    complete = "log/<uuid:uuid>/complete/"
    yield complete, Row(f"/log/{w['own']}/complete/", PASTORAL | {"sam"})
    yield complete, Row(f"/log/{w['other']}/complete/", PASTORAL)
    yield complete, Row(f"/log/{w['secret']}/complete/", LEADS)
    checks = "log/<uuid:uuid>/complete/will/"
    yield checks, Row(f"/log/{w['own']}/complete/will/", PASTORAL | {"sam"}, post=True)
    yield checks, Row(f"/log/{w['secret']}/complete/will/", LEADS, post=True)
    account = "log/<uuid:uuid>/account/"
    yield account, Row(f"/log/{w['own']}/account/", own_readers, post=True)
    yield account, Row(f"/log/{w['secret']}/account/", LEADS, post=True)
    yield "log/<uuid:uuid>/saved/", Row(f"/log/{w['own']}/saved/", {"sam"})
    yield "log/<uuid:uuid>/undo/", Row(f"/log/{w['none']}/undo/", NOBODY, post=True)


def support_rows(w: dict[str, Any]) -> Iterator[tuple[str, Row]]:
    """Leo’s support plan; the register and the history of needs are for the pastoral leads."""
    one, readers = "pupils/<uuid:uuid>/", PASTORAL | {"sam", "patel"}
    for tail in ("support/", "profile/"):
        yield f"{one}{tail}", Row(f"/pupils/{w['leo']}/{tail}", STAFF)
        yield f"{one}{tail}", Row(f"/pupils/{w['none']}/{tail}", NOBODY)
    pack = f"{one}support/pack/"
    yield pack, Row(f"/pupils/{w['leo']}/support/pack/", readers, post=True)
    yield pack, Row(f"/pupils/{w['yusuf']}/support/pack/", NOBODY, post=True)
    yield f"{one}needs/", Row(f"/pupils/{w['leo']}/needs/", PASTORAL)
    yield f"{one}needs/", Row(f"/pupils/{w['leo']}/needs/", {"grant", "okafor"}, post=True)
    yield "pupils/needs/", Row("/pupils/needs/", PASTORAL)
    yield "school/strategies/", Row("/school/strategies/", STAFF)
    yield "school/strategies/", Row("/school/strategies/", {"grant", "okafor"}, post=True)
    yield "pupils/needs/register.csv", Row("/pupils/needs/register.csv", PASTORAL)


def lesson_rows(w: dict[str, Any]) -> Iterator[tuple[str, Row]]:
    """A lesson of 4 Willow; the SENCO reads the learning of those with a need, as Leo."""
    readers = PASTORAL | {"sam", "patel"}
    one = "plans/<uuid:uuid>/"
    yield from job_rows(w)
    yield "plans/", Row("/plans/", readers)
    yield "plans/new/", Row("/plans/new/", {"patel", "price", "grant", "khan", "okafor"})
    yield one, Row(f"/plans/{w['plan']}/", readers)
    yield one, Row(f"/plans/{w['none']}/", NOBODY)
    yield f"{one}edit/", Row(f"/plans/{w['plan']}/edit/", {"patel"})
    yield f"{one}mark/", Row(f"/plans/{w['plan']}/mark/", {"sam", "patel"})
    yield f"{one}do/<slug:what>/", Row(f"/plans/{w['plan']}/do/suggest/", readers, post=True)
    yield f"{one}do/<slug:what>/", Row(f"/plans/{w['plan']}/do/none/", NOBODY, post=True)
    yield "marks/send/", Row("/marks/send/", NOBODY, post=True, others=403)
    withdraw = "marks/<uuid:uuid>/withdraw/"
    yield withdraw, Row(f"/marks/{w['mark']}/withdraw/", readers, post=True)
    yield withdraw, Row(f"/marks/{w['none']}/withdraw/", NOBODY, post=True)
    photo = "marks/<uuid:uuid>/photo/"
    yield photo, Row(f"/marks/{w['mark']}/photo/", {"sam"})
    yield photo, Row(f"/marks/{w['mark']}/photo/", {"sam"}, post=True)
    yield photo, Row(f"/marks/{w['none']}/photo/", NOBODY)
    yield "objectives/", Row("/objectives/", STAFF)
    yield "objectives/find/", Row("/objectives/find/?q=a", readers)
    may_load = {"patel", "price", "grant", "khan", "okafor", "office"}
    keepers = RUNS | {"grant"}
    yield "objectives/lists/", Row("/objectives/lists/", keepers)
    yield "objectives/lists/", Row("/objectives/lists/", keepers, post=True)
    pattern = "objectives/do/<slug:what>/<uuid:uuid>/"
    yield pattern, Row(f"/objectives/do/retire/{w['objective']}/", keepers, post=True)
    yield pattern, Row(f"/objectives/do/retire/{w['none']}/", NOBODY, post=True)
    yield "objectives/starter/", Row("/objectives/starter/", may_load, post=True)
    learning = "pupils/<uuid:uuid>/learning/"
    for name, who in (("leo", readers), ("yusuf", PASTORAL - {"grant"}), ("none", NOBODY)):
        yield learning, Row(f"/pupils/{w[name]}/learning/", who)
        yield f"{learning}targets/", Row(f"/pupils/{w[name]}/learning/targets/", who, post=True)
        for tail in ("feedback/", "for-home/", "scores/", "attendance/"):
            yield f"pupils/<uuid:uuid>/{tail}", Row(f"/pupils/{w[name]}/{tail}", who)
    for tail in ("", "table.csv", "table.xlsx", "behind/?what=marks", "behind/?what=behaviour"):
        pattern = "table.<slug:ending>" if tail.startswith("table") else tail.partition("?")[0]
        yield f"progress/{pattern}", Row(f"/progress/{tail}", readers)
    yield "school/attendance/", Row("/school/attendance/", RUNS)
    yield "school/attendance/", Row("/school/attendance/", RUNS, post=True)
    makers = {"patel", "price", "grant", "khan", "okafor"}
    yield "scores/", Row("/scores/", makers)
    taken = "scores/<uuid:uuid>/withdraw/"
    yield taken, Row(f"/scores/{w['scores']}/withdraw/", {"patel", "khan", "okafor", "price"},
                     post=True)  # fmt: skip
    watchers = readers - {"sam"}
    for tail, who in (("", watchers), ("past/", watchers), ("rule/", {"grant", "okafor"})):
        yield f"falling-behind/{tail}", Row(f"/falling-behind/{tail}", who)
    for tail in ("table.exe", "behind/?what=none", f"?group={w['none']}x"):
        pattern = "table.<slug:ending>" if tail.startswith("table") else tail.partition("?")[0]
        yield f"progress/{pattern}", Row(f"/progress/{tail}", NOBODY)
    group = "groups/<uuid:uuid>/"
    yield f"{group}learning/", Row(f"/groups/{w['willow']}/learning/", readers)
    yield f"{group}count/", Row(f"/groups/{w['willow']}/count/", STAFF)
    yield f"{group}count/", Row(f"/groups/{w['none']}/count/", NOBODY)
    yield f"{group}seats/", Row(f"/groups/{w['willow']}/seats/", readers)
    yield f"{group}seats/draw/", Row(f"/groups/{w['willow']}/seats/draw/", makers - {"price"})
    yield f"{group}seats/draw/", Row(f"/groups/{w['none']}/seats/draw/", NOBODY, post=True)


def job_rows(w: dict[str, Any]) -> Iterator[tuple[str, Row]]:
    """A job that Mr Patel asked of Sam; who leads sees it too."""
    askers = {"patel", "price", "grant", "khan", "okafor"}
    one, see = "jobs/<uuid:uuid>/", {"sam", "patel", "grant", "khan", "okafor"}
    for tail in ("", "table.csv"):
        yield f"jobs/{tail}", Row(f"/jobs/{tail}", PASTORAL | {"sam", "patel"})
    yield "jobs/new/", Row("/jobs/new/", askers)
    yield one, Row(f"/jobs/{w['job']}/", see)
    yield f"{one}do/<slug:what>/", Row(f"/jobs/{w['job']}/do/reopen/", see, post=True)
    yield f"{one}do/<slug:what>/", Row(f"/jobs/{w['none']}/do/done/", NOBODY, post=True)


def visit_rows(w: dict[str, Any]) -> Iterator[tuple[str, Row]]:
    """Mr Patel's visit with Sam; the pastoral posts and the office see every one."""
    runs = PASTORAL | {"patel", "office"}
    one, on_it = "visits/<uuid:uuid>/", runs | {"sam"}
    for tail in ("", "new/"):
        yield f"visits/{tail}", Row(f"/visits/{tail}", STAFF)
    for tail, who in (("", on_it), ("edit/", runs), ("count/", on_it)):
        yield f"{one}{tail}", Row(f"/visits/{w['visit']}/{tail}", who)
        yield f"{one}{tail}", Row(f"/visits/{w['none']}/{tail}", NOBODY)
    yield f"{one}off/", Row(f"/visits/{w['visit']}/off/", on_it, post=True)


def programme_rows(w: dict[str, Any]) -> Iterator[tuple[str, Row]]:
    """A programme of Leo's; dates and draws by whoever leads or made it, and the pastoral posts."""
    readers, makers = PASTORAL | {"sam", "patel"}, {"patel", "price", "grant", "khan", "okafor"}
    one = "programmes/<uuid:uuid>/"
    yield "programmes/", Row("/programmes/", readers)
    yield "programmes/working/", Row("/programmes/working/", readers)
    yield "programmes/new/", Row("/programmes/new/", makers)
    for tail in ("", "edit/", "session/", "measure/", "working/"):
        yield f"{one}{tail}", Row(f"/programmes/{w['programme']}/{tail}", readers)
        yield f"{one}{tail}", Row(f"/programmes/{w['none']}/{tail}", NOBODY)
    act = f"{one}do/<slug:what>/"
    yield act, Row(f"/programmes/{w['programme']}/do/draw/", readers, post=True)
    yield act, Row(f"/programmes/{w['programme']}/do/none/", NOBODY, post=True)
    withdraw = "measurements/<uuid:uuid>/withdraw/"
    yield withdraw, Row(f"/measurements/{w['measured']}/withdraw/", readers, post=True)
    yield withdraw, Row(f"/measurements/{w['none']}/withdraw/", NOBODY, post=True)
    moments = "programmes/places/<uuid:uuid>/moments/"
    yield moments, Row(f"/programmes/places/{w['place']}/moments/", readers)
    yield moments, Row(f"/programmes/places/{w['none']}/moments/", NOBODY)
    file = "programmes/places/<uuid:uuid>/moments.csv"
    yield file, Row(f"/programmes/places/{w['place']}/moments.csv", readers)
    yield file, Row(f"/programmes/places/{w['none']}/moments.csv", NOBODY)
    yield "moments/send/", Row("/moments/send/", NOBODY, post=True, others=403)
    gone = "moments/<uuid:uuid>/withdraw/"
    yield gone, Row(f"/moments/{w['moment']}/withdraw/", readers, post=True)
    yield gone, Row(f"/moments/{w['none']}/withdraw/", NOBODY, post=True)
    working = "pupils/<uuid:uuid>/working/"
    for name, who in (("leo", readers), ("yusuf", PASTORAL - {"grant"}), ("none", NOBODY)):
        yield working, Row(f"/pupils/{w[name]}/working/", who)
        yield f"{working}changes/", Row(f"/pupils/{w[name]}/working/changes/", who, post=True)


def rota_rows(w: dict[str, Any]) -> Iterator[tuple[str, Row]]:
    """Staff see the rota and log zones; it is made by the head, the manager and the office."""
    yield "rota/", Row("/rota/", STAFF)
    yield "rota/new/", Row("/rota/new/", RUNS | {"khan"})
    yield "rota/<uuid:uuid>/", Row(f"/rota/{w['turn']}/", STAFF)
    yield "rota/<uuid:uuid>/", Row(f"/rota/{w['none']}/", NOBODY)
    yield "rota/<uuid:uuid>/", Row(f"/rota/{w['turn']}/", STAFF, post=True)
    yield "rota/zones/", Row("/rota/zones/", STAFF)
    yield "rota/zones/send/", Row("/rota/zones/send/", NOBODY, post=True, others=403)


def patterns_rows() -> Iterator[tuple[str, Row]]:
    """Figures are for the pastoral leads; a kind that is not theirs has no figures."""
    yield (
        "school/patterns/governors/",
        Row("/school/patterns/governors/", {"okafor", "price"}, post=True),
    )
    printing = "school/patterns/missing/print/"
    yield printing, Row(f"/{printing}", PASTORAL, post=True)
    yield "trust/", Row("/trust/", NOBODY)  # tests/measures/test_across.py opens it
    for tail in ("", "table.csv", "records/", "missing/", "missing.csv"):
        yield f"school/patterns/{tail}", Row(f"/school/patterns/{tail}", PASTORAL)
        concerns = f"/school/patterns/{tail}?kind=concern"
        yield f"school/patterns/{tail}", Row(concerns, LEADS)


def equipment_rows(w: dict[str, Any]) -> Iterator[tuple[str, Row]]:
    """Everybody who works there looks and reports; administrator and head keep the list."""
    yield "equipment/", Row("/equipment/", STAFF)
    yield "equipment/", Row("/equipment/", STAFF, post=True)
    for tail in ("checks/", "table.csv"):
        yield f"equipment/{tail}", Row(f"/equipment/{tail}", RUNS)
    one = "equipment/faults/<uuid:uuid>/"
    yield one, Row(f"/equipment/faults/{w['fault']}/", STAFF)
    yield one, Row(f"/equipment/faults/{w['none']}/", NOBODY, post=True)
    yield f"{one}photo/", Row(f"/equipment/faults/{w['fault']}/photo/", NOBODY)  # it has none


def request_rows(w: dict[str, Any]) -> Iterator[tuple[str, Row]]:
    """The head and the designated lead; an administrator where let in; nobody about their child."""
    leads, let = {"ahmed", "okafor"}, {"ahmed", "okafor", "office"}
    leo, amina, bo = (f"/requests/{w[f'asked_{name}']}/" for name in ("leo", "amina", "bo"))
    yield "requests/", Row("/requests/", let)
    yield "requests/grounds/", Row("/requests/grounds/", leads)
    yield "pupils/<uuid:uuid>/requests/new/", Row(f"/pupils/{w['leo']}/requests/new/", leads)
    one = "requests/<uuid:uuid>/"
    for path, who in ((leo, leads), (amina, let), (bo, {"okafor"})):
        yield one, Row(path, who)
        for what in ("gather", "words"):
            yield f"{one}do/<slug:what>/", Row(f"{path}do/{what}/", who, post=True)
        for what in ("extend", "close", "people", "staff"):
            yield f"{one}do/<slug:what>/", Row(f"{path}do/{what}/", who - {"office"}, post=True)
        yield f"{one}do/<slug:what>/", Row(f"{path}do/none/", NOBODY, post=True)
        for what in ("make", "sent"):
            yield f"{one}{what}/", Row(f"{path}{what}/", who - {"office"}, post=True)
        yield f"{one}making/", Row(f"{path}making/", who - {"office"})
        yield f"{one}bundles/<uuid:number>/", Row(f"{path}bundles/{w['none']}/", NOBODY)
    piece = f"{one}pieces/<uuid:number>/"
    for path, number, who in (
        (leo, w["piece"], leads), (amina, w["office_piece"], let), (amina, w["shut_piece"], leads),
        (amina, w["piece"], NOBODY), (bo, w["piece"], NOBODY),
    ):  # fmt: skip
        yield piece, Row(f"{path}pieces/{number}/", who)
        yield piece, Row(f"{path}pieces/{number}/", who, post=True)
        yield f"{piece}file/", Row(f"{path}pieces/{number}/file/", NOBODY)


def addresses() -> set[str]:
    """Every address that the application answers; the API has a table of its own."""

    def walk(patterns: list[Any], before: str) -> Iterator[str]:
        for one in patterns:
            here = before + str(one.pattern)
            if isinstance(one, URLResolver):
                yield from walk(one.url_patterns, here)
            elif isinstance(one, URLPattern):
                yield here

    found = walk(get_resolver().url_patterns, "")
    return {address for address in found if not address.startswith("api/")}


def report_rows(w: dict[str, Any]) -> Iterator[tuple[str, Row]]:
    """Numbers and the book are for who may read whatever can stand in it; Mrs Ahmed has a child
    at the school. A report is of whoever asked for it alone."""
    base, numbers = "school/registers/<slug:slug>/", {"price", "okafor"}
    yield f"{base}book/", Row("/school/registers/hold/book/", numbers, post=True)
    yield f"{base}check/", Row("/school/registers/hold/check/", numbers)
    page = "records/<uuid:uuid>/"
    yield f"{page}print/", Row(f"/records/{w['own']}/print/", PASTORAL | {"sam", "patel"},
                               post=True)  # fmt: skip
    yield f"{page}print/", Row(f"/records/{w['secret']}/print/", LEADS, post=True)
    yield f"{page}parents/", Row(f"/records/{w['own']}/parents/", NOBODY)
    yield f"{page}parents/", Row(f"/records/{w['held']}/parents/", PASTORAL | {"sam"})
    for tail in ("", "making/", "file/"):
        yield f"reports/<uuid:uuid>/{tail}", Row(f"/reports/{w['report']}/{tail}", {"sam"})


def training_rows(w: dict[str, Any]) -> Iterator[tuple[str, Row]]:
    """Head, administrator and behaviour manager keep it; the designated leads see until when."""
    base, keep = "school/training/", RUNS | {"khan"}
    for tail in ("", "gaps.csv"):
        yield base + tail, Row(f"/{base}{tail}", keep | LEADS)
    for tail in ("add/", "courses/", "techniques/"):
        yield base + tail, Row(f"/{base}{tail}", keep)
    yield f"{base}people/<uuid:uuid>/", Row(f"/{base}people/{w['sam']}/", keep | LEADS)
    withdraw = f"{base}certificates/<uuid:uuid>/withdraw/"
    yield withdraw, Row(f"/{base}certificates/{w['certificate']}/withdraw/", keep, post=True)
