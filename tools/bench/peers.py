"""The servers of bench.Echo, ours among others' (tools/bench/peer), and figures of all in turns."""

import os

from processes import BIN, PEERS, Process, certificate, free_port, scratch_folder, spread

MESSAGE = b"\x0a\x62" + b"x" * 98  # bench.Msg with a payload of 98 bytes: 100 in all
GRPC_PEERS = ["grpc C++", "grpc-go"]
EVERYONE = ["mado", "floor", "nghttpd", *GRPC_PEERS]


def prefixed(message):
    """A message as gRPC sends it (Length-Prefixed-Message)."""
    return b"\0" + len(message).to_bytes(4, "big") + message


def varint(value):
    encoded = bytearray()
    while value > 0x7F:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes(encoded + bytes([value]))


class Fleet:
    """A server of each kind, all at once, the idle ones asleep: with TLS or without."""

    def __init__(self, tls, names=EVERYONE, options=()):
        self.tls = tls
        self.folder = scratch_folder()
        with open(os.path.join(self.folder, "file"), "wb") as file:
            file.write(b"x" * 100)
        identity = certificate(self.folder) if tls else ()
        self.servers = {}
        for name in names:
            port = free_port()
            self.servers[name] = Process(port, command(name, port, identity, self.folder, options))

    def write(self, name, content):
        """A file for a load tool to send."""
        path = os.path.join(self.folder, name)
        with open(path, "wb") as file:
            file.write(content)
        return path

    def stop(self):
        for server in self.servers.values():
            server.stop()

    def interleave(self, runs, measure):
        """`measure(name, server)` gives figures by their name. Each run asks every server once, and the first, in which
        all warm up, does not count. The outcome: figure -> server -> the values in the order of the runs."""
        outcome = {}
        for run in range(runs + 1):
            for name, server in self.servers.items():
                for figure, value in measure(name, server).items():
                    if run:
                        outcome.setdefault(figure, {}).setdefault(name, []).append(value)
        return outcome


def command(name, port, identity, folder, options=()):
    """What starts that server; `identity`, the files of certificate and key, has it speak TLS. `options` are for ours."""
    if name == "nghttpd":
        windows = ["-w", "20", "-W", "24"]  # as large as ours
        start = ["nghttpd", "-n", "1", "-d", folder, *windows]
        return [*start, str(port), *reversed(identity)] if identity else [*start, "--no-tls", str(port)]
    programs = {"mado": f"{BIN}/echo-server", "floor": f"{PEERS}/floor", "grpc C++": f"{PEERS}/grpc-async",
                "grpc-go": f"{PEERS}/grpc-go"}
    return [programs[name], str(port), *identity, *(options if name == "mado" else ())]


def print_against(values, unit, wanted, digits=2):
    """A line for each server: its figure, and ours as a part of it, run by run. `wanted` by server: the most that the
    ratio may be; for ours, the most that the figure may be."""
    for name, theirs in values.items():
        line = f"  {name:9} {spread(theirs, digits):>28} {unit}"
        if name != "mado":
            line += f"   mado / {name}: {spread([a / b for a, b in zip(values['mado'], theirs)])}"
        if name in wanted:
            line += f" (wanted: at most {wanted[name]})"
        print(line, flush=True)
