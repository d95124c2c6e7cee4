"""Counts the copies of a payload between a socket's buffer and a message's field: see peer/copies.c."""

import os
import struct
import subprocess

from peers import varint
from processes import ROOT, scratch_folder

MESSAGES = 200
PAYLOAD_BYTES = 130_000
COPIES_MAX = 1.1


def copies(start_server, free_port):
    """Bytes copied per byte of payload by the server's own code and its libraries, each way; false above 1.1."""
    import grpc

    folder = scratch_folder()
    library, counter = f"{folder}/copies.so", f"{folder}/count"
    subprocess.run(
        ["gcc", "-O2", "-fno-builtin", "-shared", "-fPIC", os.path.join(ROOT, "tools/bench/peer/copies.c"), "-o", library],
        check=True)
    with open(counter, "wb") as file:
        file.write(bytes(8))

    def copied():
        with open(counter, "rb") as file:
            return struct.unpack("<Q", file.read(8))[0]

    port = free_port()
    server = start_server(port, {"LD_PRELOAD": library, "MADO_COPIES": counter})
    payload = os.urandom(PAYLOAD_BYTES)
    # bench.Msg with the payload, bench.Request for as many.
    message = b"\x0a" + varint(PAYLOAD_BYTES) + payload
    request = b"\x08" + varint(MESSAGES) + b"\x10" + varint(PAYLOAD_BYTES)
    ways = {}
    with grpc.insecure_channel(f"127.0.0.1:{port}", [("grpc.max_receive_message_length", -1)]) as channel:
        before = copied()
        summary = channel.stream_unary("/bench.Echo/Upload")(iter([message] * MESSAGES))
        assert varint(PAYLOAD_BYTES * MESSAGES) in summary
        ways["in"] = copied() - before
        before = copied()
        received = sum(len(part) > PAYLOAD_BYTES for part in channel.unary_stream("/bench.Echo/Subscribe")(request))
        assert received == MESSAGES
        ways["out"] = copied() - before
    server.stop()
    print(f"copies of each payload byte, {MESSAGES} messages of {PAYLOAD_BYTES} bytes each way over h2c "
          f"(wanted: at most {COPIES_MAX})")
    for way, total in ways.items():
        print(f"  {way:3}  {total / MESSAGES / PAYLOAD_BYTES:.3f}")
    if max(ways.values()) > COPIES_MAX * MESSAGES * PAYLOAD_BYTES:
        raise SystemExit("a payload is copied too often")
