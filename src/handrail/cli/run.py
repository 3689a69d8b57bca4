"""init, serve and rounds: setting up an installation and running it."""

import argparse
import getpass
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from handrail.cli.home import close_home, make_home
from handrail.cli.talk import common, may_ask, refuse, start, tell, whole

Commands = Any  # argparse has no public name for what add_subparsers gives
PATIENCE = 20  # seconds that a server has to end; systemd gives both of us thirty

INIT = """Make this installation ready: the home folder, a secret key, the database, static files.
Safe to repeat. With --school and --admin it also makes a first school and its administrator,
whose password is asked for, or read from HANDRAIL_PASSWORD.

  handrail init --school "Spring Lane Primary" --admin pat
"""
SERVE = """Serve Handrail, and make the rounds that climb ladders and keep the chain's heads.
Refuses to serve with a default secret, debugging on, or an old database; says how to mend it.

  handrail serve --host 127.0.0.1 --port 8000
"""
ROUNDS = """Make the rounds once, or every so many seconds: tell deputies and heads of what nobody
has read, send what waits by push and mail, and keep the chain's heads. `handrail serve` does this
by itself. Exit code 1 when a round that is made once failed.

  handrail rounds --every 30
"""


def add_commands(commands: Commands) -> None:
    init = common(commands.add_parser("init", help="make ready", description=INIT))
    init.add_argument("--school", help="name of a first school")
    init.add_argument("--admin", help="sign-in name of its administrator")
    init.set_defaults(run=run_init)
    serve = common(commands.add_parser("serve", help="serve the pages", description=SERVE))
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on")
    serve.add_argument("--port", type=whole(1, 65535), default=8000, help="port to listen on")
    serve.add_argument("--workers", type=whole(1, 64), default=2, help="processes")
    serve.set_defaults(run=run_serve)
    rounds = common(commands.add_parser("rounds", help="climb ladders", description=ROUNDS))
    rounds.add_argument("--every", type=whole(0, 86400), default=0, metavar="SECONDS",
                        help="go on for ever")  # fmt: skip
    rounds.set_defaults(run=run_rounds)


def run_init(arguments: argparse.Namespace) -> int:
    if arguments.admin and not arguments.school:
        return refuse(arguments, "Say with --school which school --admin is the administrator of.")
    make_home()
    start()
    call_init()
    if arguments.school:
        return _first_school(arguments)
    from django.conf import settings  # noqa: PLC0415

    tell(arguments, f"Ready: {settings.HOME}{_key_first()}", ok=True, home=str(settings.HOME))
    return 0


def call_init() -> None:
    """Bring the database and the static files to this version."""
    from handrail.keeping.tables import bring_tables_up  # noqa: PLC0415

    bring_tables_up()
    collect_static()


def collect_static() -> None:
    """Put the static files where the server finds them, pressed small."""
    from django.core.management import call_command  # noqa: PLC0415

    call_command("collectstatic", verbosity=0, interactive=False)


def _first_school(arguments: argparse.Namespace) -> int:
    from handrail.people.models import Person, Post, User  # noqa: PLC0415
    from handrail.records.kind import all_kinds  # noqa: PLC0415
    from handrail.school.models import School  # noqa: PLC0415
    from handrail.school.words import give_starter_words  # noqa: PLC0415
    from handrail.training.starters import give_starter_training  # noqa: PLC0415

    user = User.objects.filter(username=(arguments.admin or "").lower()).first()
    password = "" if user else _password(arguments)
    if arguments.admin and not user and len(password) < 12:
        return refuse(arguments, "Give a password of at least 12 characters in HANDRAIL_PASSWORD.")
    school, _ = School.objects.get_or_create(name=arguments.school)
    lists = (
        (words.name(kind.slug), words.starters) for kind in all_kinds() for words in kind.words
    )
    give_starter_words(school, lists)
    give_starter_training(school)
    if user and (why := _why_it_stays(user, school)):
        return refuse(arguments, why)
    if arguments.admin and not user:
        person = Person.objects.create(given=arguments.admin.title())
        Post.objects.create(person=person, school=school, role=Post.Role.ADMINISTRATOR)
        User.objects.create_user(arguments.admin, password, person)
    tell(arguments, f"Ready: {school.name}{_key_first()}", ok=True, school=school.name)
    return 0


def _password(arguments: argparse.Namespace) -> str:
    given = os.environ.get("HANDRAIL_PASSWORD", "")
    if given or not arguments.admin or not may_ask(arguments):
        return given
    return getpass.getpass("Password for the administrator: ")


