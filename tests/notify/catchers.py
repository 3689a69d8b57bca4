"""Catchers: a mail server and a push service of our own, which can also be as bad as real ones."""

import base64
import json
import os
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast

import http_ece
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils

HANG = 30.0  # seconds that a hanging server keeps its caller, if the caller lets it


def unpadded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def padded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class MailCatcher:
    """`mood`: "" takes mail; "550" and "451" answer so to an address; "hang" says nothing."""

    port: int = 0
    mood: str = ""
    caught: list[EmailMessage] = field(default_factory=list)
    calls: int = 0
    over: threading.Event = field(default_factory=threading.Event)


class _Smtp(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        catcher: MailCatcher = cast(Any, self.server).catcher
        catcher.calls += 1
        if catcher.mood == "hang":
            catcher.over.wait(HANG)
            return
        self._say("220 catcher")
        while line := self.rfile.readline():
            word = line.decode().strip().upper()
            if word.startswith("RCPT") and catcher.mood:
                self._say(f"{catcher.mood} no")
            elif word == "DATA":
                self._say("354 go on")
                catcher.caught.append(self._message())
                self._say("250 kept")
            elif word == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 yes")

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def _message(self) -> EmailMessage:
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return cast(EmailMessage, message_from_bytes(b"".join(lines), policy=policy.default))


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@contextmanager
def mail_catcher() -> Iterator[MailCatcher]:
    catcher = MailCatcher()
    with _serving(_Server(("127.0.0.1", 0), _Smtp), catcher) as catcher.port:
        yield catcher


@contextmanager
def _serving(server: Any, catcher: Any) -> Iterator[int]:
    server.catcher = catcher
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        catcher.over.set()
        server.shutdown()
        server.server_close()


@dataclass
class Caught:
    """One push message as the browser would get it."""

    device: str
    payload: dict[str, Any]
    headers: dict[str, str]
    signed_for: str
    key: str


@dataclass
class PushCatcher:
    """`mood`: the status it answers, or "hang". Keeps the keys of the browsers it plays."""

    port: int = 0
    mood: str = "201"
    caught: list[Caught] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    calls: int = 0
    over: threading.Event = field(default_factory=threading.Event)
    keys: dict[str, tuple[ec.EllipticCurvePrivateKey, bytes]] = field(default_factory=dict)

    def browser(self) -> dict[str, str]:
        """A new subscription, as `add_device` wants it."""
        number, key, secret = str(len(self.keys) + 1), ec.generate_private_key(ec.SECP256R1()), (
            os.urandom(16)
        )  # fmt: skip
        self.keys[number] = key, secret
        point = key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        return {
            "endpoint": f"http://127.0.0.1:{self.port}/push/{number}",
            "public_key": unpadded(point), "secret": unpadded(secret),
        }  # fmt: skip


class _Push(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        catcher: PushCatcher = cast(Any, self.server).catcher
        catcher.calls += 1
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        if catcher.mood == "hang":
            catcher.over.wait(HANG)
            return
        if catcher.mood == "201":
            self._keep(catcher, body)
        self.send_response(int(catcher.mood))
        if catcher.mood.startswith("30"):
            self.send_header("location", f"http://127.0.0.1:{catcher.port}/elsewhere")
        self.send_header("content-length", "0")
        self.end_headers()

    def _keep(self, catcher: PushCatcher, body: bytes) -> None:
        number = self.path.rsplit("/", 1)[-1]
        try:
            key, secret = catcher.keys[number]
            words = http_ece.decrypt(body, private_key=key, auth_secret=secret, version="aes128gcm")
            signed_for, signer = vapid_of(self.headers["authorization"])
            found = {name.lower(): value for name, value in self.headers.items()}
            catcher.caught.append(Caught(number, json.loads(words), found, signed_for, signer))
        except (KeyError, ValueError, InvalidSignature, http_ece.ECEException) as fault:
            catcher.faults.append(repr(fault))

    def log_message(self, *_: object) -> None:
        pass


def vapid_of(header: str) -> tuple[str, str]:
    """Whom a VAPID header was signed for, and the key; raises InvalidSignature when it is false."""
    parts = dict(part.strip().split("=", 1) for part in header.removeprefix("vapid ").split(","))
    head, claims, signature = parts["t"].split(".")
    raw = padded(signature)
    der = utils.encode_dss_signature(
        int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
    )
    signer = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), padded(parts["k"]))
    signer.verify(der, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    return json.loads(padded(claims))["aud"], parts["k"]


@contextmanager
def push_catcher() -> Iterator[PushCatcher]:
    catcher = PushCatcher()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Push)
    with _serving(server, catcher) as catcher.port, suppress(ConnectionError):
        yield catcher
