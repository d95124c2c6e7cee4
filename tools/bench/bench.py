#!/usr/bin/env python3
"""Measures the server against peers in the same run: ratios, not absolutes.

The server runs on core 0, the load on core 1. Each pair of runs is interleaved; what is printed is the
median and, in brackets, the smallest and the largest. CPU time is the kernel's count for all of the
server's threads (/proc/PID/task/*/schedstat).

The schema compiler is measured beside Debian's protoc, which makes the same descriptor set of the same
made-up schemas (schemas.py): CPU seconds of the process, user and system.

The codecs are measured beside C++ protobuf's (codec.py), and payload copies counted (copies.py).

    tools/bench/run [unary] [frames] [idle] [stream] [schemac] [protobuf] [copies] [--runs 7]
"""

import argparse
import atexit
import glob
import json
import os
import re
import shutil
import socket
import ssl
import statistics
import subprocess
import tempfile
import time

import codec
import copies
import schemas

ROOT = os.path.realpath(os.path.join(os.path.dirname(__file__), "../.."))
BIN = os.environ.get("MADO_BIN", os.path.join(ROOT, ".build-release/release"))
MESSAGE = b"\x0a\x62" + b"x" * 98  # bench.Msg with a payload of 98 bytes: 100 in all
FRAME_BYTES = 130_000


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def scratch_folder():
    """A folder that goes with the benchmark: what is stored there are gigabytes. MADO_BENCH_DIR says on which disk."""
    folder = tempfile.mkdtemp(prefix="mado-bench-", dir=os.environ.get("MADO_BENCH_DIR"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


class Process:
    """A server pinned to core 0, waited for until its port answers and, if it is ours, until it says so."""

    def __init__(self, port, command, environment=()):
        self.port = port
        self.log = tempfile.TemporaryFile()
        self.process = subprocess.Popen(["taskset", "-c", "0", *command], stdout=self.log, stderr=self.log,
                                        env={**os.environ, **dict(environment)})
        self.pid = self.process.pid
        atexit.register(self.process.kill)
        for _ in range(400):
            if self.process.poll() is not None:
                self.log.seek(0)
                raise SystemExit(f"{command[0]} ended: {self.log.read().decode()}")
            time.sleep(0.05)
            self.log.seek(0)
            if command[0].endswith("madod") and b"ready" not in self.log.read():
                continue
            try:
                return socket.create_connection(("127.0.0.1", port), 1).close()
            except OSError:
                continue
        raise SystemExit(f"{command[0]} does not answer on {port}")

    def cpu_seconds(self):
        total = 0
        for path in glob.glob(f"/proc/{self.pid}/task/*/schedstat"):
            with open(path) as file:
                total += int(file.read().split()[0])
        return total / 1e9

    def memory_bytes(self):
        with open(f"/proc/{self.pid}/status") as file:
            return int(re.search(r"VmRSS:\s+(\d+) kB", file.read()).group(1)) * 1024

    def stop(self):
        self.process.terminate()
        self.process.wait(60)


def spread(values, digits=2):
    return f"{statistics.median(values):.{digits}f} [{min(values):.{digits}f} to {max(values):.{digits}f}]"


def h2load(port, path, requests, data=None):
    command = ["taskset", "-c", "1", "h2load", "-n", str(requests), "-c", "10", "-m", "100"]
    if data:
        command += ["-d", data, "-H", "content-type: application/grpc", "-H", "te: trailers"]
    output = subprocess.run([*command, f"http://127.0.0.1:{port}{path}"], capture_output=True, text=True, check=True).stdout
    succeeded = int(re.search(r"(\d+) succeeded", output).group(1))
    if succeeded != requests:
        raise SystemExit(output)


def unary(runs):
    """Server CPU of a unary call with a 100-byte message over h2c, against nghttpd serving a file of that size."""
    requests = 200_000
    folder = scratch_folder()
    body = os.path.join(folder, "message")
    with open(body, "wb") as file:
        file.write(b"\0" + len(MESSAGE).to_bytes(4, "big") + MESSAGE)
    with open(os.path.join(folder, "file"), "wb") as file:
        file.write(b"x" * 100)
    ports = free_port(), free_port()
    ours = Process(ports[0], [f"{BIN}/echo-server", str(ports[0])])
    peer = Process(ports[1], ["nghttpd", "--no-tls", "-n", "1", "-d", folder, str(ports[1])])
    check_echo(ports[0])
    costs = {"ours": [], "peer": []}
    for run in range(runs + 1):
        for name, server, path, data in (("ours", ours, "/bench.Echo/Unary", body), ("peer", peer, "/file", None)):
            before = server.cpu_seconds()
            h2load(server.port, path, requests, data)
            if run:  # the first run of each warms up
                costs[name].append((server.cpu_seconds() - before) / requests * 1e6)
    ours.stop()
    peer.stop()
    ratios = [a / b for a, b in zip(costs["ours"], costs["peer"])]
    print(f"unary 100 bytes, h2c, h2load -c 10 -m 100 -n {requests}, {runs} runs")
    print(f"  mado     {spread(costs['ours'])} µs of server CPU per call")
    print(f"  nghttpd  {spread(costs['peer'])} µs of server CPU per request")
    print(f"  ratio    {spread(ratios)} (wanted: at most 2.0)")


def check_echo(port):
    """The echo really echoes: asked once by a stock client."""
    import grpc

    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        assert channel.unary_unary("/bench.Echo/Unary")(MESSAGE) == MESSAGE


def frames(runs):
    """Server CPU per stored image of 130 KB over TLS, against decrypting and discarding the same images."""
    agents, rate, seconds = 20, 200, 3
    folder = scratch_folder()
    ports = free_port(), free_port()
    contexts = os.path.join(folder, "home")
    store = Process(ports[0], [
        f"{BIN}/madod", "--data", f"{folder}/data", "--context-folder", contexts, "--listen", f"127.0.0.1:{ports[0]}",
        "--loops", "1", "--demo", "--demo-devices", str(agents)])
    certificate, key = f"{folder}/data/tls/certificate.pem", f"{folder}/data/tls/key.pem"
    discard = Process(ports[1], [f"{BIN}/echo-server", str(ports[1]), certificate, key])
    costs, rates = {"store": [], "discard": []}, {"store": [], "discard": []}
    sequence = 1
    for run in range(runs + 1):
        for name, server in (("store", store), ("discard", discard)):
            before = server.cpu_seconds()
            output = subprocess.run(
                ["taskset", "-c", "1", f"{BIN}/loadtest", "--server", f"https://localhost:{server.port}",
                 "--contexts", "demo-device", "--context-folder", contexts, "--agents", str(agents),
                 "--rate", str(rate), "--seconds", str(seconds), "--image-bytes", str(FRAME_BYTES),
                 "--first-sequence", str(sequence), "--report", "json"],
                capture_output=True, text=True)
            if output.returncode:
                raise SystemExit(output.stderr + output.stdout)
            report = json.loads(output.stdout.strip().splitlines()[-1])
            if report["verdicts"].get("STORED", 0) != report["acknowledged"] or report["failures"]:
                raise SystemExit(output.stdout)
            if run:
                costs[name].append((server.cpu_seconds() - before) / report["acknowledged"] * 1e6)
                rates[name].append(report["acknowledged"] / report["seconds"])
        sequence += rate * seconds * 4
    store.stop()
    discard.stop()
    ratios = [100 * d / s for s, d in zip(costs["store"], costs["discard"])]
    print(f"images of {FRAME_BYTES} bytes over TLS, {agents} agents, {agents * rate}/s offered for {seconds} s, {runs} runs")
    print(f"  stored durably       {spread(costs['store'], 0)} µs of server CPU each, {spread(rates['store'], 0)} images/s")
    print(f"  decrypted, discarded {spread(costs['discard'], 0)} µs of server CPU each, {spread(rates['discard'], 0)} images/s")
    print(f"  stored, of discarded {spread(ratios, 0)} % (wanted: at least 40)")


def idle(_):
    """Memory of 1,000 idle TLS connections."""
    count = 1000
    folder = scratch_folder()
    port = free_port()
    server = Process(port, [f"{BIN}/madod", "--data", f"{folder}/data", "--context-folder", f"{folder}/home",
                            "--listen", f"127.0.0.1:{port}", "--loops", "1"])
    context = ssl.create_default_context(cafile=f"{folder}/data/tls/certificate.pem")
    context.set_alpn_protocols(["h2"])

    def connect():
        connection = context.wrap_socket(socket.create_connection(("127.0.0.1", port)), server_hostname="localhost")
        connection.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\0\0\0\4\0\0\0\0\0" + b"\0\0\0\4\1\0\0\0\0")
        connection.recv(4096)
        return connection

    before = server.memory_bytes()
    connections = [connect() for _ in range(count)]
    time.sleep(1)
    after = server.memory_bytes()
    print(f"{count} idle TLS connections: {before / 1e6:.1f} MB before, {after / 1e6:.1f} MB with them: "
          f"{(after - before) / count / 1024:.1f} KiB each, {after / (1 << 20):.1f} MiB in all (wanted: at most 64)")
    for connection in connections:
        connection.close()
    server.stop()


def stream(_):
    """Peak memory while one stream sends 1 GB as fast as it may and a hundred others go on."""
    others, total = 100, 1 << 30
    folder = scratch_folder()
    port, contexts = free_port(), os.path.join(folder, "home")
    server = Process(port, [
        f"{BIN}/madod", "--data", f"{folder}/data", "--context-folder", contexts, "--listen", f"127.0.0.1:{port}",
        "--loops", "1", "--demo", "--demo-devices", str(others + 1)])
    started_bytes = server.memory_bytes()
    crowd = subprocess.Popen(
        ["taskset", "-c", "1", f"{BIN}/loadtest", "--contexts", "demo-device", "--first-context", "2",
         "--context-folder", contexts, "--agents", str(others), "--rate", "2", "--seconds", "60",
         "--image-bytes", "10000", "--report", "json"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)

    def flood(count, first):
        output = subprocess.run(
            ["taskset", "-c", "1", f"{BIN}/loadtest", "--contexts", "demo-device", "--context-folder", contexts,
             "--agents", "1", "--rate", "100000", "--images", str(count), "--image-bytes", str(FRAME_BYTES),
             "--first-sequence", str(first), "--report", "json"], capture_output=True, text=True)
        report = json.loads(output.stdout.strip().splitlines()[-1])
        assert report["acknowledged"] == count, report
        return report["seconds"]

    # A server that has been at work has its database's cache filled: idle is what it holds after that.
    flood(1000, 1)
    time.sleep(8)
    idle_bytes = server.memory_bytes()
    with open(f"/proc/{server.pid}/clear_refs", "w") as file:
        file.write("5")  # the peak counts from here
    count = total // FRAME_BYTES
    seconds = flood(count, 10_000)
    with open(f"/proc/{server.pid}/status") as file:
        peak = int(re.search(r"VmHWM:\s+(\d+) kB", file.read()).group(1)) * 1024
    report = json.loads(crowd.communicate()[0].strip().splitlines()[-1])
    server.stop()
    assert report["acknowledged"] == report["scheduled"], report
    print(f"one stream of {count * FRAME_BYTES / 1e9:.2f} GB in {seconds:.1f} s beside {others} others, which lost none "
          f"of their {report['acknowledged']} pictures (p50 {report['response_ms']['p50']} ms)")
    print(f"  {started_bytes / 1e6:.1f} MB at the start, idle {idle_bytes / 1e6:.1f} MB with the others, "
          f"peak {peak / 1e6:.1f} MB: {(peak - idle_bytes) / 1e6:.1f} MB above idle (wanted: at most 8)")


def cpu_seconds(command, folder):
    process = subprocess.Popen(command, cwd=folder)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = status
    if status != 0:
        raise SystemExit(f"{command[0]} failed")
    return usage.ru_utime + usage.ru_stime


def schemac(runs):
    """Descriptor sets of 500 and 5,000 files; the two compilers take turns."""
    ours_of_count = {}
    for count in (500, 5000):
        with tempfile.TemporaryDirectory() as folder:
            files = schemas.write(folder, count)
            ours, peer = [], []
            for _ in range(runs):
                peer.append(cpu_seconds(["protoc", "-I.", "--descriptor_set_out=protoc.set", *files], folder))
                ours.append(cpu_seconds([f"{BIN}/schemac", "-I.", "--descriptor-set-out=schemac.set", *files], folder))
            sizes = {os.path.getsize(os.path.join(folder, f"{name}.set")) for name in ("protoc", "schemac")}
            if len(sizes) != 1:
                raise SystemExit("the two made different descriptor sets")
        ours_of_count[count] = statistics.median(ours)
        print(f"descriptor set of {count} files, {sizes.pop() / 1e6:.1f} MB, {runs} runs")
        print(f"  schemac  {spread(ours)} s of CPU")
        print(f"  protoc   {spread(peer)} s of CPU")
        print(f"  ratio    {spread([a / b for a, b in zip(ours, peer)])} (wanted: at most 1.0)")
    print(f"ten times the files take {ours_of_count[5000] / ours_of_count[500]:.1f} times the time")


def copies_of_payload(_):
    """Copies of a payload byte between socket and field."""
    copies.copies(lambda port, environment: Process(port, [f"{BIN}/echo-server", str(port)], environment), free_port)


def main():
    measures = {"unary": unary, "frames": frames, "idle": idle, "stream": stream, "schemac": schemac,
                "protobuf": lambda runs: codec.protobuf(runs, BIN), "copies": copies_of_payload}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("measures", nargs="*", choices=[[], *measures], metavar="measure")
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    for name in options.measures or measures:
        measures[name](options.runs)


if __name__ == "__main__":
    main()
