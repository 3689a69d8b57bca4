"""DATABASE_URL as somebody wrote it: refused in a sentence that quotes no password."""

from urllib.parse import urlparse

from handrail.core.refusal import Refused

SQLITE, POSTGRES = "sqlite:///", ("postgresql://", "postgres://")


def check_database_url(url: str) -> str:
    """The address itself; raises Refused for another sort of database, and for a port that is none.

    An empty address is SQLite in the home folder.
    """
    if url and not url.startswith((SQLITE, *POSTGRES)):
        raise Refused(
            "DATABASE_URL must begin with postgresql:// or sqlite:///, and does not. See "
            "docs/deploying.md for how it is written."
        )
    try:
        urlparse(url).port  # noqa: B018 - reading it is what fails
    except ValueError:
        raise Refused("The port in DATABASE_URL must be a number from 1 to 65535.") from None
    return url
