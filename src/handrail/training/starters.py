"""What a new school's training begins with: usual courses, and a catalogue of techniques.

Names and words are ours. Months are what providers have said; every row says so and asks the
school to check. What is prohibited for every school is marked so, and cannot be allowed again.
"""

from dataclasses import dataclass

from handrail.school.models import School
from handrail.training.models import Course, Technique

CHECK = "check with your provider"
TEAM_TEACH = f"Team Teach questions and answers, seen November 2026: {CHECK}"
USUAL = f"Usual practice in schools: {CHECK}"
T, S = Course.Teaches, Technique.Sort


@dataclass(frozen=True)
class StarterCourse:
    slug: str
    name: str
    provider: str
    teaches: str
    level: int | None
    valid_months: int | None
    source: str


@dataclass(frozen=True)
class StarterTechnique:
    slug: str
    name: str
    sort: str
    course: str = ""
    adults: int = 1
    check: bool = False
    never: str = ""
    guidance: str = ""


COURSES = (
    StarterCourse(
        "team-teach-1", "Team Teach Level One", "Team Teach", T.HOLDING, 1, 24, TEAM_TEACH
    ),
    StarterCourse(
        "team-teach-2", "Team Teach Level Two", "Team Teach", T.HOLDING, 2, 12, TEAM_TEACH
    ),
    StarterCourse(
        "team-teach-advanced", "Team Teach advanced modules", "Team Teach", T.HOLDING, 3, 12,
        TEAM_TEACH,
    ),
    StarterCourse("first-aid", "First aid at work", "", T.FIRST_AID, None, 36, USUAL),
    StarterCourse("paediatric", "Paediatric first aid", "", T.FIRST_AID, None, 36, USUAL),
    StarterCourse("safeguarding", "Safeguarding update", "", T.SAFEGUARDING, None, 12, USUAL),
    StarterCourse("lead", "Designated lead training", "", T.SAFEGUARDING, None, 24, USUAL),
    StarterCourse("prevent", "Prevent awareness", "", T.SAFEGUARDING, None, 24, USUAL),
)  # fmt: skip

AIRWAY = "Nothing may hinder breathing, the airway or the blood’s flow"
TECHNIQUES = (
    StarterTechnique(
        "guide-elbow", "Guide by the elbow", S.GUIDE, "team-teach-1",
        guidance="Open hand at the elbow, walking alongside; the pupil can step away",
    ),
    StarterTechnique(
        "guide-back", "Steer with a hand behind the shoulder", S.GUIDE, "team-teach-1"
    ),
    StarterTechnique("block", "Stand in the way or block", S.OTHER, "team-teach-1"),
    StarterTechnique("break-away", "Free a grip, hair or clothing", S.OTHER, "team-teach-1"),
    StarterTechnique("escort-one", "Escort, one adult", S.ESCORT, "team-teach-1"),
    StarterTechnique("escort-two", "Escort, two adults", S.ESCORT, "team-teach-1", 2),
    StarterTechnique("standing-wrap", "Standing wrap, one adult", S.STANDING, "team-teach-1"),
    StarterTechnique(
        "standing-two", "Standing hold at both elbows, two adults", S.STANDING, "team-teach-1", 2
    ),
    StarterTechnique("seated-one", "Seated hold, one adult", S.SEATED, "team-teach-1"),
    StarterTechnique("seated-two", "Seated hold, two adults", S.SEATED, "team-teach-1", 2,
                     guidance="On chairs or a bench, the pupil upright, hips back"),
    StarterTechnique("kneeling-two", "Kneeling hold, two adults", S.KNEELING, "team-teach-2", 2),
    StarterTechnique(
        "ground-supine", "On the ground, face up", S.SUPINE, "team-teach-advanced", 2, check=True,
        guidance="Only while it cannot be helped: release or move to another position at once",
    ),
    StarterTechnique(
        "seclusion", "Kept apart and prevented from leaving", S.SECLUSION,
        guidance="Somebody stays and watches all the time; ends as soon as the risk falls",
    ),
    StarterTechnique(
        "aid-removed", "Mobility or other aid taken away or held back", S.NON_FORCE
    ),
    StarterTechnique("strapped", "Fastened in a seat or by a strap", S.NON_FORCE),
    StarterTechnique("other", "Another hold: say which", S.OTHER, "team-teach-1"),
    StarterTechnique(
        "never-prone", "On the ground, face down", S.PRONE, adults=2, check=True, never=AIRWAY
    ),
    StarterTechnique("never-neck", "Anything on the neck", S.OTHER, check=True, never=AIRWAY),
    StarterTechnique(
        "never-chest", "Weight or pressure on chest or back", S.OTHER, check=True, never=AIRWAY
    ),
    StarterTechnique(
        "never-abdomen", "Weight or pressure on the abdomen", S.OTHER, check=True, never=AIRWAY
    ),
    StarterTechnique(
        "never-mouth", "Mouth or nose covered", S.OTHER, check=True, never=AIRWAY
    ),
    StarterTechnique(
        "never-pain", "Pain, or a joint bent, to make somebody comply", S.OTHER, check=True,
        never="Force is never a punishment and never works by pain",
    ),
)  # fmt: skip


def give_starter_training(school: School) -> None:
    """Give a school the starter courses and techniques that it has not had yet.

    What it changed or retired since stays as it is, as with its words.
    """
    have = set(Course.objects.filter(school=school).values_list("slug", flat=True))
    Course.objects.bulk_create(
        Course(
            school=school, slug=one.slug, name=one.name, provider=one.provider,
            teaches=one.teaches, level=one.level, valid_months=one.valid_months,
            source=one.source, position=position,
        )
        for position, one in enumerate(COURSES)
        if one.slug not in have
    )  # fmt: skip
    _give_techniques(school)


def _give_techniques(school: School) -> None:
    courses = dict(Course.objects.filter(school=school).exclude(slug="").values_list("slug", "pk"))
    have = set(Technique.objects.filter(school=school).values_list("slug", flat=True))
    Technique.objects.bulk_create(
        Technique(
            school=school, slug=one.slug, name=one.name, sort=one.sort, guidance=one.guidance,
            course_id=courses.get(one.course), adults_needed=one.adults,
            prohibited=bool(one.never), prohibited_why=one.never,
            needs_medical_check=one.check, position=position,
        )
        for position, one in enumerate(TECHNIQUES)
        if one.slug not in have
    )  # fmt: skip
