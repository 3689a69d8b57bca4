"""What is looked up as a hold is written: the code of that day, the plan, and how long it was."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.test import Client

from handrail.core import clock
from handrail.demo.cast import Cast
from handrail.kinds.hold.lengths import minutes_held_and_secluded
from handrail.kinds.hold.models import Hold, Part
from handrail.people.models import ProvisionSpell, Pupil, PupilFlag, User
from handrail.people.needs import change_provision
from handrail.records.completing import Answers, complete_record, missing_from
from handrail.records.draft import Involved
from handrail.records.kind import Facts, kind_named
from handrail.records.models import Record
from handrail.records.reader import reader_for
from handrail.records.snapshots import rows_of
from handrail.reports.entries import passages_of, whole
from handrail.training.models import Certificate, HoldLimits, Technique
from tests.capture.test_sheet import sheet, word
from tests.filing import file, filled_rows
from tests.plans.agreeing import plan


def found(record: Record) -> dict[str, str]:
    return dict(record.findings.values_list("slug", "said"))


def test_a_late_entry_keeps_the_code_that_held_on_the_day(cast: Cast) -> None:
    pupil: Pupil = cast.leo.pupil
    ProvisionSpell.objects.filter(pupil=pupil).delete()
    pupil.sen_provision = "K"
    pupil.save()
    change_provision(pupil, "E", date(2026, 11, 20), cast.khan, clock.today())
    said = [
        found(file(cast, "hold", cast.sam, cast.leo, happened_at=clock.now() - timedelta(days=n)))
        for n in (0, 3, 4)
    ]
    assert [one["sen"][0] for one in said] == ["E", "E", "K"]


def test_that_medicines_are_held_is_said_and_not_which(cast: Cast) -> None:
    held = filled_rows(kind_named("medicine_plan"), cast.school, [], text="Ritalin")
    given = file(cast, "medicine_plan", cast.grant, cast.leo, rows=held)
    said = found(file(cast, "hold", cast.sam, cast.leo))["medicines"]
    assert said.startswith(f"{given.reference} of ")
    assert "Ritalin" not in said
    assert "medicines" not in found(file(cast, "hold", cast.sam, cast.amina))


def test_what_the_plan_forbids_is_said_as_such_and_tells_the_lead(cast: Cast) -> None:
    standing = Technique.objects.filter(
        school=cast.school, prohibited=False, needs_medical_check=False, sort="standing"
    ).first()
    escort = Technique.objects.filter(school=cast.school, sort="escort").first()
    never = {"technique": standing, "agreed": "never"}
    plan(cast, cast.leo, rows={"techniques": (never,)})

    def hold(technique: Technique | None) -> Record:
        part = {"starts": time(10, 12), "ends": time(10, 14), "technique": technique}
        return file(cast, "hold", cast.sam, cast.leo, pick={"sort": ("force",)},
                    rows={"parts": (part,)})  # fmt: skip

    forbidden, unlisted = hold(standing), hold(escort)
    assert found(forbidden)["part-1-plan"].startswith("Must not be used with this pupil")
    assert found(unlisted)["part-1-plan"] == "Not agreed in the handling plan"
    told = [one.actions.filter(duty="lead-reads").exists() for one in (forbidden, unlisted)]
    assert told == [True, False]


def test_no_plan_is_answered_by_the_plan_that_was_in_force(cast: Cast) -> None:
    record = file(cast, "hold", cast.sam, cast.yusuf)
    complete_record(record, reader_for(cast.sam), Answers(detail={"plan_followed": "no_plan"}))
    assert "no_plan" not in found(record)
    kept = plan(cast, cast.leo)
    record = file(cast, "hold", cast.sam, cast.leo)
    assert "no_plan" not in found(record)
    complete_record(record, reader_for(cast.sam), Answers(detail={"plan_followed": "no_plan"}))
    assert found(record)["no_plan"] == f"A handling plan was in force ({kept.reference})"


def test_the_risk_assessment_has_an_answer_of_its_own(cast: Cast) -> None:
    record = file(cast, "hold", cast.sam, cast.leo, detail={"plan_followed": "yes"})
    assert "risk_followed" in missing_from(record)
    assert "not_followed_because" not in missing_from(record)
    record.kind_version = 1  # written before it was asked: nobody owes the answer
    assert "risk_followed" not in missing_from(record)
    kept = file(cast, "risk_assessment", cast.khan, cast.leo)
    record = file(cast, "hold", cast.sam, cast.leo, detail={"plan_followed": "yes"})
    complete_record(record, reader_for(cast.sam), Answers(detail={"risk_followed": "none"}))
    assert "risk_followed" not in missing_from(record)
    assert found(record)["no_risk"] == f"A risk assessment was in force ({kept.reference})"
    printed = [
        (row["label"], row["text"])
        for row in passages_of(
            reader_for(cast.khan), whole(Record.everything.filter(pk=record.pk))[0]
        )
    ]
    assert ("Was the risk assessment followed?", "None was in force") in printed


def test_a_plan_that_is_spoken_of_and_was_not_in_force_is_pointed_out(cast: Cast) -> None:
    """And what stood on the day is kept: the pupil's age, and the post of each adult."""
    record = file(cast, "hold", cast.sam, cast.yusuf, detail={"plan_followed": "no_plan"})
    said = {"planned": "planned", "risk_followed": "partly"}
    complete_record(record, reader_for(cast.sam), Answers(detail=said))
    none = "No {} was in force in Handrail"
    kept = found(record)
    assert kept["handling_plan-said"] == none.format("handling plan")
    assert "not_followed_because" in missing_from(record)  # in part: why
    because = Answers(detail={"not_followed_because": "The room it names was locked."})
    assert "not_followed_because" not in complete_record(record, reader_for(cast.sam), because)
    assert kept["risk_assessment-said"] == none.format("risk assessment")
    assert kept["age"] == "6"
    plan(cast, cast.leo)
    involved = (Involved(cast.leo, "held"), Involved(cast.khan, "adult", as_pupil=False))
    record = file(cast, "hold", cast.sam, cast.leo, detail={"plan_followed": "yes"},
                  involved=involved)  # fmt: skip
    kept = found(record)
    assert (kept["post"], "handling_plan-said" in kept) == ("Behaviour manager", False)
    assert record.actions.get(duty="written-whole").sentence.endswith("what happened with Leo T")


