"""PostgreSQL clusters of our own, as careful as a school's: made, killed, copied and promoted."""

import glob
import os
import pwd
import random
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from tests.journeys.conftest import free_port


def server_programs() -> Path | None:
    """The newest server programs on this machine, as script/test finds them."""
    asked = os.environ.get("PG_BIN")
    for found in [asked, *sorted(glob.glob("/usr/lib/postgresql/*/bin"), reverse=True)]:
        if found and (Path(found) / "initdb").exists():
            return Path(found)
    return None


class Cluster:
    """One data folder with a server on a free port; killed and taken away at the end.

    Unlike the suite's usual server it syncs every commit, because what is tested is the promise
    that a commit is kept.
    """

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="handrail-cluster-"))
        self.data, self.port = self.folder / "data", free_port()
        self.programs = server_programs() or Path()
        if os.geteuid() == 0:  # the server runs as another user
            owner = pwd.getpwnam("postgres")
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)

    def __enter__(self) -> "Cluster":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        if self.pid():
            self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str) -> str:
        return f"postgresql://handrail@127.0.0.1:{self.port}/{database}"

    def start(self, *settings: str) -> None:
        """Start it, making it first if it is new; back when it takes connections."""
        if not (self.data / "PG_VERSION").exists():
            self.run("initdb", "-D", self.data, "-U", "handrail", "-A", "trust", "-E", "UTF8",
                     "--locale=C.UTF-8", "--no-sync")  # fmt: skip
            self._let_copies_in()
        options = f"-c listen_addresses=127.0.0.1 -c port={self.port} -c fsync=on"
        options += f" -c synchronous_commit=on -c unix_socket_directories={self.folder}"
        for one in settings:
            options += f" -c {one}"
        self.run("pg_ctl", "-D", self.data, "-l", self.folder / "log", "-o", options, "-w", "-s",
                 "-t", "60", "start")  # fmt: skip

    def copy_from(self, other: "Cluster", slot: str) -> None:
        """Become a standby of another cluster, streaming through a slot."""
        self.run("pg_basebackup", "-h", "127.0.0.1", "-p", other.port, "-U", "handrail", "-D",
                 self.data, "-R", "-C", "-S", slot, "-c", "fast", "--no-sync")  # fmt: skip

    def promote(self) -> None:
        self.run("pg_ctl", "-D", self.data, "-w", "-s", "promote")

    def pid(self) -> int:
        try:
            return int((self.data / "postmaster.pid").read_text().split()[0])
        except (OSError, ValueError, IndexError):
            return 0

    def kill(self) -> None:
        """Signal 9 to the server and its processes at once, as when the machine goes."""
        _kill(self.pid())
        until = time.monotonic() + 10
        while (left := self.processes()) and time.monotonic() < until:
            for pid in left:
                _kill(pid)
            time.sleep(0.01)
        lock = self.folder / f".s.PGSQL.{self.port}.lock"
        for left_behind in (self.data / "postmaster.pid", lock):  # of one that ended
            left_behind.unlink(missing_ok=True)

    def kill_a_backend(self, dice: random.Random) -> None:
        """Signal 9 to one process of it; the server then recovers by itself."""
        if found := self.children(self.pid()):
            _kill(dice.choice(found))

    def processes(self) -> list[int]:
        """All that still runs in its folder, also what began as it was being killed. What has
        ended is in no folder, though it is listed until the system takes note, a second or two."""
        found = []
        for place in Path("/proc").glob("[0-9]*/cwd"):
            with suppress(OSError):  # ended since, or somebody else's
                if place.readlink() == self.data:
                    found.append(int(place.parent.name))
        return found

    def children(self, parent: int) -> list[int]:
        try:
            text = Path(f"/proc/{parent}/task/{parent}/children").read_text()
        except OSError:
            return []
        return [int(pid) for pid in text.split()]

    def run(self, program: str, *words: object) -> None:
        """initdb and the server refuse to run as root."""
        command = [str(self.programs / program), *map(str, words)]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        done = subprocess.run(
            command, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False
        )
        assert done.returncode == 0, (done.stderr.decode()[-2000:], self._last_words())

    def _last_words(self) -> str:
        log = self.folder / "log"
        return log.read_text()[-2000:] if log.exists() else ""

    def _let_copies_in(self) -> None:
        with (self.data / "pg_hba.conf").open("a") as rules:
            rules.write("host replication handrail 127.0.0.1/32 trust\n")


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
