"""Whether those who give a programme hold the certificate that it asks for: said, never a block."""

from collections.abc import Iterable, Mapping
from datetime import date

from handrail.people.models import Person
from handrail.programmes.models import Programme, Session
from handrail.training.holding import VALID, Standing, standings_on


def standings_of(
    programme: Programme, people: Iterable[Person], sessions: Iterable[Session], day: date
) -> tuple[list[Standing], Mapping[int, Standing]]:
    """How each of these people stands today, and whoever gave a session did on its day (by the
    session's key); one query, and none where the programme asks for no training.

    Given sessions come with `given_by`.
    """
    if programme.course is None:
        return [], {}
    today = [(person, day) for person in dict.fromkeys(people)]
    given = {session.pk: (session.given_by, session.date) for session in sessions}
    found = standings_on(programme.course, [*today, *given.values()])
    return (
        [found[person.pk, day] for person, day in today],
        {key: found[person.pk, then] for key, (person, then) in given.items()},
    )


def lacking(standings: Mapping[int, Standing]) -> dict[int, str]:
    """What is to be said of the sessions that were given without it, by the session's key."""
    return {key: one.words for key, one in standings.items() if one.state != VALID}
