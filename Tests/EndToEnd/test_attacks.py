"""Ways to wear a server down: each ends as the table says, and a good client beside it loses nothing."""

import gzip
import os
import random
import select
import socket
import struct
import threading
import time
import unittest

import grpc

import rawhttp2
import stock
from grpc.health.v1 import health_pb2, health_pb2_grpc
from rawhttp2 import (
    CANCEL, CONTINUATION, DATA, END_HEADERS, END_STREAM, HEADERS, INITIAL_WINDOW_SIZE, PADDED, PING, PREFACE,
    PRIORITY, RST_STREAM, SETTINGS, WINDOW_UPDATE, Connection, field, frame, message, number, request, setting)

PATH = "/grpc.health.v1.Health/Check"
HEAD = request(PATH)
# In KiB: while an attack lasts, and when the server has been left in peace.
GROWTH_MAX, KEPT_MAX = 16 << 10, 8 << 10
with open(stock.binary("madod"), "rb") as program:
    # A program under AddressSanitizer is slow, and keeps what it has freed.
    if b"__asan_init" in program.read():
        rawhttp2.PATIENCE = 30
        GROWTH_MAX, KEPT_MAX = 64 << 10, 64 << 10
OPTIONS = ["--handshake-seconds", "1", "--header-seconds", "1", "--max-connections-per-address", "300",
           "--max-message-bytes", "4194304", "--max-incomplete-bytes", "4194304"]
CALM, SHUT, WRONG, KEPT = "ENHANCE_YOUR_CALM", "closed", "PROTOCOL_ERROR", None


def opening(place, extra=b"", end=False):
    return frame(HEADERS, END_HEADERS | (END_STREAM if end else 0), 2 * place + 1, HEAD + extra)


def call(place):
    return opening(place) + frame(DATA, END_STREAM, 2 * place + 1, message())


def flood(unit, count=10_000, first=b"", chunk=16, **options):
    """An attack that sends `first`, then unit(0), unit(1)…, on one connection."""

    def attack(port, tls):
        connection = Connection(port, tls, **options)
        connection.push(first)
        connection.repeat(unit, count, chunk)
        connection.pump(5)
        return connection

    return attack


def window(stream, increment):
    return frame(WINDOW_UPDATE, 0, stream, number(increment))


def reset(place):
    return frame(RST_STREAM, 0, 2 * place + 1, number(CANCEL))


# A table of 4096 bytes is emptied, made large again and filled with one field.
THRASH = b"\x20\x3f\xe1\x1f" + HEAD + field("x-large", "b" * 3000, first=0x40)
LARGE = b"".join(field(f"x-{place}", "v" * 990) for place in range(16))
NO_WINDOW = setting(INITIAL_WINDOW_SIZE, 0)


def large_headers(place):
    stream = 2 * place + 1
    parts = [frame(CONTINUATION, END_HEADERS if part == 3 else 0, stream, LARGE) for part in range(4)]
    return frame(HEADERS, END_STREAM, stream, HEAD) + b"".join(parts)


def slow_read(port, tls):
    connection = Connection(port, tls, settings=NO_WINDOW, reads=False)
    connection.repeat(call, 900)
    # What it was told it does not read; that it was put out shows all the same.
    poll = select.poll()
    poll.register(connection.socket, select.POLLRDHUP | select.POLLHUP | select.POLLERR)
    if poll.poll(20_000):
        connection.end = "closed"
    return connection


def slow_headers(port, tls):
    connection = Connection(port, tls)
    connection.push(frame(HEADERS, END_STREAM, 1, HEAD) + struct.pack(">I", 1000)[1:]
                    + bytes([CONTINUATION, 0]) + number(1))
    for _ in range(100):
        if not connection.push(b"\x00"):
            break
        connection.pump(0.1)
    return connection


