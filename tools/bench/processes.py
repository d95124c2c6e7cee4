"""Servers under measurement: pinned to core 0, their CPU time and memory; folders and ports; figures with their spread."""

import atexit
import contextlib
import os
import re
import resource
import shutil
import socket
import statistics
import subprocess
import tempfile
import threading
import time

ROOT = os.path.realpath(os.path.join(os.path.dirname(__file__), "../.."))
BIN = os.environ.get("MADO_BIN", os.path.join(ROOT, ".build-release/release"))
PEERS = os.path.join(ROOT, ".build-peers")
SERVER_CORE, LOAD_CORE = "0", "1"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def scratch_folder(parent=os.environ.get("MADO_BENCH_DIR")):
    """A folder that goes with the benchmark: what is stored there are gigabytes. MADO_BENCH_DIR says on which disk."""
    folder = tempfile.mkdtemp(prefix="mado-bench-", dir=parent)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def certificate(folder):
    """A self-signed certificate for localhost and its key, of the kind that madod makes for itself: their files."""
    files = os.path.join(folder, "certificate.pem"), os.path.join(folder, "key.pem")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-keyout", files[1], "-out", files[0], "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"], check=True, capture_output=True)
    return files


def allow_descriptors(count):
    """Lets this process and what it starts have so many files open."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < count:
        resource.setrlimit(resource.RLIMIT_NOFILE, (count, max(hard, count)))


class Process:
    """A server on its core, waited for until its port answers and, if it is ours, until it says so."""

    def __init__(self, port, command, environment=(), cores=SERVER_CORE):
        self.port = port
        self.log = tempfile.TemporaryFile()
        self.process = subprocess.Popen(["taskset", "-c", cores, *command], stdout=self.log, stderr=self.log,
                                        env={**os.environ, **dict(environment)})
        self.pid = self.process.pid
        atexit.register(self.process.kill)
        for _ in range(400):
            if self.process.poll() is not None:
                raise SystemExit(f"{command[0]} ended: {self.said().decode()}")
            time.sleep(0.05)
            if command[0].endswith("madod") and b"ready" not in self.said():
                continue
            try:
                return socket.create_connection(("127.0.0.1", port), 1).close()
            except OSError:
                continue
        raise SystemExit(f"{command[0]} does not answer on {port}")

    def said(self):
        self.log.seek(0)
        return self.log.read()

    def cpu_seconds(self):
        """Of all its threads, those that have ended too: the process's own clock (clock_getcpuclockid)."""
        return time.clock_gettime(~self.pid << 3 | 2)

    def status_bytes(self, key):
        with open(f"/proc/{self.pid}/status") as file:
            return int(re.search(rf"{key}:\s+(\d+) kB", file.read()).group(1)) * 1024

    def memory_bytes(self):
        return self.status_bytes("VmRSS")

    @contextlib.contextmanager
    def memory_watched(self):
        """While it goes on, the memory is looked at four times a second: a list of bytes."""
        seen, is_over = [], threading.Event()

        def look():
            while not is_over.wait(0.25):
                seen.append(self.memory_bytes())

        looking = threading.Thread(target=look)
        looking.start()
        try:
            yield seen
        finally:
            is_over.set()
            looking.join()

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def spread(values, digits=2):
    return f"{statistics.median(values):.{digits}f} [{min(values):.{digits}f} to {max(values):.{digits}f}]"
