"""Evidence at its size: pictures of 200 agents taken in as fast as they can be, and a worker's day among five million."""

import json
import mmap
import os
import re
import sqlite3
import subprocess
import time

from calls import Uploads
from mutation import load
from peers import Fleet
from processes import BIN, LOAD_CORE, SERVER_CORE, Process, free_port, scratch_folder, spread

AGENTS, IMAGE_BYTES = 200, 130_000
# Pictures of a run at full load, and of one at half of what that came to.
FULL, HALF = 12_000, 6_000


def disk_rate(folder, pieces=32, bytes_each=16 << 20):
    """Bytes a second that this disk takes one after another, past the page cache, each 16 MiB made durable before the
    next: the best of three."""
    path, piece = os.path.join(folder, "sequential"), mmap.mmap(-1, bytes_each)
    rates = []
    for _ in range(3):
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_DIRECT)
        began = time.monotonic()
        for _ in range(pieces):
            os.write(file, piece)
            os.fdatasync(file)
        rates.append(pieces * bytes_each / (time.monotonic() - began))
        os.close(file)
        os.remove(path)
    return max(rates)


class Ciphers:
    """What a core takes in over TLS, hashes and seals, if it does nothing else: the first as the floor of `upload` does
    it (a bare C server over the same libraries), the others as OpenSSL measures itself."""

    def __init__(self):
        self.fleet = Fleet(True, ["floor"])
        self.uploads = Uploads(self.fleet)

    def rate(self):
        """Bytes a second."""
        (name, server), = self.fleet.servers.items()
        seconds_per_gb = self.uploads.cost(name, server)
        for cipher in ("aes-256-gcm", "sha256"):
            output = subprocess.run(
                ["taskset", "-c", SERVER_CORE, "openssl", "speed", "-seconds", "1", "-bytes", "16384", "-evp", cipher],
                capture_output=True, text=True, check=True).stdout
            seconds_per_gb += 1e6 / float(re.search(r"([\d.]+)k\s*$", output.strip()).group(1))
        return 1e9 / seconds_per_gb


