"""What calls cost: unary ones by the hundred thousand, one at a time, uploads, and loops beside each other."""

import os
import re
import subprocess

from peers import MESSAGE, Fleet, command, prefixed, print_against, varint
from processes import LOAD_CORE, Process, free_port, spread

GRPC_FIELDS = ["-H", "content-type: application/grpc", "-H", "te: trailers"]
UPLOAD_PAYLOAD_BYTES = 130_000
UPLOAD_MESSAGES = 100


def h2load(tls, port, path, requests, connections, streams, data=None, options=()):
    """Runs h2load on its core until all requests have succeeded; what it prints."""
    sends = ["-d", data, *GRPC_FIELDS] if data else []
    output = subprocess.run(
        ["taskset", "-c", LOAD_CORE, "h2load", "-n", str(requests), "-c", str(connections), "-m", str(streams),
         *sends, *options, f"{'https' if tls else 'http'}://127.0.0.1:{port}{path}"],
        capture_output=True, text=True, check=True).stdout
    succeeded = int(re.search(r"(\d+) succeeded", output).group(1))
    if succeeded != requests:
        raise SystemExit(output)
    return output


def check_echo(port):
    """The echo really echoes: asked once by a stock client."""
    import grpc

    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        assert channel.unary_unary("/bench.Echo/Unary")(MESSAGE) == MESSAGE


def target(name, body):
    """Path and body of a unary call; of nghttpd, a file of the answer's size."""
    return ("/file", None) if name == "nghttpd" else ("/bench.Echo/Unary", body)


def unary(runs):
    """Server CPU of a unary call with a 100-byte message, h2load -c 10 -m 100."""
    requests = 80_000
    for tls in (False, True):
        fleet = Fleet(tls)
        body = fleet.write("message", prefixed(MESSAGE))
        if not tls:
            check_echo(fleet.servers["mado"].port)

        def measure(name, server):
            before = server.cpu_seconds()
            path, data = target(name, body)
            h2load(tls, server.port, path, requests, 10, 100, data)
            return {"cost": (server.cpu_seconds() - before) / requests * 1e6}

        costs = fleet.interleave(runs, measure)["cost"]
        fleet.stop()
        print(f"unary 100 bytes, {'TLS' if tls else 'h2c'}, h2load -c 10 -m 100 -n {requests}, {runs} runs in turns")
        print_against(costs, "µs of server CPU per call", {"floor": 1.6, "grpc C++": 0.25, "grpc-go": 0.25})


def latency(runs):
    """One call of 100 bytes in flight: what h2load's log says of each, for all servers alike."""
    requests = 6_000
    for tls in (False, True):
        fleet = Fleet(tls)
        body = fleet.write("message", prefixed(MESSAGE))
        log = os.path.join(fleet.folder, "log")

        def measure(name, server):
            path, data = target(name, body)
            if os.path.exists(log):
                os.remove(log)
            h2load(tls, server.port, path, requests, 1, 1, data, [f"--log-file={log}"])
            with open(log) as file:
                times = sorted(int(line.split("\t")[2]) for line in file)
            return {f"p{q}": times[len(times) * q // 100] for q in (50, 99)}

        outcome = fleet.interleave(runs, measure)
        fleet.stop()
        print(f"one call in flight, 100 bytes, {'TLS' if tls else 'h2c'}, h2load -c 1 -m 1 -n {requests}, {runs} runs in turns")
        print_against(outcome["p50"], "µs p50", {"floor": 1.15, "grpc C++": 1, "grpc-go": 1}, 0)
        print_against(outcome["p99"], "µs p99", {}, 0)


class Uploads:
    """Messages of 130 KB that a fleet's servers take in and discard."""

    STREAMS, CONNECTIONS = 24, 4

    def __init__(self, fleet):
        self.fleet = fleet
        message = prefixed(b"\x0a" + varint(UPLOAD_PAYLOAD_BYTES) + b"x" * UPLOAD_PAYLOAD_BYTES)
        self.gigabytes = self.STREAMS * UPLOAD_MESSAGES * len(message) / 1e9
        self.body = fleet.write("messages", message * UPLOAD_MESSAGES)

    def cost(self, name, server):
        """CPU seconds of a server per GB."""
        before = server.cpu_seconds()
        path = "/file" if name == "nghttpd" else "/bench.Echo/Upload"
        h2load(self.fleet.tls, server.port, path, self.STREAMS, self.CONNECTIONS, 1, self.body)
        return (server.cpu_seconds() - before) / self.gigabytes


def upload(runs):
    """Server CPU per GB of uploads: messages of 130 KB, discarded."""
    for tls in (True, False):
        fleet = Fleet(tls)
        uploads = Uploads(fleet)
        costs = fleet.interleave(runs, lambda name, server: {"cost": uploads.cost(name, server)})["cost"]
        fleet.stop()
        print(f"uploads of {UPLOAD_PAYLOAD_BYTES} bytes a message, {'TLS' if tls else 'h2c'}, h2load -c {uploads.CONNECTIONS} "
              f"-m 1, {UPLOAD_MESSAGES} messages a call, {uploads.gigabytes:.2f} GB a run, {runs} runs in turns")
        print_against(costs, "CPU s per GB", {"floor": 1.2, "grpc C++": 1} if tls else {})


def loops(runs):
    """Server CPU of a unary call on one loop and on two, both free to use both cores, beside the load."""
    requests = 150_000
    fleet = Fleet(False, [])
    body = fleet.write("message", prefixed(MESSAGE))
    for count in (1, 2):
        port = free_port()
        fleet.servers[count] = Process(
            port, command("mado", port, (), fleet.folder, ["--loops", str(count)]), cores="0,1")

    def measure(_, server):
        before = server.cpu_seconds()
        h2load(False, server.port, "/bench.Echo/Unary", requests, 10, 100, body)
        return {"cost": (server.cpu_seconds() - before) / requests * 1e6}

    costs = fleet.interleave(runs, measure)["cost"]
    fleet.stop()
    print(f"unary 100 bytes, h2c, h2load -c 10 -m 100 -n {requests}, {runs} runs in turns")
    print(f"  one loop   {spread(costs[1])} µs of server CPU per call")
    print(f"  two loops  {spread(costs[2])} µs of server CPU per call")
    print(f"  ratio      {spread([b / a for a, b in zip(costs[1], costs[2])])} (wanted: at most 1.1)")
