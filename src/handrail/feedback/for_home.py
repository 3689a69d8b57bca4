"""For home: how a pupil is getting on, in short plain sentences, one to a paragraph.

Every paragraph is plain text that stands by itself, so that a translator, or a program that
translates, can take it as it is. Nothing about another child is in it: a line that may name one is
left out, and whoever sends it is told which.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from handrail.core import clock
from handrail.core.prose import tidy
from handrail.core.reading_age import ReadingAge, reading_age
from handrail.feedback.for_pupil import help_that_worked
from handrail.feedback.naming import Others
from handrail.learning.models import Mark
from handrail.learning.progress import Standing, standing_of, targets_of
from handrail.learning.reading import may_read_learning
from handrail.measures.ranges import Range
from handrail.people.models import Person
from handrail.programmes.judging import Answer, answers_of, places_of
from handrail.programmes.models import Attendance, Programme
from handrail.programmes.saying import written
from handrail.records.reader import Reader
from handrail.records.refusal import Refused
from handrail.school.models import School
from handrail_evidence import Verdict, demonstrations

MOST, MOST_SAID, LONGEST = 100, 8, 1500
HELPS = {
    "words": "It helps when somebody says it again.",
    "shown": "It helps when somebody shows it first.",
    "things": "It helps to use objects or pictures.",
    "partner": "It helps to work with a partner.",
    "steps": "It helps to take small steps, one at a time.",
    "hands": "It helps when an adult guides the hand.",
}
EXTRA = {
    Programme.Sort.READING: "reading and writing", Programme.Sort.NUMBERS: "number work",
    Programme.Sort.SPEECH: "talking and listening",
    Programme.Sort.SOCIAL: "getting on with others",
    Programme.Sort.REGULATION: "staying calm", Programme.Sort.PHYSICAL: "moving",
    Programme.Sort.MENTORING: "school life",
}  # fmt: skip
WORSE = "This has changed, but not for the better, so we will do it in another way."
OFTEN = {1: "once a week", 2: "twice a week"}


@dataclass(frozen=True)
class Part:
    """A heading and its paragraphs."""

    title: str
    paragraphs: list[str]


@dataclass
class HomeReport:
    """What goes home. `left_out` is for whoever sends it, and goes nowhere."""

    pupil: str
    title: str
    parts: list[Part]
    left_out: list[str] = field(default_factory=list)

    @property
    def age(self) -> ReadingAge | None:
        """Of its sentences alone: headings, which are short, would make it look easier."""
        return reading_age(words for part in self.parts for words in part.paragraphs)

    @property
    def text(self) -> str:
        """All of it as plain text, a blank line between paragraphs, for translating."""
        lines = [words for part in self.parts for words in (part.title, *part.paragraphs)]
        return "\n\n".join([self.title, *lines]) + "\n"


def home_report(
    reader: Reader, school: School, pupil: Person, span: Range, words: str = ""
) -> HomeReport:
    """What marks and programmes of these days say of one pupil, and the sender's own `words`.

    Raises Refused, beside the field, for words that are too long or name another child.
    """
    if not may_read_learning(reader, school.pk, pupil.pk):
        raise Refused("There is no such pupil.")
    others = Others(school, pupil)
    own = _own_words(words, others)
    name = pupil.given or pupil.family
    report = HomeReport(name, f"How {name} is getting on", [])
    standings = _standings(pupil, school, span)
    can = [one for one in standings if one.last.level >= Mark.Level.ON_THEIR_OWN]
    learning = [one for one in standings if one.last.level < Mark.Level.ON_THEIR_OWN]
    opening = [f"This is from {school.name}.", f"It is about {span.said}.", *own]
    parts = (
        Part("About this report", opening),
        Part(f"What {name} can do now", _kept(report, others, map(_sentence, can))),
        Part(f"What {name} is learning now", _kept(report, others, map(_sentence, learning))),
        Part(f"What {name} wants to get better at", _kept(report, others, _wants(pupil, school))),
        Part("What helps", [HELPS[help_] for help_ in help_that_worked(pupil, school)]),
        Part("Extra help", _kept(report, others, _programmes(pupil, name, school, span))),
        Part("Any questions?", ["Please ask us if anything is not clear.",
                                "Tell us what you see at home."]),
    )  # fmt: skip
    report.parts = [part for part in parts if part.paragraphs]
    return report


def _own_words(words: str, others: Others) -> list[str]:
    said = tidy(words)
    if len(said) > LONGEST:
        raise Refused(f"This is longer than {LONGEST:,} characters. Say it shorter.", "words")
    if named := others.named_in(said):
        raise Refused(f"“{named[0]}” may be somebody else’s name. Say it without.", "words")
    return [line.strip() for line in said.split("\n") if line.strip()]


def _standings(pupil: Person, school: School, span: Range) -> list[Standing]:
    """Objectives marked last in these days, the pupil's own targets left out: they stand apart."""
    rows, _ = standing_of(pupil, school, most=MOST)
    return [one for one in rows if span.starts <= one.last.happened_at < span.ends
            and one.objective.pupil_id is None]  # fmt: skip