def upload(home, count, rate, first):
    """Has each agent send its share, so many a second of all together; the report."""
    output = subprocess.run(
        ["taskset", "-c", LOAD_CORE, f"{BIN}/loadtest", "telework", "--contexts", "demo-device", "--context-folder", home,
         "--agents", str(AGENTS), "--rate", str(rate / AGENTS), "--images", str(count // AGENTS),
         "--image-bytes", str(IMAGE_BYTES), "--first-sequence", str(first), "--report", "json"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    report = json.loads(output.stdout.strip().splitlines()[-1])
    if report["errors"] or report["ok"] != report["scheduled"]:
        raise SystemExit(output.stdout)
    return report


def ingest(runs):
    """Durable pictures a second over TLS, encrypted and chained, beside what the disk and the ciphers allow. The server
    has both cores, the load one of them."""
    folder, port = scratch_folder(), free_port()
    home = os.path.join(folder, "home")
    server = Process(port, [
        f"{BIN}/madod", "--data", f"{folder}/data", "--context-folder", home, "--listen", f"127.0.0.1:{port}",
        "--demo", "--demo-devices", str(AGENTS)], cores=f"{SERVER_CORE},{LOAD_CORE}")
    ciphers, sequence, memory = Ciphers(), 1, []
    figures = {name: [] for name in ("disk", "ciphers", "stored", "cost", "share", "p50", "p99")}
    for run in range(runs + 1):
        limits = disk_rate(folder), ciphers.rate()
        before = server.cpu_seconds()
        with server.memory_watched() as seen:
            report = upload(home, FULL, 100_000, sequence)
        cost = (server.cpu_seconds() - before) / FULL * 1e6
        sequence += FULL // AGENTS
        stored = report["ok"] * IMAGE_BYTES / report["seconds"]
        half = upload(home, HALF, stored / IMAGE_BYTES / 2, sequence)
        sequence += HALF // AGENTS
        memory.append(max(seen) / 1e6)
        if run:
            values = (*(limit / 1e6 for limit in limits), stored / 1e6, cost, 100 * stored / min(limits),
                      half["response_ms"]["p50"], half["response_ms"]["p99"])
            for name, value in zip(figures, values):
                figures[name].append(value)
    peak = server.status_bytes("VmHWM") / 1e6
    server.stop()
    ciphers.fleet.stop()
    print(f"pictures of {IMAGE_BYTES} bytes over TLS, {AGENTS} agents, {FULL} as fast as may be and {HALF} at half of that, "
          f"{runs} runs")
    print(f"  this disk, 16 MiB at a time made durable {spread(figures['disk'], 0)} MB/s")
    print(f"  a core: TLS in, hash, seal               {spread(figures['ciphers'], 0)} MB/s")
    print(f"  stored, encrypted and chained            {spread(figures['stored'], 0)} MB/s, "
          f"{spread(figures['cost'], 0)} µs of server CPU each")
    print(f"  of the slower of the two                 {spread(figures['share'], 0)} % (wanted: at least 60)")
    print(f"  acknowledged at half load, p50           {spread(figures['p50'])} ms (wanted: below 20)")
    print(f"  acknowledged at half load, p99           {spread(figures['p99'])} ms")
    print(f"  server's memory, the most at full load   {', '.join(f'{value:.0f}' for value in memory)} MB, with the run that "
          f"does not count; of all {peak:.0f} MB")


# Pictures of the whole database, and of the small one; each agent's days have so many.
MANY, FEW, A_DAY, LISTINGS, CALLERS = 5_000_000, 5_000, 150, 3_000, 8
DAY_SECONDS, FIRST_DAY = 86_400, 1_767_193_200  # 2026-01-01 00:00 in Japan


def fill(path, pictures, agents):
    """Enters rows of pictures that are nowhere: agent after agent, 150 a day of each, the last day the same for all."""
    database = sqlite3.connect(path)
    database.execute("PRAGMA synchronous = OFF")
    each = pictures // agents
    days = -(-each // A_DAY)
    digest = bytes(32)
    columns = ("agent_id, sequence, tenant_id, worker_id, kind, capture_trigger, captured_at, received_at, format, width, "
               "height, size_bytes, sha256, chain_position, chain_hash, log_month, log_offset, log_length")
    for agent in range(1, agents + 1):
        suffix = "" if agent == 1 else f"-{agent}"
        rows = []
        for number in range(each):
            # Numbered to the last day's end, so that it is whole.
            day, place = divmod(number + days * A_DAY - each, A_DAY)
            at = (FIRST_DAY + (200 - days + day) * DAY_SECONDS + 32_400 + place * 190) * 1_000_000_000
            rows.append((f"demo-device{suffix}", number + 1, "demo", f"demo-worker{suffix}", 1, 1, at, at, 1, 640, 480,
                         130_000, digest, number + 1, digest, "2026-07", 0, 130_000))
        database.executemany(f"INSERT INTO evidence ({columns}) VALUES ({', '.join('?' * 18)})", rows)
    database.commit()
    database.close()


def day(runs):
    """Server CPU of listing a worker's day: among five million pictures, and among five thousand."""
    servers = {}
    for name, pictures, agents in (("few", FEW, 20), ("many", MANY, AGENTS)):
        folder, port = scratch_folder(), free_port()
        command = [f"{BIN}/madod", "--data", f"{folder}/data", "--context-folder", f"{folder}/home",
                   "--listen", f"127.0.0.1:{port}", "--plaintext", "--loops", "1", "--demo", "--demo-devices", str(agents)]
        Process(port, command).stop()
        fill(f"{folder}/data/mado.db", pictures, agents)
        servers[name] = (Process(port, command), f"{folder}/home")
    end = FIRST_DAY + 200 * DAY_SECONDS
    span = [time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at)) for at in (end - DAY_SECONDS, end)]
    print(f"a worker's day of {A_DAY} pictures among {MANY} beside among {FEW}, {LISTINGS} lists, {runs} runs")
    kinds = {
        "whole": {"workerId": "demo-worker-17", "capturedFrom": span[0], "capturedBefore": span[1], "pageSize": A_DAY},
        "a page of 50": {"workerId": "demo-worker-17", "capturedFrom": span[0], "capturedBefore": span[1]},
    }
    for kind, request in kinds.items():
        costs = {name: [] for name in servers}
        for run in range(runs + 1):
            for name, (server, home) in servers.items():
                before = server.cpu_seconds()
                load(["mado.telework.v1.EvidenceService/List", "--context", "demo-manager", "--data", json.dumps(request)],
                     CALLERS, LISTINGS, {"MADO_HOME": home})
                if run:
                    costs[name].append((server.cpu_seconds() - before) / LISTINGS * 1e6)
        ratios = [many / few for many, few in zip(costs["many"], costs["few"])]
        print(f"  {kind}: {spread(costs['many'])} µs, of few {spread(costs['few'])} µs: {spread(ratios)} (wanted: at most 1.5)")
    for server, _ in servers.values():
        server.stop()
