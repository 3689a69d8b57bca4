"""The small made-up school with its clock standing: a picture of it is the same tomorrow."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from bench.sheet import _wait

DAY = date(2026, 11, 23)  # a Monday on which the made-up school is always the same
SERVE = """
import sys
from datetime import datetime
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from handrail.cli.main import main
from handrail.core import clock


class Threads(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Silent(WSGIRequestHandler):
    def log_message(self, *said):
        pass


with clock.frozen(datetime.fromisoformat(sys.argv[1]).replace(tzinfo=clock.LONDON)):
    main(["demo", "--small", "--no-serve", "--port", sys.argv[2]])
    from handrail.wsgi import application

    make_server("localhost", int(sys.argv[2]), application, Threads, Silent).serve_forever()
"""


@contextmanager
def served_at(home: str, moment: str) -> Iterator[str]:
    """The small made-up school with its clock standing at a moment: built once, served again."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    server = subprocess.Popen(
        [sys.executable, "-c", SERVE, moment, port], env={**os.environ, "HANDRAIL_HOME": home},
        start_new_session=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait(f"http://localhost:{port}")
        yield f"http://localhost:{port}"
    finally:
        os.killpg(server.pid, 15)
        server.wait(10)
