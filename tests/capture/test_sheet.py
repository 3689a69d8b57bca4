"""The sheet: one save files what happened, once; what is amiss is said beside the field."""

import re
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from handrail.capture.who import my_pupils
from handrail.core import clock
from handrail.core.ids import new_uuid
from handrail.demo.cast import PASSWORD, Cast
from handrail.people.models import Post, User
from handrail.records.closing import close_on_ground
from handrail.records.models import Action, Link, Record
from handrail.records.reader import reader_for
from handrail.records.verifying import verify_school
from handrail.school.models import Word
from tests.filing import file


@pytest.fixture
def sam(cast: Cast) -> Client:
    client = Client()
    client.force_login(User.objects.get(username="sam"))
    return client


def word(cast: Cast, list_name: str, slug: str) -> str:
    return str(Word.objects.get(school=cast.school, list=list_name, slug=slug).uuid)


def sheet(cast: Cast, kind: str, **more: Any) -> dict[str, Any]:
    """A sheet as the page sends it: Leo hit out."""
    fields: dict[str, Any] = {
        "uuid": str(new_uuid()),
        "author": str(cast.sam.uuid),
        "who": [str(cast.leo.uuid)],
        "kind": kind,
        "when": "now",
    }
    if kind == "behaviour":
        fields["behaviour-seen"] = [word(cast, "behaviour.seen", "hit-out")]
    return {**fields, **more}


def test_five_taps_file_a_behaviour_record_at_its_usual_level(cast: Cast, sam: Client) -> None:
    answer = sam.post("/log/", sheet(cast, "behaviour"))
    record = Record.everything.get()
    assert answer.headers["Location"] == f"/log/{record.uuid}/saved/"
    assert (record.headline, record.author_post) == ("Hit out", "Learning and behaviour assistant")
    assert set(Action.objects.values_list("duty", flat=True)) == {
        "behaviour-manager-reads",
        "carer-told",
    }


@pytest.mark.parametrize(("hurt", "open_still"), [("leo", False), ("amina", True)])
def test_first_aid_beside_a_hold_is_the_check_of_whom_it_names(
    cast: Cast, sam: Client, hurt: str, open_still: bool
) -> None:
    data = sheet(
        cast,
        "hold",
        **{
            "who": [str(cast.leo.uuid), str(cast.amina.uuid)],
            f"hold-role-{cast.amina.uuid}": "witness",
            "hold-sort": [word(cast, "hold.sort", "force")],
            "hold-ground": [word(cast, "hold.ground", "harm-others")],
            "hold-how": [word(cast, "hold.how", "on-the-ground")],
            "hold-words": "I held his arms.",
            "hold-also": ["first_aid"],
            "first_aid-injury": [word(cast, "first_aid.injury", "bruise")],
            "first_aid-who": [str(cast.pupils[hurt].uuid)],
        },
    )
    assert sam.post("/log/", data).status_code == 302
    action = Action.objects.get(duty="medical-check")
    assert action.is_open is open_still
    if not open_still:
        assert action.evidence_record == Record.everything.get(kind="first_aid")
    assert verify_school(cast.school).breaks == ()


def test_the_contact_for_the_local_authority_opens_as_one_with_a_professional(cast: Cast) -> None:
    record = file(cast, "hold", cast.sam, cast.leo)
    head, client = reader_for(cast.okafor), Client()
    for action in record.actions.filter(duty="parent-told"):
        begun = close_on_ground(action, head, "harm", "He was threatened after the last call")
    client.force_login(User.objects.get(username="okafor"))
    page = client.get(f"/log/?kind=contact&for={begun[0].uuid}").content.decode()
    chosen = re.search(r'<input[^>]*name="contact-whose"[^>]*value="professional"[^>]*>', page)
    assert chosen is not None
    assert "checked" in chosen.group()


def test_double_submit_makes_one_record(cast: Cast, sam: Client) -> None:
    data = sheet(cast, "behaviour")
    places = {sam.post("/log/", data).headers["Location"] for _ in range(3)}
    assert (Record.everything.count(), len(places)) == (1, 1)


