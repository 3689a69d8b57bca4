"""demo: the made-up school, built and served."""

import argparse
import json
import os
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import UUID

from handrail.cli.home import make_home
from handrail.cli.run import collect_static, serve
from handrail.cli.talk import bar, common, refuse, start, whole
from handrail.core.database_url import check_database_url

DEMO = """Build the made-up schools of Spring Lane with years of believable records, and serve them.
Prints where to go and who to be. Everyone and everything in it is invented.
A folder or database that holds anything else is refused (exit code 2) and stays as it is: give the
demonstration a HANDRAIL_HOME of its own.

  handrail demo --small           ready within ten seconds
  handrail demo --pupils 600 --years 2 --seed 7 --no-serve
"""


def add_commands(commands: Any) -> None:
    demo = common(commands.add_parser("demo", help="a made-up school", description=DEMO))
    demo.add_argument("--port", type=whole(1, 65535), default=8000, help="port to serve on")
    demo.add_argument("--small", action="store_true", help="a school that is ready in seconds")
    demo.add_argument("--no-serve", action="store_true", help="build it and stop")
    demo.add_argument("--pupils", type=whole(1, 100_000), help="pupils at the primary (600)")
    demo.add_argument("--years", type=whole(1, 100), help="years of records (2)")
    demo.add_argument("--seed", type=int, default=1, help="another number, another school")
    demo.add_argument("--fresh", action="store_true", help="build again from nothing")
    demo.set_defaults(run=run_demo)


def run_demo(arguments: argparse.Namespace) -> int:
    if arguments.small and (arguments.pupils or arguments.years):
        return refuse(
            arguments, "--small has a size of its own. Leave out --small, or --pupils and --years."
        )
    os.environ["HANDRAIL_DEMO"] = "1"
    os.environ["HANDRAIL_HOME"] = os.environ.get("HANDRAIL_HOME") or str(
        Path.cwd() / ".handrail-demo"
    )
    os.environ.setdefault("HANDRAIL_ADDRESS", f"http://localhost:{arguments.port}")
    home = Path(os.environ["HANDRAIL_HOME"]).expanduser().resolve()
    from handrail.keeping.whose import mark, why_not_demo  # noqa: PLC0415

    database_url = check_database_url(os.environ.get("DATABASE_URL", ""))
    if why_not := why_not_demo(home, database_url, fresh=arguments.fresh):
        return refuse(arguments, why_not)
    if arguments.fresh:
        for path in home.glob("handrail.sqlite3*"):
            path.unlink()
        for name in ("heads.jsonl", "known-breaks.jsonl"):
            (home / name).unlink(missing_ok=True)
    make_home()
    mark(home)  # before anything is built, so that a build that was cut off can be built again
    start()
    from handrail.keeping.tables import bring_tables_up  # noqa: PLC0415

    static = Thread(target=collect_static)  # pressing them small takes as long as the school does
    static.start()
    bring_tables_up()
    said, made = _build(arguments)
    mark(home, _schools())
    static.join()
    address = f"http://localhost:{arguments.port}/"
    facts = {"ok": True, "address": address, "made": made, **_who()}
    if not arguments.json:
        print(said)
        _say_who(facts)
    ready = json.dumps(facts) if arguments.json else f"ready: {address}"
    if arguments.no_serve:
        print(ready)
        return 0
    return _serve_and_say(arguments.port, address, ready)


def _build(arguments: argparse.Namespace) -> tuple[str, dict[str, int]]:
    """Make the schools where there are none; in a sentence what was made, and how many of what."""
    from handrail.demo.building import build_demo  # noqa: PLC0415
    from handrail.school.models import School  # noqa: PLC0415

    if School.objects.exists():
        elsewhere = os.environ.get("DATABASE_URL")  # which --fresh deletes nothing of
        again = "" if elsewhere else " Add --fresh to build it again."
        return f"The made-up school is here from before.{again}", {}
    with bar(arguments, "Inventing a school") as progress:
        report = build_demo(
            small=arguments.small,
            pupils=arguments.pupils or 600,
            years=arguments.years or 2,
            seed=arguments.seed,
            progress=progress,
        )
    made = ", ".join(f"{count:,} {what}" for what, count in report.counts.items())
    return f"Made in {report.seconds:.0f} s: {made}.", dict(report.counts)


def _schools() -> dict[UUID, str]:
    from handrail.school.models import School  # noqa: PLC0415

    return dict(School.objects.values_list("uuid", "name"))


def _who() -> dict[str, Any]:
    """Who can sign in, and the password of all of them."""
    from handrail.demo.building import sign_ins  # noqa: PLC0415
    from handrail.demo.cast import PASSWORD  # noqa: PLC0415

    return {"sign_ins": [vars(one) for one in sign_ins()], "password": PASSWORD}


def _say_who(facts: dict[str, Any]) -> None:
    print("\nSign in as  who            post")
    for one in facts["sign_ins"]:
        print(f"  {one['username']:<9} {one['name']:<14} {one['posts']}, {one['school']}")
    print(f"The password of all of them: {facts['password']}")
    print("Where a code is asked for as well, the page shows it, in this demonstration only.\n",
          flush=True)  # fmt: skip


def _serve_and_say(port: int, address: str, ready: str) -> int:
    """Serve; say that it is ready as the last line once the pages answer."""
    Thread(target=_say_ready, args=(address, ready), daemon=True).start()
    return serve("127.0.0.1", port)


def _say_ready(address: str, ready: str) -> None:
    import time  # noqa: PLC0415
    import urllib.request  # noqa: PLC0415

    for _ in range(240):
        try:
            with urllib.request.urlopen(f"{address}healthy", timeout=2):  # noqa: S310
                print(ready, flush=True)
                return
        except OSError:
            time.sleep(0.25)
