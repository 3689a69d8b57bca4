"""The rules of a restrictive intervention: plain functions of what was written."""

from collections.abc import Iterator
from datetime import date

from django.db import models

from handrail.core import clock
from handrail.core.numbers import counted
from handrail.kinds.hold.models import Hold, Injury, Observation, Part, YesNo
from handrail.people.models import Designation, Person, Pupil
from handrail.records.in_force import in_force
from handrail.records.kind import Facts
from handrail.training.models import Technique

TOLD_UNTIL_AGE = 20  # Education and Inspections Act 2006 section 93A
GROUND = {"prone", "supine"}
AID_REMOVED = "aid-removed"
NEVER = "never"  # what a handling plan says of a technique that must not be used
ALWAYS = (
    "sort", "ground", "tried", "tried_minutes", "before", "lead_up", "why", "degree", "parts",
    "planned", "plan_followed", "risk_followed", "breathing", "distress", "medical",
    "anybody_hurt", "emergency", "ended", "pupil_account", "support", "differently",
)  # fmt: skip
SECLUSION = (
    "seclusion_place", "seclusion_watched_by", "seclusion_ended_when", "observations",
)  # fmt: skip


def headline(facts: Facts) -> str:
    """ "Force; standing hold, about 2 minutes": what it was, and nothing of who."""
    sorts = ", ".join(facts.labels("sort")) or "Restrictive intervention"
    how = ", ".join(label.lower() for label in facts.labels("how"))
    minutes = getattr(facts.detail, "minutes", None)
    about = f", about {counted(minutes, 'minute')}" if minutes else ""
    return f"{sorts}: {how}{about}" if how else f"{sorts}{about}"


def missing(facts: Facts) -> Iterator[str]:
    """What the statutory guidance, or the school's practice, asks for and nobody has answered."""
    if facts.place is None:
        yield "place"
    for name in ALWAYS:
        if not _said(facts, name):
            yield name
    if is_seclusion(facts):
        yield from (name for name in SECLUSION if not _said(facts, name))
        if not looks_are_whole(facts):
            yield "looks_whole"
    if not _pupil_is_heard(facts):
        yield "pupil_words"
    if _hurt(facts) and not facts.rows.get("injuries"):
        yield "injuries"
    if _was_not_followed(facts) and not _said(facts, "not_followed_because"):
        yield "not_followed_because"
    if facts.late and not _said(facts, "late_because"):
        yield "late_because"


def _was_not_followed(facts: Facts) -> bool:
    """A plan or a risk assessment that was there, and was followed in part or not at all."""
    answers = {getattr(facts.detail, name, "") for name in ("plan_followed", "risk_followed")}
    return bool(answers & {Hold.Followed.PARTLY, Hold.Followed.NO})


def _said(facts: Facts, name: str) -> bool:
    if name == "parts":
        return _parts_are_whole(parts(facts))
    if name in facts.rows:
        return bool(facts.rows[name])
    if hasattr(facts.detail, name):
        return getattr(facts.detail, name) not in (None, "")
    return bool(facts.chosen.get(name))


def _parts_are_whole(several: list[Part]) -> bool:
    """Nothing that stands is changed: a part that lacks something is answered by a later one that
    began at the same time with the same technique, or with the one that it did not name."""
    whole = [part for part in several if _is_whole(part)]
    return bool(several) and all(
        part in whole
        or any(
            (one.starts == part.starts and part.technique_id in {None, one.technique_id})
            for one in whole
        )
        for part in several
    )


def _is_whole(part: Part) -> bool:
    """It ended, somebody did it, and of each who did is said what."""
    return part.ends is not None and bool(part.did) and all(part.did)


def _pupil_is_heard(facts: Facts) -> bool:
    """How they gave their account says nothing without the account, unless they did not want to.

    What was drawn or pointed at is written in words as well, so that it can be read and searched.
    """
    if getattr(facts.detail, "pupil_account", "") in {"", "declined"}:
        return True
    return all(facts.accounts.get(person.pk) for person in facts.people.get("held", ()))


def looks(facts: Facts) -> list[Observation]:
    """Each time somebody looked at a pupil in seclusion."""
    return [row for row in facts.rows.get("observations", ()) if isinstance(row, Observation)]


