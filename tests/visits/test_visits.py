"""A visit: planned from a class, on one page with what is needed, counted, kept and forgotten."""

from typing import Any

from handrail.core import clock
from handrail.demo.cast import Cast
from handrail.people.models import PupilFlag
from handrail.records.beside import said_of, tables_of
from handrail.records.models import Record
from handrail.visits.keeping import KEPT
from handrail.visits.models import Visit
from tests.programmes.test_pages import client_of, page
from tests.visits.planning import visit_of


def sent(cast: Cast, **more: Any) -> dict[str, Any]:
    return {
        "number": "0192f0c1-0000-7000-8000-000000000001", "what": "Museum", "where": "Lock Lane",
        "on": str(clock.today()), "leaves": "09:15", "back": "14:45",
        "leader": str(cast.patel.uuid), "adults": [str(cast.sam.uuid)],
        "groups": [str(cast.groups["4 Willow"].uuid)], **more,
    }  # fmt: skip


def test_a_visit_is_planned_and_its_page_says_what_is_needed_on_the_way(cast: Cast) -> None:
    patel = client_of("patel")
    for wrong, said in (
        ({"groups": []}, "nobody is on it yet"),
        ({"back": "08:00"}, "back before it leaves"),
    ):
        refused = patel.post("/visits/new/", sent(cast, **wrong))
        assert refused.status_code == 422
        assert said in refused.content.decode()
    for _ in range(2):  # a double tap
        assert patel.post("/visits/new/", sent(cast)).status_code == 302
    visit = Visit.objects.get()
    PupilFlag.objects.create(pupil=cast.leo.pupil, sort="medical", text="Wears a hearing aid")
    path = f"/visits/{visit.uuid}/"
    assert path in page("sam", "/")  # on Today of whoever goes with it
    text = page("sam", path)
    link = cast.leo.pupil.carers.exclude(carer__mobile="").filter(restriction="")[0]
    for needed in ("Wears a hearing aid", link.carer.mobile, cast.jaden.name, "led by"):
        assert needed in text or needed in page("sam", "/visits/")
    assert (
        "Wears a hearing aid"
        in client_of("sam").get("/me/offline-copy/").json()["visits"][0]["page"]
    )
    stays = [str(one.uuid) for one in visit.pupils.exclude(pk=cast.jaden.pk)]
    patel.post(f"{path}edit/", sent(cast, groups=[], pupils=stays))
    assert cast.jaden.name not in page("sam", path)
    patel.post(f"{path}off/", {"because": "The coach did not come"})
    assert "Called off." in page("office", path)
    assert path not in page("sam", "/")


def test_everybody_on_it_is_counted_and_the_adults_read_the_count(cast: Cast) -> None:
    visit = visit_of(cast)
    path = f"/visits/{visit.uuid}/"
    client_of("sam").post(f"{path}count/", {"missing": [str(cast.leo.uuid)]})
    record = Record.everything.get(kind="head_count")
    assert (record.headline, record.group) == ("Head-count: 3 of 4, 1 missing", None)
    assert record.headline in page("patel", path)


def test_a_visit_is_in_what_is_asked_for_and_goes_when_its_time_is_over(cast: Cast) -> None:
    visit = visit_of(cast)
    said = [one.text for one in said_of(cast.leo, cast.school)]
    assert any("Museum of the Canal" in text for text in said)
    assert {"visits.csv", "visit_pupils.csv", "visit_adults.csv"} <= set(tables_of(cast.school))
    assert KEPT.count(cast.school, visit.until, {cast.leo.pk}) == 0
    assert KEPT.destroy(cast.school, visit.until, set()) == 1
