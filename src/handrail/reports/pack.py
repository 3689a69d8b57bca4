"""The pack for a review: one pupil's profile, needs, plan, evidence and views, as plain data.

It holds what its asker may read, and is handed out only while that is still so.
"""

from collections.abc import Sequence
from dataclasses import asdict
from itertools import pairwise
from typing import Any

from handrail.core import clock
from handrail.core.dates import said_day
from handrail.core.hashing import canonical_json, sha256_hex
from handrail.core.progress import Progress
from handrail.people.models import Enrolment, Need, Person, ProvisionSpell
from handrail.people.need_codes import PROVISIONS
from handrail.programmes.chance import Chance, chances_of
from handrail.programmes.chart import Chart, draw
from handrail.programmes.heading import heading_of
from handrail.programmes.judging import Answer
from handrail.programmes.saying import (
    beginnings_of,
    described,
    lines_of,
    seen_of,
    stops_of,
    verdict_of,
)
from handrail.records.facts import facts_said, said_of_row
from handrail.records.in_force import InForce
from handrail.records.kind import Rows
from handrail.records.reader import Reader, reader_for
from handrail.records.refusal import Refused
from handrail.reports.book import frame
from handrail.reports.models import Report
from handrail.support.evidence import Given
from handrail.support.whole import Whole, support_of

TITLE = "Support: plan, evidence and views"
NOT_SAID = {
    "What is this?",
    "This plan has ended: nothing of it holds any more",
    "This profile is no longer used",
}
Pairs = list[dict[str, str]]


def pupil_of_pack(report: Report) -> Person:
    """Whom it is about: the pupil of the plan that it was asked for."""
    return Person.objects.get(involvements__record=report.record_id, involvements__role="about")


def pack_records(report: Report) -> list[int]:
    """The records in it, for whoever asked; none once they differ from when it was made."""
    whole = _whole(reader_for(report.asked_by), report)
    if report.fingerprint and report.fingerprint != fingerprint_of_pack(whole):
        return []
    return [record.pk for record in whole.records]


def fingerprint_of_pack(whole: Whole) -> str:
    """Which records are in it, and whether learning was open to whoever asked."""
    keys = [record.pk for record in whole.records]
    return sha256_hex(canonical_json([keys, whole.evidence.learning]))


def _whole(reader: Reader, report: Report) -> Whole:
    return support_of(reader, report.school, pupil_of_pack(report))


def pack_body(reader: Reader, report: Report, progress: Progress) -> dict[str, Any]:
    """Everything for the template. Raises Refused when the plan may not be read any more."""
    pupil, whole = pupil_of_pack(report), _whole(reader, report)
    if whole.plan is None or fingerprint_of_pack(whole) != report.fingerprint:
        raise Refused("What you may read of it has changed. Ask for it again.")
    evidence = whole.evidence
    chances = chances_of(evidence.answers)
    rows = whole.plan.rows_by_slug
    progress.step(len(whole.records))
    return {
        **frame(report.school, TITLE),
        "name": pupil.name,
        "made_for": f"What {reader.person.formal} may read on {said_day(clock.today())}.",
        "pupil": _pupil(report, pupil),
        "profile": _facts(whole.profile) if whole.profile else [],
        "technology": _technology(whole.profile),
        "plan": _facts(whole.plan),
        "targets": _targets(whole.plan, whole.reviews),
        "supports": [[row.what, row.how_often, row.who, row.strategy]
                     for row in rows.get("supports", ())],
        "outcomes": [[row.outcome, row.provision, row.given_by]
                     for row in rows.get("outcomes", ())],
        "learning": evidence.learning,
        "programmes": [_programme(one, evidence.given.get(one.place.pk),
                                  chances.get(one.place.pk))
                       for one in evidence.answers],
        "objectives": [[one.objective.text, one.last.get_level_display(), str(one.count),
                        said_day(clock.local(one.last.happened_at).date())]
                       for one in evidence.standings],
        "since": said_day(whole.since) if whole.since else "",
        "records": [[kind.plural, str(count)] for kind, count in evidence.records],
        "reviews": [_review(one) for one in whole.reviews],
        "signed": [[row.name, row.get_signs_as_display(), row.get_answer_display(),
                    said_day(row.given_on), row.because]
                   for row in rows.get("signatures", ())],
        "due": [[row.sentence, said_day(clock.local(row.due).date()), row.basis]
                for row in whole.due],
    }  # fmt: skip