def test_also_true_files_linked_records_and_a_concern_nobody_else_can_tell(
    cast: Cast, sam: Client
) -> None:
    data = sheet(
        cast,
        "behaviour",
        **{
            "who": [str(cast.leo.uuid), str(cast.amina.uuid)],
            f"behaviour-role-{cast.amina.uuid}": "affected",
            "behaviour-also": ["first_aid", "concern"],
            "first_aid-injury": [word(cast, "first_aid.injury", "bruise")],
            "concern-words": "She said she is used to it.",
        },
    )
    assert sam.post("/log/", data).status_code == 302
    told = {
        record.kind: sorted(record.involvements.values_list("person__given", "role"))
        for record in Record.everything.all()
    }
    assert told == {
        "behaviour": [("Amina", "affected"), ("Leo", "did_it")],
        "first_aid": [("Amina", "hurt")],
        "concern": [("Amina", "about")],
    }
    assert Link.objects.filter(sort="same_event").count() == 2
    behaviour = Record.everything.get(kind="behaviour")
    patel = Client()
    patel.force_login(User.objects.get(username="patel"))
    page = patel.get(f"/records/{behaviour.uuid}/").content
    assert b"First aid: " in page
    assert b"Concern" not in page


def test_half_of_an_event_is_never_filed(cast: Cast, sam: Client) -> None:
    data = sheet(cast, "behaviour", **{"behaviour-also": ["concern"], "behaviour-words": "Kept."})
    answer = sam.post("/log/", data)
    assert (answer.status_code, Record.everything.count()) == (422, 0)
    page = answer.content.decode()
    assert "Write what you saw and heard. A few words will do." in page
    assert "Kept." in page


def test_whole_class_is_one_record_with_everyone_in_it(cast: Cast, sam: Client) -> None:
    data = sheet(
        cast,
        "recognition",
        who=[],
        **{
            "recognition-group": str(cast.groups["4 Willow"].uuid),
            "recognition-value": [word(cast, "recognition.value", "kindness")],
        },
    )
    sam.post("/log/", data)
    record = Record.everything.get()
    assert (record.headline, record.involvements.count()) == ("Well done: kindness (4 Willow)", 4)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"kind": ""}, "Choose what it is."),
        ({"kind": "unheard-of"}, "Choose what it is."),
        ({"who": []}, "Say who it was: choose at least one pupil."),
        ({"who": ["not-a-number"]}, "Say who it was: choose at least one pupil."),
        ({"behaviour-seen": []}, "Choose at least one."),
        ({"behaviour-seen": ["nonsense"]}, "That word is not in the school’s list"),
        ({"when": "earlier", "day": "31/02/2026", "time": "10:00"}, "That is not a date."),
        ({"when": "earlier", "day": "2026-11-20", "time": ""}, "Give the time as hours and min"),
        ({"when": "earlier", "day": "2027-01-20", "time": "10:00"}, "This time is still to come."),
        ({"when": "earlier", "day": "1926-01-20", "time": "10:00"}, "more than 20 years ago"),
        ({"behaviour-minutes": "many"}, "Give the minutes as a number, such as 5."),
        ({"behaviour-minutes": "99999"}, "longer than a school day"),
    ],
)
def test_bad_input_gets_one_sentence_and_keeps_every_word(
    cast: Cast, sam: Client, more: dict[str, Any], sentence: str
) -> None:
    data = {**sheet(cast, "behaviour"), "behaviour-words": "Every word stays.", **more}
    answer = sam.post("/log/", data)
    page = answer.content.decode().replace("&#x27;", "’").replace("'", "’")
    assert (answer.status_code, Record.everything.count()) == (422, 0)
    assert sentence in page
    assert "Every word stays." in page


def test_sheet_sent_after_the_session_ended_comes_back_after_signing_in(cast: Cast) -> None:
    client = Client()
    data = sheet(cast, "behaviour", **{"behaviour-words": "Typed with care."})
    assert client.post("/log/", data).headers["Location"] == "/sign-in/?next=/log/"
    client.post("/sign-in/", {"username": "sam", "password": PASSWORD, "next": "/log/"})
    page = client.get("/log/").content.decode()
    assert "Typed with care." in page
    assert data["uuid"] in page
    assert client.post("/log/", data).status_code == 302
    assert Record.everything.count() == 1


