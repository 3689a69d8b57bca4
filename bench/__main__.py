"""The bench: prints, as tables, how fast the pages are at several sizes on each database."""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from bench import evidence, sheet, telling
from bench.tables import doors_table, limits_table, machine, pages_table

ABOUT = """Measure server time of the pages in this process (Django's test client, warm), with 600
pupils and as many records as asked, beside what this machine can do at most. PostgreSQL is
measured when HANDRAIL_TEST_POSTGRES_URL names a server on which databases may be made."""

ENGINES = ("sqlite", "postgresql")


def main() -> int:
    arguments = _arguments()
    sizes = [int(size.replace("_", "")) for size in arguments.records.split(",")]
    runs = 10 if arguments.quick else arguments.runs
    with tempfile.TemporaryDirectory(prefix="handrail-bench-") as made:
        folder = Path(arguments.keep or made).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        results: dict[str, Any] = {"machine": machine(), "limits": _limits(arguments, folder)}
        secrecy = _secrecy(arguments, folder) if not arguments.json else ""
        for engine in _engines(arguments):
            results[engine] = [_one(engine, size, runs, folder, arguments) for size in sizes]
        learning = _learning(arguments, folder) if not arguments.json else ""
    shown = f"{_shown(results)}\n\n{secrecy}\n{learning}"
    print(json.dumps(results, indent=1) if arguments.json else shown)
    if not arguments.json:
        print(f"\n{evidence.main(10 if arguments.quick else 200)}")
    if not arguments.json and shutil.which(os.environ.get("CHROMIUM", "chromium")):
        sheet.main()
        telling.main()
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=ABOUT)
    parser.add_argument("--records", default="20000,200000", help="sizes, with commas between")
    parser.add_argument("--runs", type=int, default=200, help="how often each page is opened")
    parser.add_argument("--quick", action="store_true", help="2,000 records and few runs")
    parser.add_argument("--postgres", action="store_true", help="fail when PostgreSQL is missing")
    parser.add_argument("--only", choices=ENGINES, help="leave the other database out")
    parser.add_argument("--plans", action="store_true", help="name statements that walk or sort")
    parser.add_argument("--keep", metavar="DIR", help="keep SQLite databases there and reuse them")
    parser.add_argument("--json", action="store_true", help="figures for another program")
    arguments = parser.parse_args()
    if arguments.quick:
        arguments.records = "2000"
    return arguments


def _engines(arguments: argparse.Namespace) -> list[str]:
    server = os.environ.get("HANDRAIL_TEST_POSTGRES_URL")
    if (arguments.postgres or arguments.only == "postgresql") and not server:
        print("Set HANDRAIL_TEST_POSTGRES_URL, or run script/bench.", file=sys.stderr)
        raise SystemExit(2)
    if arguments.only:
        return [arguments.only]
    return list(ENGINES) if server else ["sqlite"]


def _limits(arguments: argparse.Namespace, folder: Path) -> dict[str, float]:
    code = (
        "import django, json; django.setup(); from bench.limits import limits; "
        f"print(json.dumps(limits({0.3 if arguments.quick else 2.0})))"
    )
    return json.loads(_run(["-c", code], _environment("sqlite", 0, folder)))  # type: ignore[no-any-return]


def _secrecy(arguments: argparse.Namespace, folder: Path) -> str:
    """Whether the time of an answer gives a secret away; SQLite, where a query is quickest."""
    environment = _environment("sqlite", 1, folder)
    command = [sys.executable, "-m", "bench.secrecy", *(["200"] if arguments.quick else [])]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=False)
    return done.stdout


def _learning(arguments: argparse.Namespace, folder: Path) -> str:
    """A pupil's Learning page beside a year of marks for 600 pupils."""
    command = [sys.executable, "-m", "bench.learning", *(["24000"] if arguments.quick else [])]
    environment = _environment("sqlite", 2, folder)
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=False)
    return done.stdout


def _one(
    engine: str, size: int, runs: int, folder: Path, arguments: argparse.Namespace
) -> dict[str, Any]:
    print(f"{engine}, {size:,} records", file=sys.stderr)
    command = ["-m", "bench.one", "--records", str(size), "--runs", str(runs)]
    command += ["--plans"] if arguments.plans else []
    return json.loads(_run(command, _environment(engine, size, folder)))  # type: ignore[no-any-return]


def _run(command: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, *command], env=environment, stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.returncode)
    return done.stdout.strip().splitlines()[-1]


def _environment(engine: str, size: int, folder: Path) -> dict[str, str]:
    """A home of its own for each database, and nothing of the caller's own school."""
    home = folder / f"{engine}-{size}"
    home.mkdir(exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    kept |= {"HANDRAIL_HOME": str(home), "DJANGO_SETTINGS_MODULE": "handrail.settings"}
    if engine == "postgresql":
        kept["DATABASE_URL"] = _database(os.environ["HANDRAIL_TEST_POSTGRES_URL"], size)
    return kept


def _database(server: str, size: int) -> str:
    """An empty database of that name on the server."""
    import psycopg

    name = f"handrail_bench_{size}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
        connection.execute(f'CREATE DATABASE "{name}"')
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


def _shown(results: dict[str, Any]) -> str:
    parts = [results["machine"], limits_table(results["limits"])]
    for engine, name in (("sqlite", "SQLite"), ("postgresql", "PostgreSQL")):
        if found := results.get(engine):
            parts += [f"{name}, 600 pupils", pages_table(found), doors_table(found)]
            parts += [_plans(result) for result in found if result.get("plans")]
    return "\n\n".join(parts)


def _plans(result: dict[str, Any]) -> str:
    lines = [f"Statements that walk or sort a growing table, at {result['records']:,} records"]
    for one in sorted(result["plans"], key=lambda one: -one["ms"]):
        lines += [f"\n{one['page']}: {one['ms']:.1f} ms", f"  {one['plan']}", f"  {one['sql']}"]
    return "\n".join(lines)


if __name__ == "__main__":
    raise SystemExit(main())
