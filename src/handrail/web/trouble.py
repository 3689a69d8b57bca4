"""What a page says when something broke: the disk, the database, or a fault of ours."""

import errno

from django.db import InterfaceError, OperationalError

FULL = ("disk is full", "disk full", "no space left", "could not extend file")
READ_ONLY = ("readonly database", "read-only", "read only")
BUSY = ("database is locked", "lock timeout")
SEND_AGAIN = (
    "This was not saved. What you typed is still in the page before: go back, leave it open, and "
    "send it again in a few minutes. Tell the office now."
)
PASSES = "Nothing you had saved is lost. Go back: what you typed is there. Try again soon."
OURS = "Nothing you had saved is lost. Go back and try again; if it stays, tell the office."
TO_PROGRAMS = (
    "Send it again later, with the same key; if it stays so, tell whoever runs the server."
)


def said_of(problem: BaseException | None) -> tuple[int, str, str]:
    """The status, what is the matter, and what to do; 503 for what passes by itself or by hand."""
    if isinstance(problem, OSError) and problem.errno in {errno.ENOSPC, errno.EDQUOT}:
        return 503, "The server has no room left", SEND_AGAIN
    if isinstance(problem, OSError) and problem.errno == errno.EROFS:
        return 503, "The server cannot write", SEND_AGAIN
    if not isinstance(problem, OperationalError | InterfaceError):
        return 500, "Something went wrong here", OURS
    text = str(problem).lower()
    if any(mark in text for mark in FULL):
        return 503, "The server has no room left", SEND_AGAIN
    if any(mark in text for mark in READ_ONLY):
        return 503, "The server cannot write", SEND_AGAIN
    if any(mark in text for mark in BUSY):
        return 503, "The server is too busy to save just now", SEND_AGAIN
    return 503, "Handrail cannot read or write just now", PASSES
