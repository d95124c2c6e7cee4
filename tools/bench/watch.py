"""A thousand watches of presence over ten thousand workers in a tree of departments: memory, who is told how much, and how late."""

import json
import os
import queue
import sqlite3
import subprocess
import threading
import time
import uuid

from holding import settled_memory
from processes import BIN, LOAD_CORE, Process, allow_descriptors, free_port, scratch_folder

WORKERS, WATCHES, CONNECTIONS = 10_000, 1_000, 20
DIVISIONS, SECTIONS = 10, 100
# Workers with a machine that reports them, how many changes a second all of them together report, and for how long.
AGENTS, RATE, SECONDS = 100, 50, 15


def fill(database):
    """Departments in three levels, with workers of whom everybody is in a section; those with machines are spread over them."""
    departments = [("top", None)]
    departments += [(f"division-{n}", "top") for n in range(DIVISIONS)]
    departments += [(f"section-{n}", f"division-{n % DIVISIONS}") for n in range(SECTIONS)]
    with sqlite3.connect(database) as connection:
        connection.executemany(
            "INSERT INTO department (id, tenant_id, parent_id, name, created_at, version) VALUES (?1, 'demo', ?2, ?1, 1, 1)",
            departments)
        connection.executemany(
            "INSERT INTO tenant_user (id, tenant_id, login, roles, name) VALUES (?1, 'demo', ?1, 'WORKER', ?1)",
            ((f"worker-{n:05}",) for n in range(WORKERS - AGENTS)))
        workers = [row[0] for row in connection.execute(
            "SELECT id FROM tenant_user WHERE tenant_id = 'demo' AND roles = 'WORKER' ORDER BY id")]
        connection.executemany(
            "INSERT INTO department_member (department_id, user_id, tenant_id) VALUES (?, ?, 'demo')",
            ((f"section-{place % SECTIONS}", worker) for place, worker in enumerate(workers)))
    connection.close()


class Office:
    """madod with the workers, and the tokens of its demo."""

    def __init__(self):
        folder, self.port = scratch_folder(), free_port()
        self.home = os.path.join(folder, "home")
        serve = [f"{BIN}/madod", "--data", f"{folder}/data", "--context-folder", self.home, "--listen",
                 f"127.0.0.1:{self.port}", "--plaintext", "--loops", "1", "--demo", "--demo-devices", str(AGENTS)]
        Process(self.port, serve).stop()
        fill(f"{folder}/data/mado.db")
        self.server = Process(self.port, serve)

    def token(self, name):
        with open(os.path.join(self.home, "contexts", name)) as file:
            for line in file:
                key, _, value = line.partition("=")
                if key.strip() == "token":
                    return value.strip()
        raise SystemExit(f"the context {name} has no token")


