"""The rule of a school: what it decided last, else the defaults; and deciding, with a reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from handrail.core import clock
from handrail.falling_behind.models import Rule
from handrail.learning.reading import SEES_ALL
from handrail.people.models import Post
from handrail.records.reader import Reader
from handrail.records.refusal import Refused, reason_given
from handrail.school.models import School, Word

WATCHERS = (*SEES_ALL, Post.Role.SENCO, Post.Role.TEACHER)
SETTERS = (Post.Role.HEAD, Post.Role.SENCO)
REMOVALS_IN = "behaviour.done"  # the list of words of which a school says which mean removal
NUMBERS = ("weeks", "attendance", "removals", "marks", "objectives", "signs")
WHY = "Say why, such as “Agreed by leaders after a look at last term”."


@dataclass(frozen=True)
class Terms:
    """The rule with its words, in hand. `decided` is the school's own row, where there is one."""

    rule: Rule
    words: tuple[Word, ...] = ()
    decided: bool = False

    @property
    def word_keys(self) -> list[int]:
        return [word.pk for word in self.words]

    @property
    def set_at(self) -> datetime | None:
        return self.rule.set_at if self.decided else None


def terms_of(school: School) -> Terms:
    """The rule that holds at a school today; two queries."""
    row = Rule.objects.filter(school=school).select_related("set_by").last()
    if row is None:
        return Terms(Rule(school=school))
    return Terms(row, tuple(row.removal_words.all()), decided=True)


def decided_before(school: School) -> list[Rule]:
    """What the school decided, newest first, with who, when and why."""
    rows = Rule.objects.filter(school=school).select_related("set_by")
    return list(rows.prefetch_related("removal_words").order_by("-pk")[:20])


def words_to_choose(school: School) -> QuerySet[Word]:
    """The school's words for what was done, retired ones too: old records carry them."""
    return Word.objects.filter(school=school, list=REMOVALS_IN)


@transaction.atomic
def set_rule(
    reader: Reader, school: School, numbers: Mapping[str, int], words: Iterable[Word], why: str
) -> Rule:
    """Decide the rule from now on. What was decided before stays. Raises Refused with its field."""
    if not reader.holds(school.pk, *SETTERS):
        raise Refused("The head or the SENCO decides the rule.")
    because = reason_given(why, WHY, "because", most=300)
    rule = Rule(school=school, because=because, set_by=reader.person, set_at=clock.now(),
                **{name: numbers[name] for name in NUMBERS})  # fmt: skip
    try:
        rule.clean_fields(exclude=["school", "set_by", "set_at"])
    except ValidationError as wrong:
        field, said = next(iter(wrong.message_dict.items()))
        raise Refused(said[0], field) from None
    rule.save()
    allowed = words_to_choose(school)
    rule.removal_words.set(word for word in words if word in allowed)
    return rule
