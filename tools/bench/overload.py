"""What an overloaded server still does: three times the calls that it can serve, each of which works for a while."""

import json
import os
import re
import statistics
import subprocess
import threading
import time

from calls import h2load
from generator import echo_data, echo_schema
from peers import MESSAGE, prefixed
from processes import BIN, LOAD_CORE, Process, free_port, scratch_folder, spread

BURN_MICROSECONDS = 200
FACTOR = 3
SECONDS = 5
CONNECTIONS = 10
PROBES_PER_SECOND = 20


class Prober(threading.Thread):
    """Asks now and then, on a connection of its own: what a light client and a health check see."""

    def __init__(self, port, method, request):
        super().__init__(daemon=True)
        self.port, self.method, self.request = port, method, request
        self.answers, self.times, self.is_done = [], [], threading.Event()

    def run(self):
        import grpc

        with grpc.insecure_channel(f"127.0.0.1:{self.port}") as channel:
            call = channel.unary_unary(self.method)
            while not self.is_done.wait(1 / PROBES_PER_SECOND):
                begin = time.monotonic()
                try:
                    self.answers.append(call(self.request, timeout=10))
                except grpc.RpcError as error:
                    self.answers.append(error.code().name)
                self.times.append((time.monotonic() - begin) * 1000)

    def end(self):
        self.is_done.set()
        self.join()


def duration(output):
    """What h2load says it took, in seconds."""
    number, unit = re.search(r"finished in ([\d.]+)(us|ms|s)", output).groups()
    return float(number) * {"us": 1e-6, "ms": 1e-3, "s": 1}[unit]


def offer(port, schema, rate):
    """Offers so many calls a second for a while, whatever becomes of them: what the load tester reports."""
    output = subprocess.run(
        ["taskset", "-c", LOAD_CORE, f"{BIN}/loadtest", "call", "bench.Echo/Unary", "--server",
         f"http://127.0.0.1:{port}", "--descriptor-set", schema, "--data", echo_data(), "--connections",
         str(CONNECTIONS), "--threads", "1", "--rate", f"{rate:.0f}", "--duration", f"{SECONDS}s", "--warm-up", "0s",
         "--max-in-flight", "100000", "--report", "json", "--fail-if", "errors>100%"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True).stdout
    return json.loads(output)


def overload(runs):
    """Goodput at three times the load that saturates, what is turned away, and what health says meanwhile."""
    folder, port = scratch_folder(), free_port()
    server = Process(port, [f"{BIN}/echo-server", str(port), "--burn-us", str(BURN_MICROSECONDS)])
    body, schema = os.path.join(folder, "message"), echo_schema(folder)
    with open(body, "wb") as file:
        file.write(prefixed(MESSAGE))
    figures = {name: [] for name in ("peak", "goodput", "part", "shed", "served p50", "served p99", "served worst",
                                     "refused p50", "refused p99", "refused worst")}
    health, light = Prober(port, "/grpc.health.v1.Health/Check", b""), Prober(port, "/bench.Echo/Unary", MESSAGE)
    for run in range(runs + 1):
        requests = 8_000
        peak = requests / duration(h2load(False, port, "/bench.Echo/Unary", requests, CONNECTIONS, 2, body))
        if run == 1:
            health.start()
            light.start()
        report = offer(port, schema, peak * FACTOR)
        goodput = report["ok"] / report["seconds"]
        served, refused = ([times[name] for name in ("p50", "p99", "max")]
                           for times in (report["service_ms"], report["failed_ms"]))
        values = (peak, goodput, goodput / peak, 100 * report["errors"] / report["completed"], *served, *refused)
        for figure, value in zip(figures.values(), values):
            if run:
                figure.append(value)
    health.end()
    light.end()
    server.stop()
    print(f"handlers of {BURN_MICROSECONDS} µs, {FACTOR} times the calls that saturate for {SECONDS} s, "
          f"loadtest --connections {CONNECTIONS}, {runs} runs")
    print(f"  peak            {spread(figures['peak'], 0)} calls/s")
    print(f"  goodput         {spread(figures['goodput'], 0)} calls/s")
    print(f"  of the peak     {spread(figures['part'])} (wanted: at least 0.8)")
    print(f"  turned away     {spread(figures['shed'], 0)} % of the calls")
    for kind in ("served", "refused"):
        print(f"  {kind:14}  p50 {spread(figures[kind + ' p50'], 0)} ms, p99 {spread(figures[kind + ' p99'], 0)} ms, "
              f"worst {spread(figures[kind + ' worst'], 0)} ms")
    for name, prober, wanted in (("health", health, b"\x08\x01"), ("a light client", light, MESSAGE)):
        told, times = prober.answers.count(wanted), sorted(prober.times)
        print(f"  {name:14}  {told} of {len(times)} calls served, p50 {statistics.median(times):.0f} ms, "
              f"p99 {times[len(times) * 99 // 100]:.0f} ms, worst {times[-1]:.0f} ms")
