"""What is looked up as a restrictive intervention is written, and kept as it was then.

Never a reason to refuse: a hold by an adult without a certificate is recorded like any other.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from handrail.core import clock
from handrail.core.dates import said_day
from handrail.core.numbers import counted
from handrail.kinds.hold import rules
from handrail.kinds.hold.lengths import (
    Unseen,
    longest_unseen,
    minutes_held_and_secluded,
    said_of_unseen,
)
from handrail.kinds.hold.models import Hold, Part
from handrail.kinds.hold.rules import NEVER, agreed_in_plan, parts
from handrail.people.ethnicity import ethnicity_codes
from handrail.people.models import Designation, Enrolment, Person, Post, Pupil, PupilFlag
from handrail.people.needs import primary_need_on, provision_on
from handrail.people.sexes import SEXES
from handrail.records.in_force import in_force, said_of_plan
from handrail.records.kind import Facts, Found
from handrail.school.models import School, Word
from handrail.training.holding import certificates_on, limits_of, standings_for
from handrail.training.models import Course, HoldLimits, Technique

SEN = {"N": "N: no special educational need", "K": "K: SEN support",
       "E": "E: education, health and care plan"}  # fmt: skip
BEARS_ON_IT = ("asthma", "breath", "epilep", "seizure", "pregnan", "heart", "medic", "haemo",
               "brittle", "bone", "shunt", "diabet", "sickle", "allerg")  # fmt: skip
LOOKS = "Looks in seclusion"
PLANS = (
    ("handling_plan", "Handling plan"),
    ("risk_assessment", "Risk assessment"),
    ("behaviour_plan", "Behaviour plan"),
)
# What is found where somebody says that there was none, and there was: its slug, and their answer.
SAID_NONE = {
    "handling_plan": ("no_plan", "“There was no plan”"),
    "risk_assessment": ("no_risk", "“None was in force” of the risk assessment"),
}


def look(facts: Facts) -> Iterator[Found]:
    """Everything that stood then of the pupil, the plans, the adults and the techniques."""
    if facts.school is None:
        return
    day = clock.local(facts.happened_at).date()
    for pupil in facts.people.get("held", ()):
        yield from _of_pupil(facts, pupil, day)
        yield from _of_plans(facts, pupil)
    yield from _of_adults(facts, day)
    yield from _of_parts(facts, day)
    yield from _of_length(facts)


def _of_pupil(facts: Facts, person: Person, day: date) -> Iterator[Found]:
    pupil = Pupil.objects.filter(pk=person.pk).first()
    if pupil is None:
        return
    enrolment = Enrolment.objects.on_roll(day).filter(pupil=pupil, school=facts.school).first()
    yield _known("sen", "SEND code", SEN.get(provision_on(pupil, day), ""), person)
    yield _known("need", "Primary need", primary_need_on(pupil, day), person)
    yield _known("year", "Year group", enrolment.year if enrolment else "", person)
    yield _known("age", "Age", str(rules.age_on(person, day) or ""), person)
    yield _known("sex", "Sex", SEXES.get(person.sex, person.sex), person)
    if facts.school is not None and facts.school.keeps_ethnicity:
        code = ethnicity_codes().get(pupil.ethnicity)
        ethnicity = f"{code.code}: {code.label}" if code else pupil.ethnicity
        yield _known("ethnicity", "Ethnicity", ethnicity, person, private=True)
    sorts = [row.get_sort_display() for row in Designation.objects.on(day).filter(pupil=pupil)]
    care = "; ".join(sorts) or "None on record"
    yield Found("care", "Care and social worker", care, "fact", person, private=True)
    for flag in PupilFlag.objects.filter(pupil=pupil, sort=PupilFlag.Sort.MEDICAL):
        if (flag.starts or day) <= day <= (flag.ends or day):
            bears = any(part in flag.text.lower() for part in BEARS_ON_IT)
            verdict = "look" if bears else "fact"
            yield Found(f"medical-{flag.pk}", "Medical", flag.text, verdict, person)
    yield from _of_medicines(facts, person)


def _of_medicines(facts: Facts, person: Person) -> Iterator[Found]:
    """That the school holds medicines for them, by which agreement; which ones, it says itself to
    whoever may open it."""
    plan = in_force("medicine_plan", person, facts.school, facts.happened_at)
    if plan is None or plan.record.is_restricted or not any(plan.rows_by_slug.values()):
        return
    said, _ = said_of_plan(plan, facts.happened_at)
    yield Found("medicines", "Medicines held", said, "look", person)


def _known(slug: str, label: str, said: str, person: Person, *, private: bool = False) -> Found:
    verdict = "fact" if said else "unknown"
    return Found(slug, label, said or "Not known", verdict, person, private)


def _of_plans(facts: Facts, person: Person) -> Iterator[Found]:
    for slug, label in PLANS:
        plan = in_force(slug, person, facts.school, facts.happened_at)
        said, late = said_of_plan(plan, facts.happened_at)
        verdict = "unknown" if plan is None else "look" if late else "fact"
        yield Found(slug, label, said, verdict, person)
        if plan is not None and _said_there_was_none(facts, slug):
            name, question = SAID_NONE[slug]
            answered = f"A {label.lower()} was in force ({plan.record.reference})"
            yield Found(name, question, answered, "look", person)
        if plan is None and (question := _said_there_was_one(facts, slug)):
            answered = f"No {label.lower()} was in force in Handrail"
            yield Found(f"{slug}-said", question, answered, "look", person)


def _said_there_was_none(facts: Facts, plan: str) -> bool:
    detail = facts.detail
    return isinstance(detail, Hold) and (
        (plan == "handling_plan" and detail.plan_followed == Hold.Followed.NO_PLAN)
        or (plan == "risk_assessment" and detail.risk_followed == Hold.RiskFollowed.NONE)
    )


def _said_there_was_one(facts: Facts, plan: str) -> str:
    """The answer that speaks of a plan, as the page words it; nothing where none does."""
    detail = facts.detail
    if not isinstance(detail, Hold):
        return ""
    if plan == "risk_assessment":
        spoken = detail.risk_followed not in {"", Hold.RiskFollowed.NONE}
        return "“Was the risk assessment followed?”" if spoken else ""
    if plan != "handling_plan":
        return ""
    if detail.planned == Hold.Planned.PLANNED:
        return f"“{Hold.Planned.PLANNED.label}”"
    spoken = detail.plan_followed not in {"", Hold.Followed.NO_PLAN}
    return "“Was the handling plan followed?”" if spoken else ""


def _of_adults(facts: Facts, day: date) -> Iterator[Found]:
    adults = facts.people.get("adult", ())
    if not adults or facts.school is None:
        return
    posts = _posts_on(facts, day)
    held = certificates_on([person.pk for person in adults], facts.school, day)
    for person in adults:
        yield Found("post", "Post", posts.get(person.pk, "Not known"), "fact", person)
        holding = [row for row in held[person.pk] if row.course.teaches == Course.Teaches.HOLDING]
        if holding:
            until = holding[0].expires_on
            said = f"{holding[0].course}" + (f", until {said_day(until)}" if until else "")
            yield Found("certificate", "Holding certificate", said, "fine", person, private=True)
        else:
            said = "No certificate for holding that counted on that day"
            yield Found("certificate", "Holding certificate", said, "look", person, private=True)


def _posts_on(facts: Facts, day: date) -> dict[int, str]:
    """The post of each adult; of several the first, as a record says that of its author."""
    people = [person.pk for person in facts.people.get("adult", ())]
    order = list(Post.Role.values)
    rows = Post.objects.held_on(day).filter(person__in=people, school=facts.school)
    first: dict[int, int] = {}
    for row in rows:
        place = order.index(row.role)
        first[row.person_id] = min(place, first.get(row.person_id, place))
    return {key: str(Post.Role(order[place]).label) for key, place in first.items()}


def _of_parts(facts: Facts, day: date) -> Iterator[Found]:
    agreed = agreed_in_plan(facts)
    for part in parts(facts):
        if part.technique is not None:
            yield from _of_technique(part, part.technique, agreed, day)


def _of_technique(
    part: Part, technique: Technique, agreed: Mapping[int, str] | None, day: date
) -> Iterator[Found]:
    slug, name = f"part-{part.position}", technique.name
    adults = [person for person, _ in part.adults]
    if technique.prohibited:
        yield Found(slug, name, f"Prohibited: {technique.prohibited_why}", "look")
    if technique.adults_needed > len(adults):
        asked = f"The catalogue asks for {technique.adults_needed} adults; {len(adults)} named"
        yield Found(f"{slug}-adults", name, asked, "look")
    if agreed is not None and agreed.get(technique.pk) == NEVER:
        said = "Must not be used with this pupil: the handling plan says so"
        yield Found(f"{slug}-plan", name, said, "look")
    elif agreed is not None and technique.pk not in agreed:
        yield Found(f"{slug}-plan", name, "Not agreed in the handling plan", "look")
    standings = standings_for(technique, adults, day)
    for person in adults:
        standing = standings[person.pk]
        verdict = "fine" if standing.state in {"valid", "not_needed"} else "look"
        yield Found(f"{slug}-trained", name, standing.words, verdict, person, private=True)


def _of_length(facts: Facts) -> Iterator[Found]:
    """Being held, being secluded, and not being looked at meanwhile, each by the school's limit."""
    if facts.school is None:
        return
    limits = limits_of(facts.school)
    held, secluded = minutes_held_and_secluded(facts)
    for slug, label, minutes, most in (
        ("length", "How long", held, limits.longest_hold),
        ("length-secluded", "How long in seclusion", secluded, limits.longest_seclusion),
    ):
        if minutes >= most:
            said = f"{counted(round(minutes), 'minute')}; the school asks why from"
            said += f" {counted(most, 'minute')} on"
            yield Found(slug, label, said, "look")
    if unseen := longest_unseen(facts, limits.longest_unseen):
        yield _of_looks(unseen, limits.longest_unseen)


def watched(school: School) -> Mapping[str, object]:
    """What a device needs to reckon the same by itself, as looks are written: `capture/gaps.js`."""
    words = Word.objects.filter(school=school, list="hold.sort", slug="seclusion")
    row = words.values_list("uuid", "school__hold_limits__longest_unseen").first()
    if row is None:
        return {}
    most = row[1] or HoldLimits(school=school).longest_unseen
    return {"rows": "observations", "at": "at", "about": "minutes", "list": "sort",
            "only": str(row[0]), "most": most}  # fmt: skip


def _of_looks(unseen: Unseen, most: int) -> Found:
    if unseen.minutes >= most:
        return Found("unseen", LOOKS, said_of_unseen(unseen, most), "look")
    longest = counted(unseen.minutes, "minute")
    return Found("unseen", LOOKS, f"The longest time between two was {longest}", "fine")