def _pupil(report: Report, pupil: Person) -> Pairs:
    day = clock.today()
    enrolment = Enrolment.objects.on_roll(day).filter(pupil=pupil.pk, school=report.school).first()
    spell = ProvisionSpell.objects.on(day).filter(pupil=pupil.pk).order_by("-starts").first()
    needs = Need.objects.on(day).filter(pupil=pupil.pk).order_by("rank", "pk")
    since = f", since {said_day(spell.starts)}" if spell and spell.starts else ""
    provision = PROVISIONS.get(pupil.pupil.sen_provision, "")
    said = {
        "Name": pupil.name,
        "Date of birth": said_day(pupil.born),
        "Year": enrolment.year if enrolment else "",
        "First language": pupil.pupil.language,
        "Provision": f"{provision}{since}" if provision else "",
        "Needs": "\n".join(f"{row.label}{_since(row)}" for row in needs) or pupil.pupil.needs,
    }
    return [{"label": label, "text": text} for label, text in said.items() if text]


def _since(need: Need) -> str:
    rank = "primary" if need.rank == 1 else "secondary"
    return f" ({rank}{f', since {said_day(need.starts)}' if need.starts else ''})"


def _facts(one: InForce) -> Pairs:
    """The columns and words of a record, as its own form asks for them."""
    record = one.record
    kind = record.declared
    chosen = list(record.chosen.select_related("word")) if kind.words else []
    said = [(label, text) for label, text in facts_said(kind, one.detail, chosen)
            if label not in NOT_SAID]  # fmt: skip
    said += [("Of", said_day(clock.local(record.happened_at).date()))]
    return [{"label": label, "text": text} for label, text in said]


def _technology(profile: InForce | None) -> list[list[str]]:
    rows = profile.rows_by_slug.get("technology", ()) if profile else ()
    return [[row.what, row.found_at, row.set_up_by, row.get_independence_display()]
            for row in rows]  # fmt: skip


def _targets(plan: InForce, reviews: Sequence[InForce]) -> list[list[str]]:
    """Each target of the plan, and where the last review said it stands."""
    stands: dict[str, str] = {}
    for review in reviews[:1]:
        stands = {row.target.strip(): row.get_reached_display()
                  for row in review.rows_by_slug.get("targets", ())}  # fmt: skip
    return [
        [row.objective, row.measure, row.baseline, row.goal, said_day(row.by),
         stands.get(row.objective.strip(), "")]
        for row in plan.rows_by_slug.get("targets", ())
    ]  # fmt: skip


def _programme(answer: Answer, given: Given | None, chance: Chance | None) -> dict[str, Any]:
    place, judgement = answer.place, answer.judgement
    points = seen_of(answer)
    way = heading_of(answer, points)
    changes = [(row.date, row.words) for row in answer.changes]
    chart = draw(points, place.programme.unit, goal=place.goal, changes=changes, aim=way.aim,
                 trends=way.trends)  # fmt: skip
    lines = [*lines_of(judgement, place.programme, place.goal), *way.lines]
    return {
        "name": place.programme.name,
        "purpose": place.programme.purpose,
        "measure": f"{place.programme.measure}, {place.programme.unit}",
        "verdict": verdict_of(judgement),
        "reason": judgement.reason,
        "lines": [[line.label, line.shown, line.beside] for line in lines],
        "warnings": [warning.words for warning in judgement.warnings],
        "chart": _laid(chart) if chart else None,
        "words": f"{described(points, place.programme)} {way.words}".strip(),
        "way": " ".join(part for part in (way.words, chance.words if chance else "") if part),
        "stops": stops_of(place),
        "beginnings": beginnings_of(answer),
        "changes": [f"{said_day(row.date)}: {row.words}" for row in answer.changes],
        "given": f"Sessions: here for {given.here}, missed {given.missed}." if given else "",
    }


def _laid(chart: Chart) -> dict[str, Any]:
    """The chart as plain data, each run of points as the lines between neighbours."""
    corners = [[tuple(map(float, pair.split(","))) for pair in run.split()]
               for phase in chart.phases for run in phase.lines]  # fmt: skip
    runs = [[*one, *two] for run in corners for one, two in pairwise(run)]
    return {**asdict(chart), "runs": runs}


def _review(one: InForce) -> dict[str, Any]:
    kind = one.record.declared
    return {
        "title": one.record.headline,
        "facts": _facts(one),
        "rows": [_table(rows, one.rows_by_slug[rows.slug]) for rows in kind.rows
                 if one.rows_by_slug.get(rows.slug)],
    }  # fmt: skip


def _table(rows: Rows, several: Sequence[Any]) -> dict[str, Any]:
    """The rows of a record as a table: a column for each question of which any says something."""
    said = [dict(said_of_row(rows, row)) for row in several]
    asked = [str(field.label) for field in rows.form.base_fields.values()]
    heads = [label for label in asked if any(label in row for row in said)]
    return {
        "label": rows.label, "heads": heads,
        "rows": [[row.get(label, "") for label in heads] for row in said],
    }  # fmt: skip
