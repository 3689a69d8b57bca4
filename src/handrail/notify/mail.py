"""Mail: one message by Django's own back end; its words name no child, no place and no event."""

import smtplib

from django.core.mail import EmailMessage, get_connection

from handrail.notify.trouble import NotSent

SERVER = "mail"
BODY = """{words}.

Open Handrail to see it:
{link}

This message says no more on purpose. How you are told: My account, How I am told.
"""


def send_mail(address: str, words: str, link: str) -> None:
    """Send one message, or raise NotSent."""
    message = EmailMessage(
        subject=words, body=BODY.format(words=words, link=link), to=[address],
        headers={"Auto-Submitted": "auto-generated"},
    )  # fmt: skip
    try:
        with get_connection() as connection:
            connection.send_messages([message])
    except smtplib.SMTPRecipientsRefused as refused:
        code = max((code for code, _ in refused.recipients.values()), default=0)
        raise NotSent(
            f"the mail server refused the address ({code})", for_good=code >= 500
        ) from refused
    except smtplib.SMTPAuthenticationError as refused:
        raise NotSent("the mail server refused our password", down=SERVER) from refused
    except smtplib.SMTPResponseException as refused:
        raise NotSent(f"the mail server answered {refused.smtp_code}", down=SERVER) from refused
    except (smtplib.SMTPException, OSError) as problem:
        slow = isinstance(problem, TimeoutError) or isinstance(problem.__context__, TimeoutError)
        what = "did not answer in time" if slow else "could not be reached"
        raise NotSent(f"the mail server {what}", down=SERVER) from problem
    except ValueError as odd:  # a line break in an address
        raise NotSent("the address is not one that mail can go to", for_good=True) from odd