def slow_block(port, tls):
    """A block in which nothing is wrong but its pace."""
    connection = Connection(port, tls)
    block = frame(HEADERS, END_HEADERS, 1, HEAD)
    for at in range(len(block)):
        if not connection.push(block[at:at + 1]):
            break
        connection.pump(0.1)
    return connection


def slow_preface(port, tls):
    connections = [Connection(port, tls, greets=False) for _ in range(50)]
    for connection in connections:
        connection.push(PREFACE[:10])
    for connection in connections:
        connection.pump(10)
    return connections


def silent_connections(port, tls):
    connections = [Connection(port, tls=False, greets=False) for _ in range(100)]
    for connection in connections:
        connection.pump(10)
    return connections


def idle_connections(port, tls):
    """As many as there may be from one address; one more is not let in, whoever asks."""
    connections = [Connection(port, tls, source="127.0.0.2") for _ in range(300)]
    for _ in range(20):
        with socket.socket() as extra:
            extra.bind(("127.0.0.2", 0))
            extra.settimeout(5)
            extra.connect(("127.0.0.1", port))
            received = b""
            try:
                while data := extra.recv(4096):
                    received += data
            except ConnectionResetError:
                pass
            assert tls or b"(max-connections-per-address)" in received, received
    return connections


def malformed_frames(port, tls):
    rubbish = random.Random(20261121)
    connections = []
    for _ in range(50):
        connection = Connection(port, tls)
        connection.push(rubbish.randbytes(300))
        connection.pump(5)
        connections.append(connection)
        connection.end = connection.end and SHUT
    return connections


def gzip_bomb(port, tls):
    body = gzip.compress(bytes(60 << 20))
    connection = Connection(port, tls)
    connection.push(opening(0, field("grpc-encoding", "gzip")))
    whole = message(body, compressed=True)
    for at in range(0, len(whole), 16384):
        connection.push(frame(DATA, END_STREAM if at + 16384 >= len(whole) else 0, 1, whole[at:at + 16384]))
    connection.pump(10, until=lambda: 1 in connection.ended)
    assert 1 in connection.ended
    return connection


def unread_messages(port, tls):
    """Messages without content to handlers that wait until their answers are read: each takes many times its bytes."""
    connection = Connection(port, tls, settings=NO_WINDOW)
    head = request("/grpc.reflection.v1.ServerReflection/ServerReflectionInfo")
    # What describes a service that is not small.
    question = message(b"\x22\x20mado.telework.v1.EvidenceService")
    for place in range(16):
        stream = 2 * place + 1
        connection.push(frame(HEADERS, END_HEADERS, stream, head) + frame(DATA, 0, stream, question * 60))
        for _ in range(64):
            connection.push(frame(DATA, 0, stream, message() * 3000))
        connection.pump(0.01)
    connection.pump(10, until=lambda: connection.ended)
    assert connection.ended
    return connection


