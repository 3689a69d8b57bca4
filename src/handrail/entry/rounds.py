"""What the rounds do for accounts: leavers are closed, links sent, and old tries forgotten."""

from django.conf import settings

from handrail.entry.closing import close_leavers
from handrail.entry.events import forget_unknown
from handrail.entry.invitations import forget_old_links, send_links
from handrail.entry.limits import forget_tries


def look_after_accounts() -> None:
    """Safe to repeat: each part does only what is due."""
    close_leavers()
    send_links(settings.ADDRESS)
    forget_tries()
    forget_unknown()
    forget_old_links()
