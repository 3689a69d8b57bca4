"""Loading a bundle into a school: matched by number, never by name; closed, never deleted."""

from collections.abc import Mapping

from handrail.core.progress import Progress
from handrail.roll.bundle import RollBundle
from handrail.roll.groups import load_groups, load_memberships, load_terms
from handrail.roll.known import know
from handrail.roll.links import load_links
from handrail.roll.matching import ask_who_changed, refuse_doubles
from handrail.roll.people import load_carers, load_pupils, load_staff
from handrail.roll.standing import standing_of
from handrail.roll.tally import Tally
from handrail.school.models import School


def load(
    bundle: RollBundle, school: School, tally: Tally, answers: Mapping[str, str], progress: Progress
) -> None:
    """Bring a school to what the bundle says; faults and questions go into the bundle.

    To be called inside a transaction, which the caller takes back when anything stands in the
    way. A bundle of changes ends nobody but those it names.
    """
    here = standing_of(school)
    know(here, bundle)
    refuse_doubles(bundle, here)
    ask_who_changed(bundle, here, answers)
    load_terms(bundle, here, tally)
    load_groups(bundle, here, tally)
    progress.step()
    load_pupils(bundle, here, tally, answers)
    progress.step()
    load_staff(bundle, here, tally)
    load_carers(bundle, here, tally)
    progress.step()
    load_links(bundle, here, tally)
    load_memberships(bundle, here, tally)
    progress.step()
