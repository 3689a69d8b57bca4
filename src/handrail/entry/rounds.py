"""What the rounds do for accounts: close leavers, send links, forget old tries and sessions."""

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore

from handrail.entry.closing import close_leavers
from handrail.entry.events import forget_unknown
from handrail.entry.invitations import forget_old_links, send_links
from handrail.entry.limits import forget_tries


def look_after_accounts() -> None:
    """Safe to repeat: each part does only what is due."""
    close_leavers()
    send_links(settings.ADDRESS)
    forget_tries()
    SessionStore.clear_expired()
    forget_unknown()
    forget_old_links()
