"""Names drawn by chance: families who share a surname, children, and the staff who teach them."""

from dataclasses import dataclass
from random import Random

from handrail.demo.name_lists import AT_HOME, HOMES, SHARES, UNUSUAL, split

_GIRLS = {home: split(row[0]) for home, row in HOMES.items()}
_BOYS = {home: split(row[1]) for home, row in HOMES.items()}
_SURNAMES = {home: split(row[2]) for home, row in HOMES.items()}


@dataclass(frozen=True)
class Named:
    """What a made-up person is called, and the language of their home."""

    given: str
    family: str
    sex: str
    home: str
    language: str


class Namer:
    """Draws names; the unusual ones come first, so that even a small school has them."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.unusual = list(UNUSUAL)
        self.homes = list(SHARES)
        self.shares = list(SHARES.values())

    def child(self) -> Named:
        if self.unusual:
            given, family, language = self.unusual.pop(0)
            return Named(given, family, self.rng.choice("FM"), language, language)
        home = self.rng.choices(self.homes, self.shares)[0]
        sex = self.rng.choice("FM")
        return Named(self._given(home, sex), self._family(home), sex, home, self._language(home))

    def sibling(self, of: Named) -> Named:
        """A brother or sister: the same surname, another first name."""
        sex = self.rng.choice("FM")
        given = self._given(of.home if of.home in _GIRLS else "English", sex)
        return Named(given, of.family, sex, of.home, of.language)

    def grown_up(self, of: Named | None = None) -> Named:
        """Somebody's carer, or a member of staff when no child is given."""
        home = of.home if of and of.home in _GIRLS else self.rng.choices(self.homes, self.shares)[0]
        sex = self.rng.choice("FM")
        shares = of is not None and self.rng.random() < 0.75
        family = of.family if of and shares else self._family(home)
        return Named(self._given(home, sex), family, sex, home, self._language(home))

    def _given(self, home: str, sex: str) -> str:
        return self.rng.choice((_GIRLS if sex == "F" else _BOYS)[home])

    def _family(self, home: str) -> str:
        """One surname, or two with a hyphen for one family in fourteen."""
        one = self.rng.choice(_SURNAMES[home])
        if self.rng.random() > 0.07 or "-" in one:
            return one
        return f"{one}-{self.rng.choice(_SURNAMES['English'])}"

    def _language(self, home: str) -> str:
        """Two children in three from another home speak its language there."""
        spoken = AT_HOME.get(home, home)
        return spoken if self.rng.random() < 0.67 else "English"


def title_of(named: Named, rng: Random) -> str:
    return "Mr" if named.sex == "M" else rng.choice(("Mrs", "Miss", "Ms"))