def test_kept_sheet_is_not_shown_to_somebody_else(cast: Cast) -> None:
    client = Client()
    client.post("/log/", sheet(cast, "behaviour", **{"behaviour-words": "Typed with care."}))
    client.post("/sign-in/", {"username": "patel", "password": PASSWORD, "next": "/log/"})
    assert "Typed with care." not in client.get("/log/").content.decode()


def test_sheet_begun_by_somebody_else_is_refused(cast: Cast, sam: Client) -> None:
    answer = sam.post("/log/", sheet(cast, "behaviour", author=str(cast.patel.uuid)))
    assert (answer.status_code, Record.everything.count()) == (422, 0)


def test_pupil_of_another_school_cannot_be_named(cast: Cast, sam: Client) -> None:
    from handrail.people.models import Enrolment, Person, Pupil
    from handrail.school.models import School

    stranger = Person.objects.create(given="Kit", family="Vale")
    Enrolment.objects.create(
        pupil=Pupil.objects.create(person=stranger), school=School.objects.create(name="Elm Park")
    )
    answer = sam.post("/log/", sheet(cast, "behaviour", who=[str(stranger.uuid)]))
    assert (answer.status_code, Record.everything.count()) == (422, 0)


def test_saving_this_will_says_what_the_duties_say(cast: Cast, sam: Client) -> None:
    page = sam.post("/log/will/", sheet(cast, "behaviour")).content.decode()
    assert "tell the behaviour manager now" in page
    assert "carer told the same school day" in page
    mild = [word(cast, "behaviour.seen", "refused")]
    page = sam.post("/log/will/", sheet(cast, "behaviour", **{"behaviour-seen": mild}))
    assert "tell the behaviour manager" not in page.content.decode()


def test_same_day_is_said_as_the_clock_will_run(cast: Cast) -> None:
    """On a Sunday, after closing, of yesterday, and on a school day as it always was."""
    saturday = {"when": "earlier", "day": "2026-11-21", "time": "09:00"}
    for at, when, said, due in (
        ("2026-11-22 14:00", {}, "by 15:00 today", "15:00"),
        ("2026-11-22 14:00", saturday,
         "now: it was due by 10:00 on Saturday 21 November 2026", "10:00"),
        ("2026-11-23 14:00", {}, "the same school day", "15:30"),
        ("2026-11-23 17:00", {}, "by 18:00 today", "18:00"),
    ):  # fmt: skip
        with clock.frozen(datetime.fromisoformat(at).replace(tzinfo=clock.LONDON)):
            sam, sent = Client(), sheet(cast, "behaviour", **when)
            sam.force_login(User.objects.get(username="sam"))
            page = sam.post("/log/will/", sent).content.decode()
            assert f"start the clock: carer told {said}</li>" in page
            sam.post("/log/", sent)
            actions = Action.objects.filter(duty="carer-told").order_by("pk")
            assert f"{clock.local(actions.last().due):%H:%M}" == due


def test_call_logged_from_an_action_closes_it(cast: Cast, sam: Client) -> None:
    sam.post("/log/", sheet(cast, "behaviour"))
    action = Action.objects.get(duty="carer-told")
    page = sam.get(f"/log/?kind=contact&for={action.uuid}").content.decode()
    assert f'value="{cast.leo.uuid}" checked' in page
    data = sheet(
        cast,
        "contact",
        **{
            "for": str(action.uuid),
            "contact-way": "call",
            "contact-with_whom": "Dad",
            "contact-reached": "yes",
        },
    )
    assert sam.post("/log/", data).status_code == 302
    action.refresh_from_db()
    assert (action.state, action.evidence_record.kind) == ("done", "contact")


def test_undo_voids_all_of_the_event_and_keeps_it(cast: Cast, sam: Client) -> None:
    data = sheet(
        cast,
        "behaviour",
        **{
            "behaviour-also": ["first_aid"],
            "first_aid-injury": [word(cast, "first_aid.injury", "graze")],
        },
    )
    saved = sam.post("/log/", data).headers["Location"]
    sam.post(saved.replace("saved", "undo"))
    assert set(Record.everything.values_list("state", flat=True)) == {"voided"}


