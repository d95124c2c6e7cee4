"""Pages that are lived: commands run against a fresh server, and what came of them, as Markdown."""

import json
import pathlib
import socket
import subprocess
import sys
import tempfile
import time
import uuid

BIN = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".build-release/release").resolve()


UIDS = []


def uid():
    """The name of a request; the page shows how one is made."""
    UIDS.append(str(uuid.uuid4()))
    return UIDS[-1]


class Page:
    """A server on a data folder of its own, and a page of what was said to it."""

    def __init__(self):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="mado-day-"))
        self.environment = {"PATH": f"{BIN}:/usr/bin:/bin", "HOME": str(self.home), "LANG": "C.UTF-8"}
        self.page = []
        self.entries = []
        self.long = []
        self.server = None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    def shown(self, text):
        """Without what is of this run alone, and secrets cut short."""
        text = text.replace(str(self.home), "~").replace(str(self.port), "8443")
        for secret in self.long:
            text = text.replace(secret, secret[:9] + "…")
        for name in UIDS:
            text = text.replace(name, "$(uuidgen)")
        return text.rstrip()

    def run(self, command, status=0, show=True):
        done = subprocess.run(["bash", "-c", command], cwd=self.home, env=self.environment, capture_output=True, text=True)
        output = done.stdout + done.stderr
        if status is not None and done.returncode != status:
            raise SystemExit(f"{command}\nended with {done.returncode}, not {status}:\n{output}")
        if show:
            self.entries.append((command, output))
        return done.stdout

    def ask(self, command, *secrets, show=True):
        """Runs a command that answers in JSON; its fields `secrets` are cut short on the page."""
        answer = json.loads(self.run(f"{command} --output json", show=show))
        for name in secrets:
            value = answer
            for part in name.split("."):
                value = value[part]
            self.long.append(value)
        return answer

    def chapter(self, title, text):
        self.flush()
        self.page.append(f"\n## {title}\n\n{text}\n")

    def flush(self):
        if self.entries:
            body = "\n".join(f"$ {self.shown(c)}\n{self.shown(o)}".rstrip() for c, o in self.entries)
            self.page.append(f"\n```\n{body}\n```\n")
        self.entries = []

    def start(self, show=False):
        log = open(self.home / "log", "w")
        self.server = subprocess.Popen(["madod", "--config", "madod.conf"], cwd=self.home, env=self.environment,
                                       executable=str(BIN / "madod"), stdout=log, stderr=log)
        for _ in range(300):
            if "ready;" in (self.home / "log").read_text():
                break
            if self.server.poll() is not None:
                raise SystemExit((self.home / "log").read_text())
            time.sleep(0.05)
        if show:
            lines = (self.home / "log").read_text().splitlines()
            self.entries.append(("madod --config madod.conf &", "\n".join(l for l in lines if not l.startswith("time="))))

    def stop(self, show=True):
        self.server.terminate()
        self.server.wait()
        if show:
            self.entries.append(("kill %1", ""))