def looks_are_whole(facts: Facts) -> bool:
    """Of each look is said who looked, how the pupil breathed and how distressed they were; what
    one lacks, another at the same time says."""
    lacking = {row.at for row in looks(facts) if not _look_is_whole(row)}
    return not lacking - {row.at for row in looks(facts) if _look_is_whole(row)}


def _look_is_whole(row: Observation) -> bool:
    return bool(row.by_id and row.breathing and row.distress)


def is_seclusion(facts: Facts) -> bool:
    """Called so, or a part of it is a technique that the catalogue calls so."""
    return "seclusion" in facts.slugs("sort") or _was(facts, Technique.Sort.SECLUSION)


def must_be_copied(facts: Facts) -> bool:
    """Seclusion and restraint: each parent is given a copy of the record, not only told.

    To take away what somebody moves with is restraint in law, also where it was called force.
    """
    if AID_REMOVED in facts.slugs("how"):
        return True
    called = {"seclusion", "restraint", "non-force-restraint"} & facts.slugs("sort")
    return bool(called) or is_seclusion(facts) or _was(facts, Technique.Sort.NON_FORCE)


def _was(facts: Facts, sort: str) -> bool:
    return any(part.technique and part.technique.sort == sort for part in parts(facts))


def _hurt(facts: Facts) -> bool:
    return getattr(facts.detail, "anybody_hurt", "") == "yes" or bool(facts.rows.get("injuries"))


def injuries(facts: Facts) -> list[Injury]:
    return [row for row in facts.rows.get("injuries", ()) if isinstance(row, Injury)]


def parts(facts: Facts) -> list[Part]:
    return [row for row in facts.rows.get("parts", ()) if isinstance(row, Part)]


def agreed_in_plan(facts: Facts) -> dict[int, str] | None:
    """What the plan in force says of each technique that it names; None where there is no plan."""
    for pupil in facts.people.get("held", ()):
        plan = in_force("handling_plan", pupil, facts.school, facts.happened_at)
        if plan is not None:
            rows = plan.rows_by_slug.get("techniques", ())
            said = {row.technique_id: row.agreed for row in rows if row.agreed != NEVER}
            return said | {row.technique_id: NEVER for row in rows if row.agreed == NEVER}
    return None


def used_what_the_plan_forbids(facts: Facts) -> bool:
    used = {part.technique_id for part in parts(facts) if part.technique_id}
    said = agreed_in_plan(facts) if used else None
    return any((said or {}).get(key) == NEVER for key in used)


def needs_medical_check(facts: Facts) -> bool:
    """On the ground, somebody hurt, their breathing changed, or a technique of which the catalogue
    asks it."""
    return _hurt(facts) or _needs_check_unhurt(facts)


def _needs_check_unhurt(facts: Facts) -> bool:
    if "on-the-ground" in facts.slugs("how") or breathing_changed(facts):
        return True
    return any(
        part.technique and (part.technique.needs_medical_check or part.technique.sort in GROUND)
        for part in parts(facts)
    )


def checks_of_held(facts: Facts) -> Iterator[tuple[Person, str]]:
    """The held pupil: once for what was known when a check was first asked for, and again for
    each injury of theirs that was added later."""
    later = list(_came_to_light_later(facts))
    for person in facts.people.get("held", ()):
        yield person, "{pupil}"
        yield from ((person, f"{{pupil}} (injury {position})") for position in later)


def _came_to_light_later(facts: Facts) -> Iterator[int]:
    """Of each time that injuries of the pupil were added, the first of them; not of the time that
    told first that somebody was hurt, unless a check was made and it was said that nobody was."""
    every = injuries(facts)
    known = {_added(row) for row in every[:1]}
    if getattr(facts.detail, "anybody_hurt", "") == YesNo.NO and _needs_check_unhurt(facts):
        known = set()
    for row in every:
        if row.whose == Injury.Whose.PUPIL and (when := _added(row)) not in known:
            known.add(when)
            yield row.position


def _added(row: Injury) -> int:
    return int(row.added_at.timestamp()) if row.added_at else 0  # 0: not kept yet


def breathing_changed(facts: Facts) -> bool:
    """During or after a hold, or at a look at a pupil in seclusion."""
    return getattr(facts.detail, "breathing", "") == Hold.Breathing.CHANGED or any(
        row.breathing == Observation.Breathing.CHANGED for row in looks(facts)
    )