# What is done; how each of its connections ends; what the server says of it.
ATTACKS = {
    "calls cancelled at once (Rapid Reset)":
        (flood(lambda n: opening(n) + reset(n)), CALM, "cancelled calls (abuse-budget)"),
    "resets provoked with a window of zero (MadeYouReset)":
        (flood(lambda n: opening(n) + window(2 * n + 1, 0)), WRONG, ""),
    "resets provoked with a window too large (MadeYouReset)":
        (flood(lambda n: opening(n) + window(2 * n + 1, 0x7fffffff)), CALM, "malformed requests"),
    "malformed requests whose resets are not read":
        (flood(lambda n: opening(n, b"\x00\x03Bad\x01x", end=True), reads=False), CALM, "malformed requests"),
    "CONTINUATION without end":
        (flood(lambda n: frame(CONTINUATION, 0, 1, LARGE[:1000]), first=frame(HEADERS, END_STREAM, 1, HEAD)),
         CALM, "CONTINUATION frames"),
    "empty CONTINUATION without end":
        (flood(lambda n: frame(CONTINUATION, 0, 1), first=frame(HEADERS, END_STREAM, 1, HEAD)),
         CALM, "CONTINUATION frames"),
    "a small block that unfolds to 60 MB (HPACK bomb)":
        (flood(lambda n: frame(HEADERS, END_HEADERS | END_STREAM, 2 * n + 3, HEAD + b"\xbe" * 15_000), 200, chunk=1,
               first=opening(0, field("x-bomb", "a" * 4000, first=0x40), end=True)), CALM, "header fields"),
    "a header table that is refilled again and again":
        (flood(lambda n: frame(HEADERS, END_HEADERS, 2 * n + 1, THRASH) + reset(n)), CALM, "(abuse-budget)"),
    "fields without names":
        (flood(lambda n: opening(n, b"\x00\x00\x00" * 2000, end=True), 500), CALM, "(abuse-budget)"),
    "64 KiB of header fields":
        (flood(large_headers, 100, chunk=1), CALM, "header fields"),
    "SETTINGS without end":
        (flood(lambda n: frame(SETTINGS, 0, 0, setting(INITIAL_WINDOW_SIZE, 65535))), CALM, "frames"),
    "SETTINGS whose answers are not read":
        (flood(lambda n: frame(SETTINGS), 200_000, chunk=500, reads=False), CALM, "frames"),
    "windows of fifty calls opened and shut":
        (flood(lambda n: frame(SETTINGS, 0, 0, setting(INITIAL_WINDOW_SIZE, 65535 * (n % 2))), settings=NO_WINDOW,
               first=b"".join(call(n) for n in range(50))), CALM, "frames"),
    "PINGs without end":
        (flood(lambda n: frame(PING, 0, 0, bytes(8))), CALM, "too_many_pings"),
    "PINGs whose answers are not read":
        (flood(lambda n: frame(PING, 0, 0, bytes(8)), 200_000, chunk=500, reads=False), CALM, "too_many_pings"),
    "PRIORITY without end":
        (flood(lambda n: frame(PRIORITY, 0, 2 * (n % 100) + 1, number(2 * (n * 37 % 100) + 201) + b"\x01")),
         CALM, "PRIORITY frames"),
    "WINDOW_UPDATE without end":
        (flood(lambda n: window(0, 1)), CALM, "WINDOW_UPDATE frames"),
    "frames of an unknown type":
        (flood(lambda n: frame(0x7f, 0, 0, bytes(64))), CALM, "frames without a use"),
    "empty DATA":
        (flood(lambda n: frame(DATA, 0, 1), first=opening(0)), CALM, "empty DATA frames"),
    "DATA of padding alone":
        (flood(lambda n: frame(DATA, PADDED, 1, b"\xff" + bytes(255)), 250, first=opening(0)), CALM, "padding"),
    "answers that are not read, at a window of zero":
        (slow_read, SHUT, ""),
    "answers taken byte by byte":
        (flood(lambda n: window(2 * (n % 100) + 1, 1), settings=NO_WINDOW,
               first=b"".join(call(n) for n in range(100))), CALM, "WINDOW_UPDATE frames"),
    "a malformed header block that never ends (slowloris)":
        (slow_headers, CALM, "(header-seconds)"),
    "a header block byte by byte":
        (slow_block, CALM, "(header-seconds)"),
    "connections that send half a preface":
        (slow_preface, SHUT, ""),
    "connections that send nothing":
        (silent_connections, SHUT, ""),
    "as many idle connections as there may be":
        (idle_connections, KEPT, ""),
    "more calls than there may be":
        (flood(opening, 2000), WRONG, ""),
    "random bytes":
        (malformed_frames, SHUT, ""),
    "messages that claim 4 GiB":
        (flood(lambda n: opening(n) + frame(DATA, 0, 2 * n + 1, message(b"hello", size=0xffffffff)), 200),
         CALM, "malformed requests"),
    "60 KiB that inflate to 60 MiB (gzip bomb)":
        (gzip_bomb, KEPT, ""),
    "messages that nobody reads":
        (unread_messages, KEPT, ""),
}