SECLUSION, STANDING = "seclusion", "standing"


@pytest.mark.parametrize(
    ("sorts", "parts", "minutes", "lasted"),
    [
        (("force", "seclusion"), [(STANDING, "10:00", "10:25"), (SECLUSION, "10:25", "10:28")],
         None, (25, 3)),
        (("force",), [(STANDING, "10:00", "10:08"), (STANDING, "10:00", "10:08")], None, (8, 0)),
        (("force",), [(STANDING, "10:05", "10:09"), ("", "10:00", "10:07")], None, (9, 0)),
        (("force",), [(STANDING, "23:55", "00:05"), ("", "00:01", "00:08")], None, (13, 0)),
        (("seclusion",), [("", "10:00", "10:20")], None, (0, 20)),
        (("seclusion",), [], 20, (0, 20)),
        (("force", "seclusion"), [], 20, (20, 0)),
    ],
)  # fmt: skip
def test_held_and_secluded_are_timed_apart_and_no_minute_twice(
    sorts: tuple[str, ...], parts: Any, minutes: int | None, lasted: tuple[int, int]
) -> None:
    class Chosen:
        def __init__(self, slug: str) -> None:
            self.slug = slug

    rows = tuple(
        Part(starts=time.fromisoformat(starts), ends=time.fromisoformat(ends),
             technique=Technique(sort=sort) if sort else None)
        for sort, starts, ends in parts
    )  # fmt: skip
    at = clock.at_local(date(2026, 11, 23), rows[0].starts if rows else time(10, 0))
    facts = Facts(
        happened_at=at, detail=Hold(minutes=minutes), people={}, rows={"parts": rows},
        chosen={"sort": tuple(Chosen(sort) for sort in sorts)},  # type: ignore[misc]
    )  # fmt: skip
    assert minutes_held_and_secluded(facts) == lasted


def test_a_long_hold_is_asked_about_though_seclusion_followed(cast: Cast) -> None:
    pick = {"sort": ("force", "seclusion")}
    standing = Technique.objects.filter(school=cast.school, sort="standing").first()
    part = {"starts": time(10, 12), "ends": time(10, 37), "technique": standing}
    record = file(cast, "hold", cast.sam, cast.leo, pick=pick, rows={"parts": (part,)})
    assert found(record)["length"] == "25 minutes; the school asks why from 10 minutes on"


