"""Children and those at home: drawn together, so that brothers and sisters share their carers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from handrail.core.upn import check_letter
from handrail.demo.names import Named, Namer
from handrail.demo.roll import Child, Nature, save_people
from handrail.people.models import CarerLink, Enrolment, Identifier, Person, Pupil, PupilFlag
from handrail.school.models import School

LEFT_ON = (7, 22)
NEEDS = ("SEMH", "SLCN", "MLD", "SpLD", "ASD", "HI", "PD")
MEDICAL = ("Asthma: inhaler in office", "Nut allergy: pen in office", "Epilepsy: plan in office",
           "Hay fever", "Wears glasses", "Diabetes: see the plan")  # fmt: skip
HELPS = ("a warning before changes", "two choices", "a job to do first thing", "a seat by the door",
         "one instruction at a time", "picture cards", "time to answer", "a break card",
         "being told what comes next")  # fmt: skip
LIKES = ("football", "drawing", "dinosaurs", "helping in the library", "music", "cooking", "lego",
         "animals", "being line leader", "reading to the little ones")  # fmt: skip
HINDERS = ("loud rooms", "being rushed", "being watched", "surprises", "waiting", "unkind words")


@dataclass
class Household:
    """The adults at home, and how each is related to the children."""

    named: Named
    adults: list[tuple[str, Person]] = field(default_factory=list)


class Families:
    """Draws pupils with their homes for one school and stores them in bulk."""

    def __init__(self, school: School, rng: Random, *, oldest_year: int, current: int) -> None:
        self.school = school
        self.rng = rng
        self.namer = Namer(rng)
        self.oldest_year = oldest_year  # index of the last year that the school has
        self.current = current
        self.households: list[Household] = []
        self.serial = 0

    def draw(self, wanted: Sequence[tuple[int, int, date]]) -> list[Child]:
        """Make a pupil for each (entry year, stream, birthday), and everyone at home."""
        homes = [self._home() for _ in wanted]
        people = save_people(
            self._person(named, born)
            for (_, named), (_, _, born) in zip(homes, wanted, strict=True)
        )
        save_people(
            adult for home in self.households for _, adult in home.adults if adult.pk is None
        )
        children = [
            Child(person, entry, stream, self._nature(), home.adults)
            for person, (home, _), (entry, stream, _) in zip(people, homes, wanted, strict=True)
        ]
        self._store(children, [named.language for _, named in homes])
        return children

    def _home(self) -> tuple[Household, Named]:
        """A new home, or for one child in six that of somebody already drawn."""
        if self.households and self.rng.random() < 0.16:
            home = self.rng.choice(self.households[-400:])
            return home, self.namer.sibling(home.named)
        named = self.namer.child()
        home = Household(named, self._adults(named))
        self.households.append(home)
        return home, named

    def _adults(self, child: Named) -> list[tuple[str, Person]]:
        adults = []
        for _ in range(self.rng.choice((1, 2, 2))):
            named = self.namer.grown_up(child)
            relation = "Father" if named.sex == "M" else "Mother"
            if self.rng.random() < 0.06:
                relation = self.rng.choice(("Grandparent", "Foster carer", "Step-parent", "Aunt"))
            number = f"07700 900{self.rng.randrange(1000):03d}"
            person = Person(given=named.given, family=named.family, sex=named.sex, mobile=number)
            adults.append((relation, person))
        return adults

    def _person(self, named: Named, born: date) -> Person:
        return Person(
            given=named.given, family=named.family, legal_given=named.given,
            legal_family=named.family, sex=named.sex, born=born,
        )  # fmt: skip

    def _nature(self) -> Nature:
        """A few pupils make most behaviour records; recognition is spread far more evenly."""
        rng = self.rng
        return Nature(
            behaviour=min(rng.paretovariate(0.9) - 0.7, 45.0),
            recognition=rng.uniform(0.5, 1.5),
            first_aid=rng.lognormvariate(-0.2, 0.7),
            note=min(rng.paretovariate(1.1) - 0.6, 25.0),
            contact=min(rng.paretovariate(1.3) - 0.6, 15.0),
            concern=min(rng.paretovariate(0.6) - 0.9, 200.0),
        )

    def _store(self, children: list[Child], languages: list[str]) -> None:
        rows = zip(children, languages, strict=True)
        pupils = [self._pupil(child, language) for child, language in rows]
        Pupil.objects.bulk_create(pupils, batch_size=500)
        Enrolment.objects.bulk_create(
            (self._enrolment(child) for child in children), batch_size=500
        )
        Identifier.objects.bulk_create(
            (
                Identifier(person=pupil.person, school=self.school, sort="upn", value=pupil.upn)
                for pupil in pupils
            ),
            batch_size=500,
        )
        CarerLink.objects.bulk_create(
            (link for child in children for link in self._links(child)), batch_size=500
        )
        PupilFlag.objects.bulk_create(
            PupilFlag(pupil=pupil, sort="medical", text=self.rng.choice(MEDICAL))
            for pupil in pupils
            if self.rng.random() < 0.1
        )

    def _pupil(self, child: Child, language: str) -> Pupil:
        self.serial += 1
        body = f"{self.school.laestab}{child.entry % 100:02d}{self.serial % 1000:03d}"
        pupil = Pupil(person=child.person, language=language, upn=check_letter(body) + body)
        pupil.needs, pupil.sen_provision = self._needs(language)
        if pupil.needs or child.nature.behaviour > 8:
            pupil.helps = ", ".join(self.rng.sample(HELPS, 2))
            pupil.likes = ", ".join(self.rng.sample(LIKES, 2))
            pupil.hinders = self.rng.choice(HINDERS)
        return pupil

    def _needs(self, language: str) -> tuple[str, str]:
        """Near the shares in England: one in seven with SEN support, one in twenty with a plan."""
        chance = self.rng.random()
        if chance < 0.05:
            return f"EHC plan · {self.rng.choice(NEEDS)}", "E"
        if chance < 0.19:
            return f"SEN support · {self.rng.choice(NEEDS)}", "K"
        return ("New to English" if language != "English" and chance > 0.94 else ""), ""

    def _enrolment(self, child: Child) -> Enrolment:
        index = self.current - child.entry
        left = index > self.oldest_year
        last = child.entry + self.oldest_year
        return Enrolment(
            pupil_id=child.person.pk,
            school=self.school,
            status="P" if left else "C",
            year=year_name(min(index, self.oldest_year), self.school),
            starts=date(child.entry, 9, 3),
            ends=date(last + 1, *LEFT_ON) if left else None,
        )

    def _links(self, child: Child) -> list[CarerLink]:
        rows = []
        for place, (relation, adult) in enumerate(child.at_home, start=1):
            parent = relation in {"Mother", "Father"}
            restriction = self.rng.choice(("no_information", "no_contact", "collect_only"))
            rows.append(
                CarerLink(
                    pupil_id=child.person.pk, carer=adult, relationship=relation, priority=place,
                    responsibility="yes" if parent else "not_known",
                    lives_with=place == 1 or self.rng.random() < 0.7,
                    restriction=restriction if place > 1 and self.rng.random() < 0.02 else "",
                )
            )  # fmt: skip
        return rows


def year_name(index: int, school: School) -> str:
    """The National curriculum year of the nth year of a school."""
    if school.phase == School.Phase.SECONDARY:
        return str(index + 7)
    return "R" if index == 0 else str(index)
