"""The walk: the SENCO names needs, plans and reviews; the assistant reads what to do."""

from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

from handrail.core import clock
from handrail.demo.cast import Cast
from handrail.records.models import Action, Record
from tests.reports.reading import text_of
from tests.support.supporting import ahead, plan_for
from tests.web.test_pupil_plans import client_of


class _Fields(HTMLParser):
    """What a browser would send back of a page: inputs and boxes as they stand."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: dict[str, str] = {}
        self._box = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        name = said.get("name", "")
        if tag == "textarea":
            self._box, self.sent[name] = name, ""
        elif tag == "input" and name and said.get("type") not in {"file", "submit"}:
            ticked = "checked" in said or said.get("type") not in {"radio", "checkbox"}
            if ticked:
                self.sent[name] = said.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._box:
            self.sent[self._box] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._box = ""


def write(client: Client, page: str, **said: str) -> Record:
    """Open a page at the desk, fill it in and save it; what was filed."""
    fields = _Fields()
    fields.feed(client.get(page).content.decode())
    slug = page.split("/")[3]
    sent = {**fields.sent, "save": "yes", **{f"{slug}-{name}": v for name, v in said.items()}}
    reply = client.post(f"/log/at/{slug}/", sent)
    assert reply.status_code == 302, reply.content.decode()[:6000]
    return Record.everything.order_by("-pk").filter(kind=slug)[0]


@pytest.fixture(autouse=True)
def own_folder(settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_from_the_register_to_the_pack(cast: Cast) -> None:
    grant, sam, about = client_of(cast.grant), client_of(cast.sam), f"?pupil={cast.leo.uuid}"
    here = f"/pupils/{cast.leo.uuid}"
    grant.post(f"{here}/needs/", {"provision": "K", "since": "2026-10-05"})
    grant.post(f"{here}/needs/", {"need_1": "SEMH", "named_since": "2026-10-05"})
    assert f"{here}/support/" in grant.get("/pupils/needs/?due=none").content.decode()
    write(
        grant, f"/log/at/support_plan/{about}", change="new", sort="sen_support",
        review_on=f"{ahead(10)}", needs="Changes frighten him.", **{
            "targets-0-objective": "Stays at the table", "targets-0-measure": "Times away",
            "targets-0-baseline": "6", "targets-0-goal": "2", "targets-0-by": "2027-03-25",
            "supports-0-what": "Calm corner", "supports-0-how_often": "Daily",
            "supports-0-who": "Sam Birch",
        },
    )  # fmt: skip
    write(
        grant, f"/log/at/profile/{about}", change="new", review_on=f"{ahead(300)}", made="said",
        admired="I know every bus.", matters="Buses.", support="Warn me.",
    )  # fmt: skip

    assert "Calm corner" in sam.get(f"{here}/support/").content.decode()  # what Sam does tomorrow
    assert "I know every bus." in sam.get(f"{here}/profile/").content.decode()
    assert f'href="{here}/support/"' in sam.get(f"{here}/").content.decode()
    assert f'href="{here}/profile/"' in sam.get(f"{here}/").content.decode()
    assert f"{here}/plan/" in sam.get("/").content.decode()

    with clock.frozen(clock.now() + timedelta(days=11)):
        due = Action.objects.get(duty="reviewed", state="open")
        assert "Review Leo T’s support" in client_of(cast.grant).get("/").content.decode()
        review = write(
            client_of(cast.grant), f"/log/at/support_review/{about}&for={due.uuid}",
            sort="termly", impact="Away half as often.", child_view="Good.", carer_view="Calmer.",
            decision="continue", because="It works.", next_on=f"{ahead(80)}",
            **{"targets-0-reached": "partly", "targets-0-evidence": "Three a morning now."},
        )  # fmt: skip
        due.refresh_from_db()
        assert (due.state, due.evidence_record) == ("done", review)
        late = client_of(cast.grant)
        made = late.post(f"{here}/support/pack/").headers["Location"]
        said = text_of(late.get(f"{made}file/").content)
        assert "Stays at the table" in said  # it stood in the review before anybody typed
        assert "Three a morning now." in said
        assert "SEN support, since 5 October 2026" in said


def test_a_review_begins_with_the_plans_targets_and_finds_nothing_amiss(cast: Cast) -> None:
    plan_for(cast, cast.leo)
    desk = f"/log/at/support_review/?pupil={cast.leo.uuid}"
    page = client_of(cast.grant).get(desk).content.decode()
    assert "Stays at the table" in page
    assert f'href="/pupils/{cast.leo.uuid}/support/"' in page  # the evidence, beside it
    assert 'class="error"' not in page
    narrowed = plan_for(cast, cast.jaden, by=cast.ahmed, sensitivity=2)
    desk = f"/log/at/support_review/?pupil={cast.jaden.uuid}"
    assert narrowed.is_restricted
    assert "Stays at the table" not in client_of(cast.grant).get(desk).content.decode()


def test_a_review_is_refused_without_views_and_nothing_typed_is_lost(cast: Cast) -> None:
    grant = client_of(cast.grant)
    reply = grant.post("/log/at/support_review/", {
        "kind": "support_review", "desk": "support_review", "who": str(cast.leo.uuid),
        "support_review-shown": "yes", "support_review-sort": "termly", "save": "yes",
        "support_review-impact": "Half as often.", "support_review-decision": "continue",
        "support_review-because": "It works.", "support_review-next_on": f"{ahead(80)}",
    })  # fmt: skip
    page = reply.content.decode()
    assert reply.status_code == 422
    assert "Write what the pupil says, or why there is nothing." in page
    assert "Write what parents or carers say, or why they do not." in page
    assert "Half as often." in page
    assert not Record.everything.exists()
