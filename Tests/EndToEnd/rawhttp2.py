"""HTTP/2 by hand, so that its rules can be broken: frames as bytes, and a connection that notes how it ends."""

import collections
import select
import socket
import ssl
import struct
import time

DATA, HEADERS, PRIORITY, RST_STREAM, SETTINGS, PUSH_PROMISE, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION = range(10)
END_STREAM = ACK = 1
END_HEADERS = 4
PADDED = 8
CANCEL = 8
INITIAL_WINDOW_SIZE = 4
# How long a server may take nothing of what is written to it before it counts as blocked, in seconds.
PATIENCE = 2
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
CODES = {0: "NO_ERROR", 1: "PROTOCOL_ERROR", 3: "FLOW_CONTROL_ERROR", 6: "FRAME_SIZE_ERROR", 9: "COMPRESSION_ERROR",
         11: "ENHANCE_YOUR_CALM"}


def frame(kind, flags=0, stream=0, payload=b""):
    return struct.pack(">I", len(payload))[1:] + bytes([kind, flags]) + struct.pack(">I", stream) + payload


def number(value):
    return struct.pack(">I", value)


def setting(name, value):
    return struct.pack(">HI", name, value)


def length(value):
    """An HPACK integer with a prefix of seven bits (RFC 7541, 5.1)."""
    if value < 127:
        return bytes([value])
    value -= 127
    encoded = [127]
    while value >= 128:
        encoded.append(value % 128 + 128)
        value //= 128
    return bytes(encoded + [value])


def field(name, value, first=0x00):
    """A field that is put into no table; with `first` 0x40 it is put into the table of both sides."""
    name, value = name.encode(), value.encode()
    return bytes([first]) + length(len(name)) + name + length(len(value)) + value


def request(path, *extra):
    """The header block of a gRPC call."""
    head = [(":method", "POST"), (":scheme", "http"), (":path", path), (":authority", "localhost"),
            ("content-type", "application/grpc"), ("te", "trailers"), *extra]
    return b"".join(field(name, value) for name, value in head)


def message(body=b"", size=None, compressed=False):
    """A gRPC message; `size` is what its prefix claims."""
    return bytes([compressed]) + number(len(body) if size is None else size) + body


class Connection:
    """One connection: `push` writes, `pump` reads, `end` says how it ended, None while it is open."""

    def __init__(self, port, tls=False, settings=b"", reads=True, greets=True, source=None):
        self.reads, self.end, self.text = reads, None, ""
        self.frames, self.resets, self.buffer = collections.Counter(), 0, b""
        # Streams that the server has ended, with headers or data.
        self.ended = set()
        # What each GOAWAY says was the last stream.
        self.last_streams = []
        self.closed = False
        self.socket = socket.socket()
        if not reads:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        if source:
            self.socket.bind((source, 0))
        self.socket.settimeout(5)
        self.socket.connect(("127.0.0.1", port))
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            context.set_alpn_protocols(["h2"])
            self.socket = context.wrap_socket(self.socket)
        self.socket.setblocking(False)
        if greets:
            self.push(PREFACE + frame(SETTINGS, 0, 0, settings))
            self.pump(5, until=lambda: self.frames[SETTINGS])
            self.push(frame(SETTINGS, ACK))

    def push(self, data):
        """Writes all of it; false when the connection ends, or takes nothing for too long."""
        data, stuck = memoryview(data), time.monotonic() + PATIENCE
        while data and not self.end:
            try:
                data = data[self.socket.send(data):]
                stuck = time.monotonic() + PATIENCE
            except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
                if time.monotonic() > stuck:
                    self.end = "blocked"
                select.select([self.socket] if self.reads else [], [self.socket], [], 0.1)
                if self.reads:
                    self.read()
            except OSError:
                self.pump(2)  # what it was told may still be there
                self.end = self.end or "closed"
        return not self.end

    def pump(self, seconds, until=lambda: False):
        """Reads until the server closes, `until` holds, or the time has passed."""
        deadline = time.monotonic() + seconds
        while not self.closed and not until():
            left = deadline - time.monotonic()
            if left <= 0:
                return
            if not (isinstance(self.socket, ssl.SSLSocket) and self.socket.pending()):
                select.select([self.socket], [], [], min(left, 0.2))
            self.read()

    def read(self):
        try:
            data = self.socket.recv(1 << 18)
        except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            return
        except OSError:
            data = b""
        if not data:
            self.closed = True
            self.end = self.end or "closed"
            return
        self.buffer += data
        at = 0
        while len(self.buffer) - at >= 9:
            size = int.from_bytes(self.buffer[at:at + 3], "big")
            if len(self.buffer) - at < 9 + size:
                break
            self.received(self.buffer[at + 3], self.buffer[at + 4], self.buffer[at + 5:at + 9],
                          self.buffer[at + 9:at + 9 + size])
            at += 9 + size
        self.buffer = self.buffer[at:]

    def received(self, kind, flags, stream, payload):
        self.frames[kind] += 1
        stream = int.from_bytes(stream, "big")
        if kind in (DATA, HEADERS) and flags & END_STREAM or kind == RST_STREAM:
            self.ended.add(stream)
        if kind == RST_STREAM:
            self.resets += 1
        if kind == GOAWAY:
            code = int.from_bytes(payload[4:8], "big")
            self.text = payload[8:].decode()
            self.last_streams.append(int.from_bytes(payload[:4], "big"))
            if code:
                self.end = CODES.get(code, str(code))

    def repeat(self, unit, count, chunk=16):
        """Pushes unit(0), unit(1)… until the connection ends; returns how many."""
        for start in range(0, count, chunk):
            if not self.push(b"".join(unit(place) for place in range(start, min(start + chunk, count)))):
                return start
            if self.reads:
                self.read()
        return count

    def close(self):
        self.socket.close()
