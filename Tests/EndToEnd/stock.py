"""A stock gRPC client for Mado: stubs made from Schema/ by grpcio-tools, and a server to talk to."""

import atexit
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import threading

import grpc
from grpc_tools import protoc

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCHEMA = ROOT / "Schema"


def scratch_folder(prefix="mado-data-"):
    """A folder that goes when the tests end."""
    folder = tempfile.mkdtemp(prefix=prefix)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def make_stubs():
    """Generates Python for Schema/ into a folder of its own and makes it importable."""
    folder = scratch_folder("mado-stubs-")
    files = [str(p) for p in SCHEMA.rglob("*.proto") if "google" not in p.relative_to(SCHEMA).parts]
    files.append(str(SCHEMA / "google/type/date.proto"))
    include = os.path.join(os.path.dirname(protoc.__file__), "_proto")
    code = protoc.main(
        ["protoc", f"-I{include}", f"-I{SCHEMA}", f"--python_out={folder}", f"--grpc_python_out={folder}"] + files
    )
    if code != 0:
        raise RuntimeError(f"protoc ended with {code}")
    # The generated code says `import google.type.date_pb2` and `import grpc.health.v1.health_pb2`: make
    # our folder part of those packages. grpc gives such names to other packages, where they are installed.
    sys.path.insert(0, folder)
    import google

    google.__path__.append(os.path.join(folder, "google"))
    grpc.__path__.append(os.path.join(folder, "grpc"))
    for name in ("grpc.health", "grpc.reflection"):
        sys.modules.pop(name, None)


make_stubs()
from mado.telework.v1 import telework_pb2 as telework  # noqa: E402
from mado.telework.v1 import telework_pb2_grpc as telework_grpc  # noqa: E402


def binary(name):
    """A program of ours, from MADO_BIN or the debug build."""
    return os.path.join(os.environ.get("MADO_BIN", str(ROOT / ".build/debug")), name)


class Server:
    """madod on a data folder of its own, on a free port, with demo tokens; `prefix` is a command to run it under."""

    def __init__(self, folder=None, demo_devices=1, options=(), environment=None, prefix=()):
        self.folder = folder or scratch_folder()
        self.data = os.path.join(self.folder, "data")
        self.contexts = os.path.join(self.folder, "contexts-home")
        self.options = list(options)
        self.demo_devices = demo_devices
        self.environment = environment or {}
        self.prefix = list(prefix)
        self.process = None
        self.port = None
        self.lines = []

    def command(self, *arguments):
        return [binary("madod"), "--data", self.data, "--context-folder", self.contexts, *arguments]

    def start(self):
        return self._start("--demo", "--demo-devices", str(self.demo_devices))

    def start_without_demo(self):
        return self._start()

    def _start(self, *demo):
        self.lines = []
        self.process = subprocess.Popen(
            self.prefix + self.command("--listen", f"127.0.0.1:{self.port or 0}", *demo, *self.options),
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            env={**os.environ, **self.environment})
        for line in self.process.stdout:
            self.lines.append(line)
            if "serving" in line and "127.0.0.1:" in line:
                self.port = int(line.split("127.0.0.1:")[1].split()[0].rstrip("/.,"))
            if line.startswith("ready"):
                break
        else:
            raise RuntimeError("madod ended before it served:\n" + "".join(self.lines))
        threading.Thread(target=self._drain, daemon=True).start()
        return self

    def _drain(self):
        for line in self.process.stdout:
            self.lines.append(line)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self, timeout=60):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout)

    def certificate(self):
        with open(os.path.join(self.data, "tls", "certificate.pem"), "rb") as file:
            return file.read()

    def token(self, name):
        """The token of a context that --demo saved."""
        with open(os.path.join(self.contexts, "contexts", name)) as file:
            pairs = dict(line.split("=", 1) for line in file.read().splitlines() if "=" in line)
        return {k.strip(): v.strip() for k, v in pairs.items()}["token"]

    def channel(self, token=None, options=()):
        credentials = grpc.ssl_channel_credentials(self.certificate())
        if token:
            credentials = grpc.composite_channel_credentials(
                credentials, grpc.access_token_call_credentials(token))
        return grpc.secure_channel(
            f"localhost:{self.port}", credentials,
            options=[("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1), *options])

    def evidence(self, context):
        return telework_grpc.EvidenceServiceStub(self.channel(self.token(context)))