def is_grave(facts: Facts) -> bool:
    """The designated lead reads it now: seclusion, somebody hurt, the ground, breathing that
    changed, what is prohibited, or what this pupil's plan forbids, police or ambulance."""
    prohibited = any(part.technique and part.technique.prohibited for part in parts(facts))
    called = getattr(facts.detail, "emergency", "") not in {"", "neither"}
    if is_seclusion(facts) or needs_medical_check(facts) or prohibited or called:
        return True
    return used_what_the_plan_forbids(facts)


def staff_hurt(facts: Facts) -> bool:
    """A member of staff was hurt so that a doctor saw it or they could not go on working."""
    return any(
        row.whose == Injury.Whose.STAFF and (row.off_work or row.treated == Injury.Treated.HOSPITAL)
        for row in injuries(facts)
    ) or any(row.treated == Injury.Treated.HOSPITAL for row in injuries(facts))


SOMEBODY = {
    Injury.Whose.STAFF: "a member of staff",
    Injury.Whose.OTHER_PUPIL: "another pupil",
    Injury.Whose.OTHER: "somebody else",
}


def others_hurt(facts: Facts) -> Iterator[tuple[Person | None, str]]:
    """Everybody but the held pupil who was hurt: by name where a member of staff is named, once
    for all that was said of them together, and again for what was added later; otherwise by which
    injury it is."""
    added: dict[int, int] = {}
    for row in injuries(facts):
        if row.whose == Injury.Whose.STAFF and row.staff is not None:
            said = _added(row)
            if row.staff.pk not in added:
                yield row.staff, "{pupil}"
            elif added[row.staff.pk] != said:
                yield row.staff, f"{{pupil}} (injury {row.position})"
            added[row.staff.pk] = said
        elif row.whose in SOMEBODY:
            yield None, f"{SOMEBODY[Injury.Whose(row.whose)]} (injury {row.position})"


def is_adult(facts: Facts, person: Person) -> bool:
    """A pupil who saw it is not asked to write."""
    return not Pupil.objects.filter(pk=person.pk).exists()


def parents_are_told(facts: Facts, pupil: Person) -> bool:
    """No report is made about somebody aged 20 or over."""
    return age_on(pupil, clock.local(facts.happened_at).date()) < TOLD_UNTIL_AGE


def age_on(pupil: Person, day: date) -> int:
    """In whole years; 0 where the day of birth is not known."""
    if pupil.born is None:
        return 0
    before = (day.month, day.day) < (pupil.born.month, pupil.born.day)
    return day.year - pupil.born.year - before


def has_social_worker(facts: Facts, pupil: Person) -> bool:
    return _designated(facts, pupil, Designation.WITH_SOCIAL_WORKER)


def is_in_care(facts: Facts, pupil: Person) -> bool:
    return _designated(facts, pupil, (Designation.Sort.IN_CARE,))


def _designated(facts: Facts, pupil: Person, sorts: tuple[str, ...]) -> bool:
    day = clock.local(facts.happened_at).date()
    return Designation.objects.on(day).filter(pupil_id=pupil.pk, sort__in=sorts).exists()


def spoke_with_pupil(facts: Facts) -> bool:
    return getattr(facts.detail, "with_whom", "") == "pupil"


def spoke_with_staff(facts: Facts) -> bool:
    return getattr(facts.detail, "with_whom", "") == "staff"


def copy_was_given(facts: Facts) -> bool:
    return getattr(facts.detail, "copy", "") not in {"", "none"}


def manager_signed(facts: Facts) -> bool:
    return _signed(facts, "manager")


def head_signed(facts: Facts) -> bool:
    return _signed(facts, "head")


def goes_to_process(facts: Facts) -> bool:
    """A review that is a complaint or an allegation: it goes on where only the leads may know."""
    return getattr(facts.detail, "outcome", "") == "to_process"


def _signed(facts: Facts, stage: str) -> bool:
    detail = facts.detail
    return (getattr(detail, "stage", ""), getattr(detail, "outcome", "")) == (stage, "signed")


def forget(detail: models.Model) -> None:
    """Keeps the figures, drops the words."""
    if isinstance(detail, Hold):
        for name in (
            "lead_up", "why", "not_followed_because", "medical", "damage", "ended",
            "differently", "seclusion_place", "seclusion_watched_by", "seclusion_ended_when",
            "late_because",
        ):  # fmt: skip
            setattr(detail, name, "")
