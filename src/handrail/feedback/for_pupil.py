"""For the pupil: what I can do now, what I am working on, and what helped, in simple words."""

from dataclasses import dataclass

from django.db.models import Count

from handrail.core import clock
from handrail.core.clock import MIDNIGHT, at_local
from handrail.learning.models import Mark, Objective
from handrail.learning.progress import LATELY, Standing, standing_of, targets_of
from handrail.people.models import Person
from handrail.school.models import School

MOST, MOST_SAID = 60, 6
IN_MY_WORDS = {
    "words": "When somebody says it again",
    "shown": "When somebody shows me first",
    "things": "Things to hold, and pictures",
    "partner": "Working with a partner",
    "steps": "Small steps, one at a time",
    "hands": "A hand to guide my hand",
}


@dataclass(frozen=True)
class Line:
    """Something to learn, and in a few words how it goes."""

    text: str
    how: str = ""
    is_mine: bool = False


@dataclass(frozen=True)
class Feedback:
    """Three short lists. Nothing is counted or compared: it is for the child to read."""

    can: list[Line]
    working_on: list[Line]
    helped: list[str]

    @property
    def is_empty(self) -> bool:
        return not (self.can or self.working_on or self.helped)


def feedback_for(pupil: Person, school: School) -> Feedback:
    """What the last marks say, those about the pupil's own targets first; three queries and one
    more for the help that worked."""
    standings, _ = standing_of(pupil, school, most=MOST)
    marked = {one.objective.pk for one in standings}
    fresh = [_own(one) for one in targets_of(pupil, school) if one.pk not in marked]
    can = [_can(one) for one in standings if one.last.level >= Mark.Level.ON_THEIR_OWN]
    learning = [_learning(one) for one in standings if one.last.level < Mark.Level.ON_THEIR_OWN]
    return Feedback(
        sorted(can, key=_mine_first)[:MOST_SAID],
        sorted([*fresh, *learning], key=_mine_first)[:MOST_SAID],
        [IN_MY_WORDS[help_] for help_ in help_that_worked(pupil, school)],
    )


def _mine_first(line: Line) -> bool:
    return not line.is_mine


def _own(target: Objective) -> Line:
    return Line(target.text, is_mine=True)


def _can(one: Standing) -> Line:
    how = "In other places too" if one.is_secure else "On my own"
    return Line(one.objective.text, how, one.objective.pupil_id is not None)


def _learning(one: Standing) -> Line:
    how = "With some help" if one.last.level == Mark.Level.WITH_HELP else "I have just begun"
    return Line(one.objective.text, how, one.objective.pupil_id is not None)


def help_that_worked(pupil: Person, school: School) -> list[str]:
    """The three kinds of help with which the pupil did most in the last six weeks."""
    since = at_local(clock.today() - LATELY, MIDNIGHT)
    rows = Mark.objects.filter(
        pupil=pupil, school=school, withdrawn_at=None, happened_at__gte=since,
        level__gte=Mark.Level.WITH_HELP,
    ).exclude(help="")  # fmt: skip
    counted = rows.order_by().values_list("help").annotate(n=Count("id")).order_by("-n", "help")
    return [help_ for help_, _ in counted[:3]]
