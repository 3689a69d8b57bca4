"""account: what only whoever runs the server can do for somebody who cannot get in."""

import argparse
from typing import Any

from handrail.cli.talk import NOT_READY, common, is_ready, refuse, start, tell

ACCOUNT = """Help somebody who cannot get in, when nobody in the school can: a link to choose a new
password, or the second factor of a head taken away because the phone is lost. Make sure first that
it is them: ask in person, or ring a number that you know. Both are written in the account's log.

  handrail account okafor --link
  handrail account okafor --lost-factor
"""


def add_commands(commands: Any) -> None:
    account = common(commands.add_parser("account", help="cannot get in", description=ACCOUNT))
    account.add_argument("username", help="sign-in name")
    what = account.add_mutually_exclusive_group(required=True)
    what.add_argument("--link", action="store_true", help="make a link for a new password")
    what.add_argument("--lost-factor", action="store_true", help="take the second factor away")
    account.set_defaults(run=run_account)


def run_account(arguments: argparse.Namespace) -> int:
    start()
    if not is_ready():
        return refuse(arguments, NOT_READY)
    from handrail.people.models import User  # noqa: PLC0415

    user = User.objects.filter(username=arguments.username.strip().lower()).first()
    if user is None:
        return refuse(arguments, "There is no account of that name.")
    return _link(arguments, user) if arguments.link else _lost_factor(arguments, user)


def _link(arguments: argparse.Namespace, user: Any) -> int:
    from django.conf import settings  # noqa: PLC0415

    from handrail.entry.invitations import invite  # noqa: PLC0415

    link = f"{settings.ADDRESS}/welcome/{invite(user, by=None)}/"
    tell(arguments, f"Works once, for seven days: {link}", ok=True, link=link)
    return 0


def _lost_factor(arguments: argparse.Namespace, user: Any) -> int:
    from handrail.entry.devices import end_all  # noqa: PLC0415
    from handrail.entry.factors import drop_factors  # noqa: PLC0415
    from handrail.entry.letters import send_letter  # noqa: PLC0415

    drop_factors(user, by=None)
    end_all(user)
    send_letter(user.person, "factor")
    tell(arguments, "Taken away. They set up a new one when they next sign in.", ok=True)
    return 0