class Neighbour(threading.Thread):
    """A good client: it calls all the time, every tenth time on a connection of its own."""

    def __init__(self, open_channel):
        super().__init__()
        self.open_channel = open_channel
        self.calls, self.failures, self.done = 0, [], threading.Event()

    def run(self):
        with self.open_channel() as channel:
            stub = health_pb2_grpc.HealthStub(channel)
            # Some calls come after the attack at least, on a connection of their own among them.
            while self.calls < 20 or not self.done.is_set():
                self.check(stub)
                self.done.wait(0.01)
                if self.calls % 10 == 0:
                    with self.open_channel() as other:
                        self.check(health_pb2_grpc.HealthStub(other))

    def check(self, stub):
        self.calls += 1
        try:
            stub.Check(health_pb2.HealthCheckRequest(), timeout=20)
        except grpc.RpcError as error:
            self.failures.append(error)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.done.set()
        self.join()


class Memory(threading.Thread):
    """The most memory that a process has while this runs, in KiB."""

    def __init__(self, process):
        super().__init__()
        self.path, self.done = f"/proc/{process}/statm", threading.Event()
        self.first = self.most = self.now()

    def now(self):
        """What it has taken; pages of its program are not counted."""
        with open(self.path) as file:
            resident, shared = map(int, file.read().split()[1:3])
        return (resident - shared) * os.sysconf("SC_PAGE_SIZE") // 1024

    def run(self):
        while not self.done.wait(0.01):
            self.most = max(self.most, self.now())

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.done.set()
        self.join()


class Attacks:
    """Runs the table against one server; its memory at the end says whether all was given back."""

    @classmethod
    def setUpClass(cls):
        cls.server = stock.Server(options=cls.options).start()
        with Neighbour(cls.channel):
            time.sleep(0.2)
        cls.memory = Memory(cls.server.process.pid)

    @classmethod
    def tearDownClass(cls):
        end = time.monotonic() + 20
        while cls.memory.now() - cls.memory.first > KEPT_MAX:
            assert time.monotonic() < end, f"{cls.memory.first} KiB before, {cls.memory.now()} after all attacks"
            time.sleep(0.1)
        code = cls.server.stop()
        assert code == 0, f"the attacked server ended with {code}:\n{''.join(cls.server.lines)}"

    def attack(self, attack, end, says):
        with Memory(self.server.process.pid) as memory, Neighbour(self.channel) as neighbour:
            outcome = attack(self.server.port, self.tls)
        connections = outcome if isinstance(outcome, list) else [outcome]
        for connection in connections:
            self.assertEqual(connection.end, end, connection.text)
            self.assertIn(says, connection.text)
            connection.close()
        self.assertEqual(neighbour.failures, [])
        self.assertLessEqual(memory.most - memory.first, GROWTH_MAX)


class PlaintextAttacks(Attacks, unittest.TestCase):
    options, tls = [*OPTIONS, "--plaintext"], False

    @classmethod
    def channel(cls):
        return grpc.insecure_channel(f"127.0.0.1:{cls.server.port}", [("grpc.use_local_subchannel_pool", 1)])


class TLSAttacks(Attacks, unittest.TestCase):
    options, tls = OPTIONS, True

    @classmethod
    def channel(cls):
        return cls.server.channel(options=[("grpc.use_local_subchannel_pool", 1)])


def add_tests():
    for name, row in ATTACKS.items():
        def test(self, row=row):
            self.attack(*row)

        test.__doc__ = name
        for suite in (PlaintextAttacks, TLSAttacks):
            setattr(suite, "test_" + "".join(c if c.isalnum() else "_" for c in name), test)


add_tests()

if __name__ == "__main__":
    unittest.main()