def _sentence(one: Standing) -> str:
    how = {
        Mark.Level.NOT_YET: "This is new and still hard.",
        Mark.Level.WITH_HELP: "This goes well with some help.",
        Mark.Level.ON_THEIR_OWN: "This needs no help now.",
        Mark.Level.ELSEWHERE: "This needs no help now, in other lessons too.",
    }
    return f"{_stopped(one.objective.text)} {how[Mark.Level(one.last.level)]}"


def _wants(pupil: Person, school: School) -> Iterator[str]:
    yield from (f"“{_stopped(target.text)}”" for target in targets_of(pupil, school))


def _stopped(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _kept(report: HomeReport, others: Others, lines: Iterator[str]) -> list[str]:
    """The first few lines that name nobody else; the others are noted for whoever sends it."""
    kept: list[str] = []
    for line in lines:
        if others.named_in(line):
            report.left_out.append(line)
        elif len(kept) < MOST_SAID:
            kept.append(line)
    return kept


def _programmes(pupil: Person, name: str, school: School, span: Range) -> Iterator[str]:
    """Each programme that was given in these days: what, how often, and what came of it."""
    places = [place for place in places_of(pupil, school.pk)
              if place.starts and place.starts <= span.last
              and (place.ends is None or place.ends >= span.first)]  # fmt: skip
    lines = Attendance.objects.filter(
        place__in=places, session__date__gte=span.first, session__date__lte=span.last,
        session__withdrawn_at=None,
    )  # fmt: skip
    away: dict[int, list[str]] = {}
    for key, why in lines.order_by().values_list("place", "away"):
        away.setdefault(key, []).append(why)
    for answer in answers_of(places):
        yield " ".join(_about(answer, name, away.get(answer.place.pk, [])))


def _about(answer: Answer, name: str, away: list[str]) -> Iterator[str]:
    one = answer.place.programme
    sort = EXTRA.get(Programme.Sort(one.sort))
    often = OFTEN.get(one.times_a_week, f"{one.times_a_week} times a week")
    yield f"{name} has extra help{f' with {sort}' if sort else ''}."
    yield f"It is called {one.name}."
    yield f"It is {one.minutes} minutes, {often}."
    if away:
        yield f"{name} came to {away.count('')} of {len(away)} sessions."
    yield from _result(answer)


def _result(answer: Answer) -> Iterator[str]:
    judged, unit = answer.judgement, answer.place.programme.unit
    if judged.mean_before is None or judged.mean_with is None:
        yield "We cannot tell yet if it helps."
        return
    yield f"What we measure: {answer.place.programme.measure}."
    yield f"Before it began: about {written(round(judged.mean_before, 1))} {unit}."
    if answer.place.paused:
        yield f"With it: about {written(round(judged.mean_with, 1))} {unit}."
        yield from _again(answer)
        if times := demonstrations(list(answer.each)):
            began = len(answer.each)
            yield f"It changed for the better {times} of the {began} times that it began."
            return
    else:
        yield f"Since then: about {written(round(judged.mean_with, 1))} {unit}."
    last = answer.each[-1]
    if last.verdict is Verdict.CANNOT_TELL:
        yield "We cannot tell yet if this is a real change."
    elif last.verdict is Verdict.NOT_CHANGED:
        yield "This has not changed, so we will look at it again."
    else:
        yield WORSE if not last.better else "This has changed for the better."


def _again(answer: Answer) -> Iterator[str]:
    """Help that was stopped, and what was measured when it began again."""
    unit, last = answer.place.programme.unit, answer.each[-1]
    yield "Then we stopped it for a while."
    if answer.place.paused[-1].ends is None:
        return
    yield "Now it has begun again."
    if len(answer.each) > 1 and last.mean_before is not None and last.mean_with is not None:
        yield f"While it was stopped: about {written(round(last.mean_before, 1))} {unit}."
        yield f"Since it began again: about {written(round(last.mean_with, 1))} {unit}."


def lately(weeks: int) -> Range:
    """The last so many weeks, up to today."""
    today = clock.today()
    return Range(today - timedelta(weeks=weeks), today)
