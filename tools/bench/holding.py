"""Memory of what is open and idle: connections, and calls on them."""

import subprocess
import time

from peers import EVERYONE, Fleet, print_against
from processes import LOAD_CORE, PEERS, allow_descriptors

# nghttpd ends an upload that sends nothing with its own answer.
STREAM_SERVERS = [name for name in EVERYONE if name != "nghttpd"]


def settled_memory(server):
    """The memory in bytes once it has stayed the same for a while."""
    last = -1
    for _ in range(40):
        now = server.memory_bytes()
        if now == last:
            break
        last = now
        time.sleep(0.25)
    return last


class Holder:
    """Connections and calls that tools/bench/peer/hold.c keeps open."""

    def __init__(self, server, tls, connections, streams=0):
        self.process = subprocess.Popen(
            ["taskset", "-c", LOAD_CORE, f"{PEERS}/hold", str(server.port), "tls" if tls else "h2c",
             str(connections), str(streams)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.expect("connected")

    def expect(self, line):
        if self.process.stdout.readline().strip() != line:
            raise SystemExit(f"not {line}: a server refuses what is to be held")

    def open_streams(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        self.expect("opened")

    def end(self):
        self.process.kill()
        self.process.wait()


def turns(runs, tls, names, measure):
    """`measure(server)` of each kind of server in turns, each started anew: memory once taken is not given back."""
    values = {name: [] for name in names}
    for _ in range(runs):
        for name in names:
            fleet = Fleet(tls, [name])
            values[name].append(measure(fleet.servers[name]))
            fleet.stop()
    return values


def connections(runs, count):
    """KiB of the server's memory per idle TLS connection."""
    allow_descriptors(count + 1_000)

    def measure(server):
        before = settled_memory(server)
        holder = Holder(server, True, count)
        each = (settled_memory(server) - before) / count / 1024
        holder.end()
        return each

    values = turns(runs, True, EVERYONE, measure)
    print(f"{count} idle TLS connections, {runs} runs in turns, a fresh server each")
    print_against(values, "KiB each", {"floor": 1.3}, 1)


def streams(runs):
    """KiB of the server's memory per call that is open and idle: uploads whose first message has not come."""
    connections, each = 10, 100

    def measure(server):
        holder = Holder(server, False, connections, each)
        before = settled_memory(server)
        holder.open_streams()
        size = (settled_memory(server) - before) / connections / each / 1024
        holder.end()
        return size

    values = turns(runs, False, STREAM_SERVERS, measure)
    print(f"{connections * each} calls open and idle on {connections} connections, {runs} runs in turns, a fresh server each")
    print_against(values, "KiB each", {"mado": 4}, 2)
