"""The database fails over: the primary dies, a standby is promoted, no row that counts is lost."""

import itertools
import random
import time
from threading import Event, Thread

import psycopg
import pytest

from tests.counting import Count
from tests.faults.clusters import Cluster, server_programs

RUNS, WRITERS = 20, 4
pytestmark = [pytest.mark.slow, pytest.mark.postgres, pytest.mark.timeout(600)]


class Writer(Thread):
    """Commits numbers one after another; keeps those that the server said are committed."""

    def __init__(self, url: str, first: int) -> None:
        super().__init__(daemon=True)
        self.url, self.numbers = url, itertools.count(first, WRITERS)
        self.acknowledged: list[int] = []
        self.enough = Event()

    def run(self) -> None:
        while not self.enough.is_set():
            try:
                with psycopg.connect(self.url, autocommit=True, connect_timeout=5) as connection:
                    for number in self.numbers:
                        connection.execute("INSERT INTO kept (number) VALUES (%s)", [number])
                        self.acknowledged.append(number)
                        if self.enough.is_set():
                            return
            except psycopg.Error:
                return  # the primary is gone


def test_a_promoted_standby_holds_every_acknowledged_row(count: Count) -> None:
    """As docs/deploying.md asks a trust to set it up: a synchronous standby, streaming."""
    if not server_programs():
        pytest.skip("PostgreSQL's server programs are missing (Debian: postgresql).")
    dice, acknowledged, lost, doubled, slowest = random.Random(9), 0, 0, 0, 0.0
    primary = Cluster()
    primary.start("wal_level=replica", "max_wal_senders=4")
    with psycopg.connect(primary.url("postgres"), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (number bigint NOT NULL)")
    for run in range(1, RUNS + 1):
        standby = Cluster()
        said = _storm_until_the_primary_dies(primary, standby, dice, run)
        began = time.monotonic()
        standby.promote()
        with psycopg.connect(standby.url("postgres"), autocommit=True) as connection:
            connection.execute("INSERT INTO kept (number) VALUES (-1)")
            slowest = max(slowest, time.monotonic() - began)
            rows = [row[0] for row in connection.execute("SELECT number FROM kept")]
            connection.execute("TRUNCATE kept")
        acknowledged += len(said)
        lost += len(said - set(rows))
        doubled += len(rows) - len(set(rows))
        primary.__exit__(None, None, None)
        primary = standby
    primary.__exit__(None, None, None)
    print(f"slowest promotion to first write: {slowest:.2f} s")
    count("C9", "failovers to a synchronous standby", RUNS, lost)
    count("C9", "acknowledged rows after a failover", acknowledged, lost + doubled)
    assert (lost, doubled, acknowledged > RUNS * 10) == (0, 0, True)


def _storm_until_the_primary_dies(
    primary: Cluster, standby: Cluster, dice: random.Random, run: int
) -> set[int]:
    """Copy the primary, make it wait for the copy, write from four sides, kill it at random."""
    standby.copy_from(primary, f"standby_{run}")
    standby.start("hot_standby=on", "wal_level=replica", "max_wal_senders=4")
    with psycopg.connect(primary.url("postgres"), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
        connection.execute("SELECT pg_reload_conf()")
        _wait_for_a_synchronous_standby(connection)
    writers = [Writer(primary.url("postgres"), first) for first in range(WRITERS)]
    for writer in writers:
        writer.start()
    time.sleep(dice.uniform(0.1, 0.6))
    primary.kill()
    for writer in writers:
        writer.enough.set()
        writer.join(20)
    return {number for writer in writers for number in writer.acknowledged}


def _wait_for_a_synchronous_standby(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    question = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'"
    until = time.monotonic() + 30
    while time.monotonic() < until:
        if (row := connection.execute(question).fetchone()) and row[0] == 1:
            return
        time.sleep(0.02)
    raise AssertionError("The standby never became synchronous.")
