"""Letters about accounts: by e-mail, and without a word of what Handrail holds."""

import logging
from smtplib import SMTPException

from django.core.mail import get_connection, send_mail

from handrail.people.models import Person

SECONDS = 10  # a post office that does not answer must not hold up a page
LETTERS = {
    "invited": (
        "Your Handrail account",
        "You can choose your password for Handrail here. The link works once, for seven days:\n\n"
        "{link}\n\nIf you did not expect this, tell your school office.\n",
    ),
    "forgotten": (
        "A new password for Handrail",
        "Somebody, probably you, asked for a new password. Choose one here. The link works once, "
        "for two hours:\n\n{link}\n\nIf it was not you, do nothing: your password stays.\n",
    ),
    "factor": (
        "Your Handrail sign-in was changed",
        "Your second factor was taken away, and you were signed out everywhere. If you did not "
        "ask for this, tell your designated lead or your head at once.\n",
    ),
}


def send_letter(person: Person, which: str, link: str = "") -> bool:
    """Send one letter; False when there is no address or the mail could not be handed over."""
    if not person.email:
        return False
    subject, words = LETTERS[which]
    try:
        carrier = get_connection(timeout=SECONDS)
        send_mail(subject, words.format(link=link), None, [person.email], connection=carrier)
    except (OSError, SMTPException):
        logging.getLogger(__name__).warning("A letter about an account could not be sent.")
        return False
    return True
