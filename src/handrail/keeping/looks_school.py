"""What the doctor looks at in each school: posts that nobody holds, rungs with nobody on them, and
what was filed before it was for the leads alone."""

from collections.abc import Iterator

from handrail.core import clock
from handrail.keeping.finding import Finding
from handrail.people.models import Post
from handrail.records.kind import all_kinds, never
from handrail.records.models import AccessEntry, Record
from handrail.records.rules import DESIGNATED
from handrail.records.sensitivity import Sensitivity
from handrail.records.standing_facts import facts_of_records
from handrail.school.models import School, Term

GIVE = "Give the post under School, People and posts."


def _held() -> Iterator[tuple[School, set[str]]]:
    """The posts that somebody holds today, by school; a school without staff is not begun yet."""
    for school in School.objects.order_by("pk"):
        posts = Post.objects.held_on(clock.today()).filter(school=school)
        if held := set(posts.values_list("role", flat=True)):
            yield school, held


def people() -> Iterator[Finding]:
    for school, held in _held():
        if not held & {Post.Role.DESIGNATED_LEAD, Post.Role.DEPUTY_LEAD}:
            yield Finding(f"{school} has no designated lead: nobody is told of a concern.", GIVE)
        if Post.Role.HEAD not in held:
            yield Finding(f"{school} has no headteacher: the last rung of every ladder.", GIVE)
        if not held & {Post.Role.ADMINISTRATOR, Post.Role.HEAD}:
            yield Finding(f"Nobody can keep {school}'s roll and posts.", GIVE)


def ladders() -> Iterator[Finding]:
    """Posts that something waits for, or climbs to, and that nobody holds."""
    waiting: dict[str, set[str]] = {}
    for kind in all_kinds():
        for duty in kind.duties:
            for role in (duty.owner, *(step.role for step in duty.ladder)):
                waiting.setdefault(role, set()).add(kind.plural.lower())
    told_above = {Post.Role.DESIGNATED_LEAD, Post.Role.HEAD}
    for school, held in _held():
        for role in sorted(set(waiting) & set(Post.Role.values) - held - told_above):
            kinds = ", ".join(sorted(waiting[role]))
            yield Finding(
                f"{school}: nobody is {Post.Role(role).label.lower()}, for whom {kinds} wait.", GIVE
            )


def calendar() -> Iterator[Finding]:
    for school, _ in _held():
        if not Term.objects.filter(school=school, ends__gte=clock.today()).exists():
            yield Finding(f"{school} has no term dates ahead.", "Enter them under School, Terms.")


def meant_for_leads() -> Iterator[Finding]:
    """Records that would be the leads' alone if they were filed today, as reviews with an
    allegation from before are, and that no designated lead has opened yet. No name is said."""
    for school, _ in _held():
        leads = Post.objects.held_on(clock.today()).filter(school=school, role__in=DESIGNATED)
        known = AccessEntry.objects.filter(person__in=leads.values("person")).values("record")
        for kind in all_kinds():
            if kind.restricts is never:
                continue
            rows = Record.everything.filter(
                school=school, kind=kind.slug, state=Record.State.FILED,
                sensitivity__lt=Sensitivity.RESTRICTED,
            ).exclude(pk__in=known).exclude(author__in=leads.values("person"))  # fmt: skip
            facts = facts_of_records(list(rows))
            if n := sum(kind.restricts(one) for one in facts.values()):
                yield Finding(
                    f"{school}: {n} of {kind.plural.lower()} would be for the leads alone if filed "
                    "today, and no designated lead has opened them.",
                    f"Ask the designated lead to read all {kind.plural.lower()} (Find), and to "
                    "take up what they find: whoever could read them still can, and the page says "
                    "who did. What is said from now on belongs in a record for the leads.",
                )