class Feeder:
    """Agents that say again and again that their workers came or went, so many times a second in all."""

    def __init__(self, office):
        # Beside the other benchmarks, which need no stubs.
        import sys
        sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../Tests/EndToEnd"))
        import grpc
        import stock  # noqa: F401, makes the stubs
        from google.protobuf import timestamp_pb2
        from mado.telework.v1 import agent_pb2, agent_pb2_grpc, presence_pb2

        self.grpc, self.pb, self.presence, self.timestamp = grpc, agent_pb2, presence_pb2, timestamp_pb2
        channels = [grpc.insecure_channel(f"127.0.0.1:{office.port}", [("grpc.use_local_subchannel_pool", 1)])
                    for _ in range(4)]
        self.stubs = [agent_pb2_grpc.AgentServiceStub(channel) for channel in channels]
        names = ["demo-device", *(f"demo-device-{n}" for n in range(2, AGENTS + 1))]
        self.agents = [self.Agent(self, office.token(name), self.stubs[place % 4]) for place, name in enumerate(names)]

    class Agent:
        def __init__(self, feeder, token, stub):
            self.feeder, self.stub, self.number, self.acked = feeder, stub, 0, 0
            self.metadata = [("authorization", f"Bearer {token}")]
            request = feeder.pb.RegisterRequest(
                request_id=str(uuid.uuid4()), environment=feeder.pb.AgentEnvironment(locale="ja-JP"))
            stub.Register(request, metadata=self.metadata, timeout=30)

        def connect(self):
            self.queue = queue.SimpleQueue()
            self.queue.put(self.feeder.pb.ConnectRequest(
                hello=self.feeder.pb.AgentHello(oldest_record=self.number + 1)))
            self.answers = self.stub.Connect(iter(self.queue.get, None), metadata=self.metadata)
            next(self.answers)  # that it is welcome
            threading.Thread(target=self.read, daemon=True).start()

        def read(self):
            try:
                for answer in self.answers:
                    if answer.HasField("ack"):
                        self.acked += 1
            except self.feeder.grpc.RpcError:
                pass

        def report(self):
            self.number += 1
            pb, now = self.feeder.pb, self.feeder.timestamp.Timestamp()
            now.GetCurrentTime()
            state = self.feeder.presence.PRESENCE_STATE_PRESENT if self.number % 2 else \
                self.feeder.presence.PRESENCE_STATE_AWAY
            record = pb.AgentRecord(number=self.number, agent_time=now, sighting=pb.SightingRecord(state=state))
            self.queue.put(pb.ConnectRequest(record=record))

    def feed(self, rate, seconds):
        """Changes that were reported, all of them durable."""
        for agent in self.agents:
            agent.connect()
        start, count = time.monotonic(), int(rate * seconds)
        for number in range(count):
            time.sleep(max(0, start + number / rate - time.monotonic()))
            self.agents[number % len(self.agents)].report()
        for _ in range(600):
            if all(agent.acked == agent.number for agent in self.agents):
                for agent in self.agents:
                    agent.queue.put(None)
                return count
            time.sleep(0.05)
        raise SystemExit("records of agents were not acknowledged")


def measure(office, feeder, name, groups):
    before = settled_memory(office.server)
    watches = subprocess.Popen(
        ["taskset", "-c", LOAD_CORE, f"{BIN}/watch-bench", str(office.port), office.token("demo-manager"), str(WATCHES),
         str(CONNECTIONS), *groups], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def say():
        watches.stdin.write("\n")
        watches.stdin.flush()

    if watches.stdout.readline().strip() != "watching":
        raise SystemExit("watch-bench was refused")
    held = settled_memory(office.server)
    say()
    cpu = office.server.cpu_seconds()
    count = feeder.feed(RATE, SECONDS)
    time.sleep(1)
    cpu = office.server.cpu_seconds() - cpu
    say()
    found = json.loads(watches.stdout.readline())
    after = office.server.memory_bytes()
    watches.kill()
    watches.wait()
    print(f"  {name}: all {WATCHES:,} snapshots after {found['snapshots_ms'] / 1000:.1f} s; "
          f"{(held - before) / WATCHES / 1024:.1f} KiB each ({held / 1e6:.0f} MB in all, {after / 1e6:.0f} MB after)")
    print(f"    {count} changes at {RATE}/s told {found['changes']:,} times in {found['messages']:,} messages; "
          f"delay p50 {found['p50_ms']} ms, p99 {found['p99_ms']} ms, max {found['max_ms']} ms; "
          f"server CPU {cpu:.1f} s, {cpu / max(1, found['messages']) * 1e6:.0f} µs a message", flush=True)
    return found


def watch(_):
    """Watches of departments all over the tree, and watches of the whole tenant."""
    allow_descriptors(4_000)
    print(f"{WORKERS:,} workers in {1 + DIVISIONS + SECTIONS} departments, {WATCHES:,} watches on {CONNECTIONS} connections")
    office = Office()
    feeder = Feeder(office)
    tree = ["-", *(f"division-{n}" for n in range(DIVISIONS)), *(f"section-{n}" for n in range(SECTIONS))]
    measure(office, feeder, "all over the tree", tree)
    measure(office, feeder, "everybody the whole", ["-"])
    office.server.stop()
