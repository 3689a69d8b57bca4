"""What law, guidance and real forms ask of a record of a hold, and where the kind keeps each.

A place is written as "column:why", "list:sort", "rows:parts.starts", "role:adult",
"finding:sen", "duty:parent-told", "kind:debrief.how", or "spine:happened_at"; a test looks up
each. The fields are named in our own words; what forms are called stands in each source.
"""

from collections.abc import Iterator
from dataclasses import dataclass

LAW, GUIDANCE, PRACTICE = "law", "statutory guidance", "practice"


@dataclass(frozen=True)
class Field:
    """One thing that a source asks for, and every place in which the kind keeps it."""

    what: str
    level: str
    kept: tuple[str, ...]


def _rows(level: str, text: str) -> Iterator[Field]:
    """Lines of "what = place place"."""
    for line in text.strip().splitlines():
        what, _, kept = line.partition("=")
        yield Field(what.strip(), level, tuple(kept.split()))


SOURCES: tuple[tuple[str, tuple[Field, ...]], ...] = (
    ("Law: Education and Inspections Act 2006 section 93A; 2025 Regulations (No. 2)", tuple(_rows(
        LAW, """
a written record as soon as practicable = spine:happened_at spine:filed_at duty:written-whole
each parent told: how, when, by whom, what was said = duty:parent-told kind:contact.way kind:contact.with_whom spine:words
a copy of the record to parents = duty:parent-copy kind:contact.copy
not told because of likely significant harm: who decided, why = ground:harm
the local authority told where no parent may be = duty:authority-told
no report about somebody aged 20 or over = duty:parent-told
"""))),
    ("Statutory guidance: what the record must contain", tuple(_rows(GUIDANCE, """
pupil's full name = role:held
SEND code as it stood = finding:sen finding:need
ethnicity, sex, age, year, care, social worker as they stood = finding:ethnicity finding:sex finding:age finding:year finding:care
staff directly involved, each with what they did = role:adult rows:parts.adult rows:parts.adult_did
date, time from and to, how long = spine:happened_at rows:parts.starts rows:parts.ends column:minutes
place = spine:place
force, restraint, restraint without force, seclusion = list:sort
lead-up and triggers = column:lead_up list:before
de-escalation tried, and for how long = list:tried column:tried_minutes
why it was necessary, on which ground = list:ground column:why
type and degree of force, technique = list:how list:degree rows:parts.technique
injuries of pupil, staff, others; first aid; where on the body = rows:injuries.whose rows:injuries.what rows:injuries.treated duty:medical-check duty:first-aid-of-others kind:first_aid.where
support afterwards; talks with pupil and staff = list:support duty:pupil-debrief duty:staff-debrief
author, when written, by the device and by the server, why late = spine:author spine:captured_at spine:filed_at column:late_because
"""))),
    ("Guidance and practice beside it", tuple(_rows(PRACTICE, """
witnesses, adult and child = role:witness
trained on that day, planned = finding:certificate column:planned
physical check, breathing, distress = column:medical column:breathing column:distress duty:medical-check
seclusion: place, who watched, when and why it ended = column:seclusion_place column:seclusion_watched_by column:seclusion_ended_when
seclusion: each look, by whom, breathing, distress, and for how long nobody looked = rows:observations.at rows:observations.by rows:observations.breathing rows:observations.distress rows:observations.seen finding:unseen
the pupil's own account = column:pupil_account role:held
plan and risk assessment: was there one, was it followed, changed after = finding:handling_plan finding:risk_assessment column:plan_followed column:risk_followed kind:hold_review.will_change
leader's review, signature, safeguarding considered = duty:manager-reviews duty:head-signs kind:hold_review.lead_considered
report of injuries to the regulator considered = duty:riddor
"""))),
    ("Scotland: national dataset, annex E", tuple(_rows(PRACTICE, """
reporter's name, position, school = spine:author spine:author_post spine:school
date recorded, days taken to report to parents and to the authority = spine:filed_at duty:parent-told duty:authority-told
type, date, time, minutes = list:sort spine:happened_at column:minutes
place of the incident, and of the restraint if different = spine:place rows:parts.place column:seclusion_place
child: name, age, protected characteristics, support needs, health = role:held finding:age finding:year finding:sex finding:ethnicity finding:sen finding:medical finding:medicines
staff: names and positions = role:adult finding:post
link to a need that is known = finding:need finding:sen
account before, responses, after = column:lead_up spine:words column:ended
observers = role:witness
support plan, followed, why not, changes needed = finding:behaviour_plan column:plan_followed column:not_followed_because column:differently kind:hold_review.will_change
preventive approaches used = list:tried
review for learning = kind:debrief.helps_next_time
"""))),
    ("Records of two school information systems", tuple(_rows(PRACTICE, """
hold used, method = rows:parts.technique
narrative, details = spine:words
how long = column:minutes rows:parts.starts rows:parts.ends
who is told = duty:lead-reads duty:manager-reviews
a statement by each adult = duty:accounts
"""))),
    ("Stages of a special school's record", tuple(_rows(PRACTICE, """
incident number, book updated = register:number
further reporters = duty:accounts
reasons for intervening = list:ground column:why
behaviours displayed = list:signs
staff and pupils who were hurt or assaulted = rows:injuries.whose rows:injuries.staff
actions in order = rows:parts.starts
medical: what, treatment, by whom = rows:injuries.what rows:injuries.treated rows:injuries.treated_by duty:medical-check
damage = column:damage
final and senior authoriser = duty:manager-reviews duty:head-signs
"""))),
    ("Significant incident and risk review (IR.2)", tuple(_rows(PRACTICE, """
what happened, trigger = spine:words list:before
who or what was at risk = list:ground
force or restrictive practice, exactly = rows:parts.technique list:degree
why in the child's best interest, how effective = column:why column:ended kind:hold_review.necessary
distressed, how helped to recover and repair = column:distress list:support
how to reduce the risk, staff needed = column:differently list:would_help
staff hurt, staff distress = rows:injuries.staff kind:debrief.support_offered
others present = role:witness
signed; head: parents told, medical needed, signed = duty:head-signs duty:parent-told duty:medical-check
"""))),
    ("Boulder Valley JKA-E1", tuple(_rows(PRACTICE, """
staff with titles, witnesses = role:adult finding:post role:witness
events before, activity = column:lead_up list:activity
alternatives offered = list:tried
changes to the surroundings = list:tried
each hold by level, start, end, elapsed, releases = list:degree rows:parts.starts rows:parts.ends rows:parts.changes
"""))),
    ("Iowa 503.06-E1", tuple(_rows(PRACTICE, """
start and end of the occurrence and of the hold = spine:happened_at column:minutes rows:parts.starts rows:parts.ends
each employee: title, observed, involved, carried out = finding:post role:adult role:witness rows:parts.adult_did
date of last training = finding:certificate
approval when it goes on, with reasons; bodily needs = rows:observations.at rows:observations.seen finding:length
less restrictive means, or why not = list:tried kind:hold_review.least_restrictive
every attempt to reach a parent, with its time = duty:parent-told kind:contact.reached
written copy and how it was sent = kind:contact.copy
debrief: date, who came = kind:debrief.with_whom spine:happened_at
future approach = column:differently kind:hold_review.will_change
"""))),
    ("Everett 3319P", tuple(_rows(PRACTICE, """
individual plan = finding:sen finding:behaviour_plan
restraint or isolation = list:sort
what came before; place; activity = list:before spine:place list:activity
prevention tried = list:tried
what is needed so that it does not happen again = list:would_help
back to class, sent home, parent rang, police = list:afterwards column:emergency duty:parent-told
"""))),
    ("Cedar Rapids", tuple(_rows(PRACTICE, """
seclusion, transport, restraint, each with its times = rows:parts.technique rows:parts.starts rows:parts.ends
setting: hunger, tired, ill, missed medicine, other adult, change = list:setting
what set it off = list:before
stages: anxious, defensive, risk = list:signs
what staff did at each = list:tried rows:parts.adult_did
"""))),
    ("A notebook of restraint (US school)", tuple(_rows(PRACTICE, """
same-day list = duty:written-whole duty:parent-told
notice to parents, receipt or attempts = kind:contact.reached kind:contact.copy
three-day list = duty:head-signs
"""))),
    ("Radar toolkit (care)", tuple(_rows(PRACTICE, """
antecedents, de-escalation = list:before list:tried
staff present, level and type, start and stop = role:adult list:degree rows:parts.technique rows:parts.starts
vital checks = column:breathing column:medical rows:observations.breathing rows:observations.distress rows:observations.seen
debrief and who came = duty:pupil-debrief duty:staff-debrief
harm review, plan, less restrictive considered = rows:injuries.what finding:handling_plan kind:hold_review.least_restrictive
who was told = duty:lead-reads duty:social-worker-told
"""))),
)  # fmt: skip


def statutory() -> frozenset[str]:
    """Names of columns, lists and rows, and the place, that law or statutory guidance asks for."""
    kept = (
        place for _, fields in SOURCES for field in fields if field.level in {LAW, GUIDANCE}
        for place in field.kept
    )  # fmt: skip
    named = (place.split(":", 1) for place in kept)
    return frozenset(
        name.split(".", 1)[0]
        for sort, name in named
        if sort in {"column", "list", "rows"} or (sort, name) == ("spine", "place")
    )
