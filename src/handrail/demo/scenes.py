"""A scene: one child, one moment, one place, one adult who writes it down."""

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from handrail.core.clock import at_local, local
from handrail.demo import hours
from handrail.demo.roll import Child, Roll, Room
from handrail.people.models import Person, Post
from handrail.records.draft import Draft, Involved, Settled
from handrail.records.kind import all_kinds
from handrail.school.models import Place, School, Word

POSTS = dict(Post.Role.choices)
_SENTENCE = re.compile(r"(?:^|(?<=[.!?] ))[a-z]")
LATE_SHARE, AFTER_SCHOOL = 0.18, time(15, 35)


@dataclass
class Scene:
    child: Child
    room: Room
    at: datetime
    sort: str
    place: Place
    author: Person
    post: str
    other: Child | None = None

    @property
    def home(self) -> str:
        """How staff speak of the first adult at the child's home."""
        relation = self.child.at_home[0][0] if self.child.at_home else "Carer"
        return {"Mother": "Mum", "Father": "Dad"}.get(relation, relation)

    def said(self, text: str) -> str:
        """A phrase with everyone's names in it."""
        where = f"in {self.place.name}" if self.sort == hours.LESSON else f"by {self.place.name}"
        if self.place.name in {"Lower yard", "Upper yard", "Field"}:
            where = f"on the {self.place.name.lower()}"
        elif self.place.name in {"Hall", "Dining hall", "Corridor", "Toilets", "Nest", "Gate"}:
            where = f"{'at' if self.place.name == 'Gate' else 'in'} the {self.place.name.lower()}"
        filled = text.replace("{c}", self.child.called).replace("{p}", where)
        filled = filled.replace("{o}", self.other.called if self.other else "another child")
        return _SENTENCE.sub(lambda start: start[0].upper(), filled.replace("{w}", self.home))


class Words:
    """The school's words at hand: by list and meaning, or drawn by how common they are."""

    def __init__(self, school: School, rng: Random) -> None:
        self.rng = rng
        self.lists: dict[str, list[Word]] = {}
        for word in Word.objects.filter(school=school, retired_on=None).order_by(
            "list", "position"
        ):
            self.lists.setdefault(word.list, []).append(word)
        self.by_slug = {
            (word.list, word.slug): word for rows in self.lists.values() for word in rows
        }

    def the(self, list_name: str, slug: str) -> Word:
        return self.by_slug[list_name, slug]

    def some(self, list_name: str, most: int = 1) -> tuple[Word, ...]:
        """One to `most` different words; those that stand first in the list are the commonest."""
        rows = self.lists[list_name]
        count = self.rng.choice(range(1, most + 1))
        picked = {
            min(int(self.rng.expovariate(3.0 / len(rows))), len(rows) - 1) for _ in range(count)
        }
        return tuple(rows[position] for position in sorted(picked))

    def of_value(self, list_name: str, value: int, *, without: Container[str] = ()) -> Word:
        rows = [word for word in self.lists[list_name] if word.value == value]
        return self.rng.choice([word for word in rows if word.slug not in without])


class Stage:
    """Sets scenes at one school and turns them into drafts."""

    def __init__(self, roll: Roll, rng: Random, until: datetime, yesterday: date) -> None:
        self.roll = roll
        self.rng = rng
        self.until = until
        self.yesterday = yesterday  # the school day before the last
        self.words = Words(roll.school, rng)
        self.slugs = {kind.slug: kind for kind in all_kinds()}

    def scene(self, child: Child, room: Room, at: datetime, sort: str) -> Scene:
        place = self.roll.places.get(hours.place_name(self.rng, sort)) or room.place
        author, post = self._author(room, sort)
        return Scene(child, room, at, sort, place, author, post)

    def _author(self, room: Room, sort: str) -> tuple[Person, str]:
        """The class's own adults in lessons; whoever is outside at break and lunch."""
        if sort == hours.OUTSIDE and self.rng.random() < 0.7:
            return self.rng.choice(self.roll.outside), POSTS[Post.Role.STAFF]
        if room.support and self.rng.random() < 0.5:
            return self.rng.choice(room.support), POSTS[Post.Role.ASSISTANT]
        return room.teacher, POSTS[Post.Role.TEACHER]

    def may_wait(self, at: datetime) -> bool:
        """Whether what need not be done today is left for tomorrow: half of the newest."""
        return local(at).date() >= self.yesterday and self.rng.random() < 0.5

    def pick(self, *phrases: str) -> str:
        return self.rng.choice(phrases)

    def draft(
        self,
        scene: Scene,
        kind: str,
        detail: Mapping[str, object],
        chosen: Mapping[str, tuple[Word, ...]],
        *,
        words: str = "",
        involved: tuple[Involved, ...] = (),
        settled: Mapping[str, Settled] | None = None,
    ) -> Draft:
        """A draft by the scene's author, filed a little later or at the end of the day."""
        captured, filed = self._written(scene.at, prompt=bool(settled))
        return Draft(
            kind=kind, school=self.roll.school, author=scene.author, author_post=scene.post,
            happened_at=scene.at, place=None if kind == "contact" else scene.place,
            words=words, detail=detail, chosen=chosen,
            involved=involved or (Involved(scene.child.person, self.slugs[kind].roles[0].slug),),
            captured_at=captured, filed_at=filed, settled=settled or {}, uuid=self.number(filed),
        )  # fmt: skip

    def _written(self, at: datetime, *, prompt: bool) -> tuple[datetime, datetime]:
        """When it was captured and filed: soon, or after the children have gone home."""
        captured = at + timedelta(seconds=self.rng.randrange(40, 420))
        filed = captured + timedelta(seconds=self.rng.randrange(1, 90))
        if not prompt and self.rng.random() < LATE_SHARE:
            after_school = at_local(local(at).date(), AFTER_SCHOOL)
            filed = max(filed, after_school + timedelta(minutes=self.rng.randrange(55)))
        return min(captured, self.until), min(filed, self.until)

    def number(self, at: datetime) -> UUID:
        return number_at(at, self.rng)


def number_at(at: datetime, rng: Random) -> UUID:
    """A UUID of version 7 for that moment, the same for the same seed."""
    value = (int(at.timestamp() * 1000) & ((1 << 48) - 1)) << 80
    value |= 0x7 << 76 | rng.getrandbits(12) << 64 | 0b10 << 62 | rng.getrandbits(62)
    return UUID(int=value)