def secluded(cast: Cast, *looks: time, minutes: int | None = None, whole: bool = True) -> Record:
    """Leo kept apart from 10:45 to 11:05, and each time at which Mr Khan is said to have looked."""
    apart = Technique.objects.get(school=cast.school, sort=SECLUSION)
    part = {"starts": time(10, 45), "ends": time(11, 5), "technique": apart}
    rows = tuple(look(cast, at, whole=whole) for at in looks)
    parts = (part,) if minutes is None else ()
    at = clock.at_local(clock.today() - timedelta(days=1), time(10, 45))
    return file(
        cast, "hold", cast.sam, cast.leo, pick={"sort": (SECLUSION,)}, detail={"minutes": minutes},
        rows={"parts": parts, "observations": rows}, happened_at=at,
    )  # fmt: skip


def look(cast: Cast, at: time, *, whole: bool = True, breathing: str = "normal") -> dict[str, Any]:
    said = {"by": cast.khan, "breathing": breathing, "distress": "some"} if whole else {}
    return {"at": at, "seen": "On the mat, talking", **said}


def test_minutes_without_a_look_in_seclusion_are_asked_about(cast: Cast) -> None:
    """By the times of its parts, or by the estimate; the school says from how many minutes on."""
    asked = "; the school asks why from 5 minutes on"
    long = "No look is written down from {} to {}, which is {} minutes"
    four = [time(10, n) for n in (49, 53, 57)] + [time(11, 1)]
    for looks, minutes, said in (
        ((), None, long.format("10:45", "11:05", 20) + asked),
        ((four[0], four[3]), None, long.format("10:49", "11:01", 12) + asked),
        ((time(10, 55),), None,
         long.format("10:45", "10:55", 10) + "; there are 2 such gaps" + asked),
        (four, None, "The longest time between two was 4 minutes"),
        ((time(10, 47),), 8, long.format("10:47", "10:53", 6) + asked),
        ((time(10, 30), time(10, 34)), 8, "The longest time between two was 4 minutes"),
        ((time(10, 39),), 20,
         long.format("10:25", "10:39", 14) + "; there are 2 such gaps" + asked),
        ((time(10, 30), time(10, 41)), 0, long.format("10:30", "10:41", 11) + asked),
        ((time(10, 30),), 0, None),
        ((), 8, None),  # on the floor: nothing is known yet, and it is asked for
    ):  # fmt: skip
        assert found(secluded(cast, *looks, minutes=minutes)).get("unseen") == said
    HoldLimits.objects.create(school=cast.school, longest_unseen=15)
    assert "12 minutes" in found(secluded(cast, four[0], four[3]))["unseen"]
    verdict = secluded(cast, four[0], four[3]).findings.get(slug="unseen").verdict
    assert verdict == "fine"


def test_a_look_that_is_added_answers_and_what_was_found_before_stays(cast: Cast) -> None:
    """What one look lacks is asked for until another at its time says it; a breath that changed
    calls for a medical check and the lead."""
    record = secluded(cast, time(10, 49), whole=False)
    assert "looks_whole" in missing_from(record)
    moments = (time(10, 49), time(10, 53), time(10, 57), time(11, 1))
    more = tuple(look(cast, at) for at in moments)
    sam = reader_for(cast.sam)
    assert "looks_whole" not in complete_record(record, sam, Answers(rows={"observations": more}))
    kept = list(record.findings.filter(slug="unseen").values_list("verdict", flat=True))
    assert kept == ["look", "fine"]
    assert not record.actions.filter(duty="medical-check").exists()
    changed = (look(cast, time(11, 0), breathing="changed"),)
    complete_record(record, sam, Answers(rows={"observations": changed}))
    assert record.actions.filter(duty="medical-check").exists()
    printed = passages_of(reader_for(cast.khan), whole(Record.everything.filter(pk=record.pk))[0])
    said = " ".join(row["text"] for row in printed)
    assert "Breathing: Changed: say how" in said
    assert any(row["label"].endswith("Looks in seclusion") for row in printed)


