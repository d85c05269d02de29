"""Real machines on the loopback, under TLS: a mail server, a webhook, and lines that fail."""

from __future__ import annotations

import shutil
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from sqlalchemy import Engine

from tipline import configuration
from tipline.age import HybridIdentity
from tipline.configuration import By, ChannelName, Channels, MailServer, Tls
from tipline.dispatch.mail import Mail
from tipline.dispatch.webhook import Webhook
from tipline.store import migrate
from tipline.store.casebook.outbox import Outbox
from tipline.store.engine import open_casebook

NOW = datetime(2031, 5, 4, 9, 30, tzinfo=UTC)
ITEM = bytes(range(16))
KEY = bytes(range(32))
CONFIG = Path(__file__).parents[2] / "config"
LOCALHOST = "localhost"


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="session")
def believing(authority: trustme.CA) -> ssl.SSLContext:
    """Return what a client believes: this authority and no other."""
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


@pytest.fixture(scope="session")
def serving(authority: trustme.CA) -> ssl.SSLContext:
    return serving_context(authority)


def serving_context(authority: trustme.CA) -> ssl.SSLContext:
    """Return what a server on this machine shows."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(LOCALHOST).configure_cert(context)
    return context


@pytest.fixture(scope="session")
def configured() -> Channels:
    """Return the shipped configuration, with this machine allowed."""
    found = configuration.load(CONFIG, ("ar", "en")).channels
    return replace(found, hosts=frozenset({LOCALHOST}))


@pytest.fixture(scope="session")
def agency() -> HybridIdentity:
    return HybridIdentity.generate()


@pytest.fixture(scope="session")
def deliverer_key() -> HybridIdentity:
    return HybridIdentity.generate()


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    migrate.upgrade(f"sqlite:///{folder}/casebook/casebook.sqlite3", "casebook")
    migrate.upgrade(f"sqlite:///{folder}/inbox/inbox.sqlite3", "inbox")
    return folder


@pytest.fixture
def casebook(made: Path, tmp_path: Path) -> Iterator[Engine]:
    shutil.copytree(made / "casebook", tmp_path / "casebook")
    engine = open_casebook(f"sqlite:///{tmp_path}/casebook/casebook.sqlite3")
    yield engine
    engine.dispose()


@pytest.fixture
def outbox(casebook: Engine) -> Outbox:
    return Outbox(casebook)


@dataclass
class MailHost:
    """A mail server. What it answers can be set; ``drops`` lets it hang up after the last byte."""

    port: int = 0
    mails: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    to_recipient: str = "250 OK"
    to_data: str = "250 OK"
    drops: int = 0

    async def handle_RCPT(  # noqa: N802 (the library's name)
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        if self.to_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to_recipient

    async def handle_DATA(  # noqa: N802 (the library's name)
        self, server: Any, _session: Any, envelope: Any
    ) -> str:
        self.mails.append(envelope.original_content)
        self.recipients += envelope.rcpt_tos
        if self.drops:
            self.drops -= 1
            server.transport.abort()
        return self.to_data

    def read(self) -> EmailMessage:
        """Return the last mail."""
        found = message_from_bytes(self.mails[-1], policy=default)
        assert isinstance(found, EmailMessage)
        return found


@contextmanager
def mail_host(
    tls: Tls | None, serving: ssl.SSLContext, password: bytes = b""
) -> Iterator[MailHost]:
    """Run a mail server; without ``tls`` it speaks in the clear alone."""
    host = MailHost()
    more: dict[str, Any] = {}
    if tls is Tls.IMPLICIT:
        more["ssl_context"] = serving
    if tls is Tls.STARTTLS:
        more = {"tls_context": serving, "require_starttls": True}
    if password:
        more |= {"auth_required": True, "authenticator": knowing(password)}
    controller = Controller(host, hostname="127.0.0.1", port=free_port(), **more)
    controller.start()
    host.port = controller.port
    try:
        yield host
    finally:
        controller.stop()


def knowing(password: bytes) -> Callable[..., AuthResult]:
    """Return what lets in whoever has the password."""

    def authenticate(*told: Any) -> AuthResult:
        given = told[-1]
        assert isinstance(given, LoginPassword)
        return AuthResult(success=given.password == password, handled=False)

    return authenticate


@pytest.fixture
def host(serving: ssl.SSLContext) -> Iterator[MailHost]:
    with mail_host(Tls.IMPLICIT, serving) as host:
        yield host


@pytest.fixture
def mail(configured: Channels, believing: ssl.SSLContext, host: MailHost) -> Mail:
    return mail_to(host.port, configured, believing)


def mail_to(port: int, configured: Channels, tls: ssl.SSLContext, how: Tls = Tls.IMPLICIT) -> Mail:
    """Return a channel by mail, by a server on a port of this machine."""
    name = ChannelName(code="OPS-MAIL", desk="OPS", by=By.MAIL, to="duty@example.org",
                       rings_for=("TRIAGE",), recipient="")  # fmt: skip
    server = MailServer(host=LOCALHOST, port=port, tls=how, sender="tipline@example.org")
    made = Mail.of(name, replace(configured, mail=server), None, tls)
    return replace(made, step_seconds=1, whole_seconds=2)


@dataclass(frozen=True)
class Asked:
    """A request that a webhook got."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class HookHost:
    """A machine that answers to a webhook, with what it is told to: a status, headers, a pause."""

    port: int = 0
    asked: list[Asked] = field(default_factory=list)
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    silent: threading.Event | None = None
    endless: bool = False

    @property
    def ids(self) -> list[str]:
        """The ids of what came, in order."""
        return [each.headers["webhook-id"] for each in self.asked]


@contextmanager
def hook_host(serving: ssl.SSLContext) -> Iterator[HookHost]:
    """Run a machine that answers to webhooks over HTTPS."""
    host = HookHost()

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.do_POST()

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            host.asked.append(Asked(self.path, headers, body))
            if host.silent:
                host.silent.wait(10)
            status, more = host.answers.pop(0) if host.answers else (204, {})
            self.send_response(status)
            for name, value in more.items():
                self.send_header(name, value)
            self.end_headers()
            with suppress(OSError):
                while host.endless:
                    self.wfile.write(b"x" * 65536)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (its own name)
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    server.socket = serving.wrap_socket(server.socket, server_side=True)
    host.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield host
    finally:
        if host.silent:
            host.silent.set()
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def hook(serving: ssl.SSLContext) -> Iterator[HookHost]:
    with hook_host(serving) as host:
        yield host


@pytest.fixture
def webhook(configured: Channels, believing: ssl.SSLContext, hook: HookHost) -> Webhook:
    return webhook_to(hook.port, configured, believing)


def webhook_to(
    port: int, configured: Channels, tls: ssl.SSLContext, recipient: str = ""
) -> Webhook:
    """Return a channel by webhook, to a port of this machine."""
    name = ChannelName(code="X-HOOK", desk="X-PP", by=By.WEBHOOK, rings_for=("TRIAGE",),
                       to=f"https://{LOCALHOST}:{port}/tipline", recipient=recipient)  # fmt: skip
    made = Webhook.of(name, configured, (KEY,), tls)
    return replace(made, step_seconds=1, whole_seconds=2)


@contextmanager
def dumb(speak: Callable[[socket.socket], None]) -> Iterator[int]:
    """Listen on a port and do something with whoever comes, on a thread of its own."""
    server = socket.create_server(("127.0.0.1", 0))

    def listen() -> None:
        with suppress(OSError):
            while True:
                line, _ = server.accept()
                with line, suppress(OSError):
                    speak(line)

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    try:
        yield server.getsockname()[1]
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join(5)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port