def test_volunteer_logs_and_sees_only_the_pupils_of_their_group(cast: Cast) -> None:
    tilly = Client()
    tilly.force_login(User.objects.get(username="tilly"))
    found = tilly.get("/log/who/?q=a").json()["people"]
    assert {person["short"] for person in found} <= {"Yusuf M", "Bo N"}
    assert "Contact" not in tilly.get("/log/").content.decode()


def test_two_of_one_short_name_are_told_apart(cast: Cast, sam: Client) -> None:
    """ "Leo T" twice on one sheet would put a record into the wrong child's file."""
    cast.jaden.given, cast.jaden.family = "Leo", "Tanner"
    cast.jaden.save()
    mine = my_pupils(reader_for(cast.sam), cast.school)
    assert [one.short for one in mine if one.initials == "LT"] == ["Leo Tanner", "Leo Turner"]
    cast.jaden.family, cast.jaden.born = "Turner", date(2018, 1, 9)
    cast.jaden.save()
    beside = {
        one.beside
        for one in my_pupils(reader_for(cast.sam), cast.school)
        if one.name == "Leo Turner"
    }
    assert {"4 Willow, born 9 January 2018"} < beside
    found = sam.get("/log/who/?q=leo").json()["people"]
    assert [person["short"] for person in found] == ["Leo Turner", "Leo Turner"]


def test_every_fault_of_every_part_is_said_at_once_and_names_its_field(
    cast: Cast, sam: Client
) -> None:
    also = {"behaviour-also": ["first_aid", "concern"], "behaviour-shown": "yes"}
    answer = sam.post("/log/", sheet(cast, "behaviour", **also))
    said = answer.context["errors"]
    assert said["first_aid-injury"] == "What is it? Choose at least one."
    assert said["concern-words"] == "Write what you saw and heard. A few words will do."


def test_a_post_that_logs_nothing_is_offered_no_sheet(cast: Cast, sam: Client) -> None:
    assert b'class="log"' in sam.get("/").content
    Post.objects.filter(person=cast.sam).update(role="trust")
    for page in ("/", "/find/", "/pupils/"):
        assert b'href="/log/"' not in sam.get(page).content
    answer = sam.get("/log/").content.decode()
    assert ("Your post logs nothing" in answer, "data-sheet" in answer) == (True, False)


def test_who_staffs_no_class_is_offered_every_class_and_a_volunteer_none(cast: Cast) -> None:
    """A head in the hall logs a whole class as well; an assistant sees their own alone."""
    offered = {}
    for who in ("khan", "sam", "tilly"):
        client = Client()
        client.force_login(User.objects.get(username=who))
        html = client.get("/log/").content.decode()
        offered[who] = set(re.findall(r"All of (\d [^<]+)<", html))
    assert offered == {
        "khan": {"4 Willow", "2 Oak", "6 Ash"},
        "sam": {"4 Willow"},
        "tilly": {"2 Oak"},
    }
    willow = str(cast.groups["4 Willow"].uuid)
    khan = Client()
    khan.force_login(User.objects.get(username="khan"))
    sent = sheet(cast, "recognition", author=str(cast.khan.uuid), who=[])
    kind = [word(cast, "recognition.value", "kindness")]
    khan.post("/log/", {**sent, "recognition-group": willow, "recognition-value": kind})
    assert Record.everything.get().group == cast.groups["4 Willow"]


def test_looked_up_without_script_nobody_is_offered_twice_and_nobody_is_said(
    cast: Cast, sam: Client
) -> None:
    """Leo, who is chosen already or stands among one's own pupils, has one box to tick."""
    box = f'value="{cast.leo.uuid}"'
    for who in ([], [str(cast.leo.uuid)]):
        data = sheet(cast, "behaviour", who=who, look="yes", look_up="leo")
        page = sam.post("/log/", data).content.decode()
        assert page.count(f'name="who" {box}') == page.count(box) == 1, who
    nobody = sam.post("/log/", sheet(cast, "behaviour", look="yes", look_up="zzz")).content.decode()
    assert "Nobody of that name. Try fewer letters." in nobody
    assert "Nobody of that name" not in page