def test_looks_are_written_on_the_floor_by_whoever_logs_them(cast: Cast) -> None:
    """The sheet has them folded away, for its writer's own looks; what is amiss is said there."""
    sam = Client()
    sam.force_login(User.objects.get(username="sam"))
    shown = sam.get("/log/").content.decode()
    assert 'name="hold-observations-0-breathing"' in shown
    assert 'name="hold-observations-0-by"' not in shown
    look = "hold-observations-0-"
    fields = {
        "hold-sort": [word(cast, "hold.sort", SECLUSION)],
        "hold-ground": [word(cast, "hold.ground", "harm-self")],
        "hold-words": "Kept in the Nest.", "hold-observations-count": "2",
        look + "seen": "Sat on the mat", look + "breathing": "normal", look + "distress": "some",
    }  # fmt: skip
    refused = sam.post("/log/", sheet(cast, "hold", **fields))
    assert (refused.status_code, Record.everything.count()) == (422, 0)
    assert "Say when you looked, such as 10:45." in refused.content.decode()
    more = sam.post("/log/", sheet(cast, "hold", **fields, more="observations"))
    assert 'name="hold-observations-2-at"' in more.content.decode()
    fields |= {look + "at": "10:49"}
    assert sam.post("/log/", sheet(cast, "hold", **fields)).status_code == 302
    record = Record.everything.get(kind="hold")
    (kept,) = rows_of([record])[record.pk]
    assert (kept.by, kept.at, kept.breathing) == (cast.sam, time(10, 49), "normal")  # type: ignore[attr-defined]
    assert "observations" not in missing_from(record)
    assert "looks_whole" not in missing_from(record)


def test_a_part_that_the_catalogue_calls_seclusion_is_one(cast: Cast) -> None:
    """Also where nobody chose the word: each parent gets a copy, and what it asks is asked."""
    apart = Technique.objects.get(school=cast.school, sort=SECLUSION)
    part = {"starts": time(10, 12), "ends": time(10, 37), "technique": apart}
    record = file(cast, "hold", cast.sam, cast.leo, pick={"sort": ("force",)},
                  rows={"parts": (part,)})  # fmt: skip
    assert record.actions.filter(duty="parent-copy").exists()
    assert {"seclusion_place", "observations"} <= set(missing_from(record))


def test_the_page_that_completes_a_hold_checks_it_as_it_is_written(
    cast: Cast, client: Client
) -> None:
    """While it is begun, as it changes and after a refusal; and nothing of it is kept by asking."""
    standing = Technique.objects.filter(school=cast.school, sort="standing").first()
    prohibited = Technique.objects.filter(school=cast.school, prohibited=True).first()
    assert None not in {standing, prohibited}
    PupilFlag.objects.create(pupil=cast.leo.pupil, sort="medical", text="Asthma, blue inhaler")
    plan(cast, cast.leo, rows={"techniques": ({"technique": standing, "agreed": "never"},)})
    involved = (Involved(cast.leo, "held"), Involved(cast.sam, "adult", as_pupil=False))
    record = file(cast, "hold", cast.sam, cast.leo, involved=involved)
    Certificate.objects.filter(person=cast.sam).delete()
    client.force_login(User.objects.get(username="sam"))
    page, part = f"/log/{record.uuid}/complete/", "hold-parts-0-"
    begun = client.get(page).content.decode()
    assert all(said in begun for said in ("Asthma, blue inhaler", "Handling plan"))
    assert "Must not be used" not in begun
    sent = {part + "technique": str(standing.uuid), part + "adult": str(cast.sam.uuid)}
    timed = {**sent, part + "starts": "10:00", part + "ends": "10:30"}
    never, trained = "Must not be used with this pupil", "has no certificate for"
    changed = client.post(f"{page}will/", timed).content.decode()
    assert all(said in changed for said in (never, trained, "30 minutes; the school asks why"))
    refused = client.post(page, sent)  # when it began is not said
    assert (refused.status_code, never in refused.content.decode()) == (422, True)
    apart = {"hold-sort": word(cast, "hold.sort", SECLUSION), "hold-minutes": "20"}
    for half, said in (  # each the only thing said of its row
        ({part + "ends": "10:30"}, "Say when this part began"),
        ({"hold-observations-0-seen": "Calm", **apart}, "Say when you looked"),
        ({"hold-injuries-0-what": "A bruise"}, "Say who was hurt."),
    ):  # fmt: skip
        assert client.post(f"{page}will/", half).status_code == 200, half
        refused = client.post(page, half)
        text = refused.content.decode()
        assert (refused.status_code, said in text, "Choose at least" in text) == (422, True, False)
    other = {**timed, part + "technique": str(prohibited.uuid)}
    changed = client.post(f"{page}will/", other).content.decode()
    assert all(said in changed for said in ("Prohibited: ", "tell the designated lead now"))
    assert (rows_of([record]), record.findings.filter(slug__startswith="part").count()) == ({}, 0)
    assert client.post(page, other).status_code == 302  # and none of it is a reason to refuse
    assert record.findings.filter(said__startswith="Prohibited: ").exists()