def _why_it_stays(user: Any, school: Any) -> str:
    """What was asked of an account that is here already and is not done; empty where all is so."""
    from handrail.people.models import Post  # noqa: PLC0415

    name, given = user.username, os.environ.get("HANDRAIL_PASSWORD")
    if not user.person.posts.filter(school=school, role=Post.Role.ADMINISTRATOR).exists():
        return (
            f"{name} has an account already and is no administrator of {school.name}. Choose "
            "another sign-in name, or give them the post under School, People and posts."
        )
    if given and not user.check_password(given):
        return (
            f"{name} has an account already, and its old password stays. To change it: "
            f"handrail account {name} --link"
        )
    return ""


def _key_first() -> str:
    """Until there is a key to lock backups with, say how to make it; never make it unasked."""
    from handrail.keeping.keys import public_keys  # noqa: PLC0415

    if public_keys():
        return ""
    return "\nNext, make the key that locks the backups: handrail backup --new-key"


def run_serve(arguments: argparse.Namespace) -> int:
    start()
    from handrail.keeping.doctor import examine  # noqa: PLC0415

    grave = [finding for finding in examine(quick=True) if finding.grave]
    if grave:
        return refuse(arguments, "\n".join(f"{one.what} {one.mend}" for one in grave))
    from django.conf import settings  # noqa: PLC0415

    close_home(settings.HOME)
    return serve(arguments.host, arguments.port, arguments.workers)


def serve(host: str, port: int, workers: int = 2) -> int:
    """Run the web server in the foreground, with the rounds beside it; both end together.

    Rounds that died are begun again. A worker that does not end in five seconds is killed: what was
    acknowledged is on the disk, and what was not is sent again by its device.
    """
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host,
        "--port", str(port), "--workers", str(workers), "--blocking-threads", "4",
        "--workers-kill-timeout", "5",
        "--no-access-log", "--log-level", "warning", "handrail.wsgi:application",
    ]  # fmt: skip
    server, rounds, stopping = subprocess.Popen(command), _begin_rounds(), False  # noqa: S603

    def stop(*_: object) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    try:
        while server.poll() is None:
            if rounds.poll() is not None and not stopping:
                rounds = _begin_rounds()
            _wait_a_second(server)
            if stopping:
                return end(server)
        return server.returncode
    except KeyboardInterrupt:
        return server.wait()  # the terminal has told the server too
    finally:
        rounds.terminate()
        rounds.wait()


def end(server: subprocess.Popen[bytes]) -> int:
    """Tell the server to end. Whoever tells us may have told it too (systemd does, and a process
    group): told twice at once it can stand still for ever, so it is told again only a second later.
    """
    _wait_a_second(server)
    server.terminate()
    try:
        return server.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        server.kill()
        return server.wait()


def _begin_rounds() -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "handrail.cli.main", "rounds", "--every", "15", "--no-input"]
    )


def _wait_a_second(server: subprocess.Popen[bytes]) -> None:
    with suppress(subprocess.TimeoutExpired):
        server.wait(1)


def run_rounds(arguments: argparse.Namespace) -> int:
    start(reach=not arguments.every)  # rounds that go on for ever wait for a database to come back
    from handrail.keeping.looks_kept import note_server  # noqa: PLC0415
    from handrail.keeping.looks_machine import refuse_made_up  # noqa: PLC0415
    from handrail.notify.lanes import send_once, start_lanes  # noqa: PLC0415

    refuse_made_up()
    if arguments.every:
        start_lanes()
    told = make_round()
    while arguments.every:
        note_server()
        time.sleep(arguments.every)
        make_round()
    send_once()
    if told is None:
        tell(arguments, "The round failed; run handrail doctor.", ok=False)
        return 1
    tell(arguments, f"Rounds made: {told} told.", ok=True, told=told)
    return 0


def make_round() -> int | None:
    """One round; how many it told. One that fails is reported, gives None, and ends no other."""
    from django.conf import settings  # noqa: PLC0415
    from django.db import DatabaseError, close_old_connections  # noqa: PLC0415

    from handrail.api.sending import forget_old  # noqa: PLC0415
    from handrail.entry.rounds import look_after_accounts  # noqa: PLC0415
    from handrail.followup.climbing import climb_ladders  # noqa: PLC0415
    from handrail.followup.wide import tell_wide_readings  # noqa: PLC0415
    from handrail.keeping.heads import keep_heads  # noqa: PLC0415
    from handrail.reports.making import make_waiting as make_reports  # noqa: PLC0415
    from handrail.sharing.making import make_waiting  # noqa: PLC0415

    close_old_connections()
    try:
        told = climb_ladders()
        tell_wide_readings()
        keep_heads()
        forget_old()
        make_waiting()
        make_reports()
        look_after_accounts()
        (Path(settings.HOME) / "last-round").touch(mode=0o600)
        return told
    except (DatabaseError, OSError) as problem:
        print(f"A round failed: {problem}", file=sys.stderr)
        return None
