"""The order behind an acknowledgement, as the kernel sees it: the evidence log is synced, then the
database's write-ahead log, and only then the answer leaves."""

import os
import re
import shutil
import tempfile
import time
import unittest

import stock
from pictures import picture
from stock import telework
from test_bad_input import image

# Each sync takes so much longer, in seconds, that an answer which does not wait for it comes too early.
DELAY = 0.1

START = re.compile(r"(\d+) +([\d.]+) (\w+)\(\d+<(.*?)>(?:[,)]| <unfinished)")
RESUMED = re.compile(r"(\d+) +([\d.]+) <\.\.\. (\w+) resumed>")


class Call:
    """A system call on a file or a socket: when it was made, when it ended, and what it returned."""

    def __init__(self, name, target, begin, line):
        self.name, self.target, self.begin = name, target, begin
        self.end = self.result = None
        self.note(begin, line)

    def note(self, moment, line):
        result = re.search(r"\) += (-?\d+)", line)
        if result:
            self.end, self.result = moment, int(result.group(1))

    def __repr__(self):
        return f"{self.begin}-{self.end} {self.name} {self.target} = {self.result}"


def parse(lines):
    """The calls of a trace, in the order in which they were made. Times are line numbers."""
    calls, open_calls = [], {}
    for number, line in enumerate(lines):
        if match := START.match(line):
            call = Call(match.group(3), match.group(4), number, line)
            calls.append(call)
            open_calls[match.group(1)] = call
        elif match := RESUMED.match(line):
            open_calls[match.group(1)].note(number, line)
    return calls


def moment(lines, number):
    """When a line was written, as time.time()."""
    return float(lines[number].split()[1])


def first(calls, after, what, *names, target, size=0):
    """The first successful call after line `after`."""
    for call in calls:
        if call.begin > after and call.name in names and re.search(target, call.target) and (call.result or 0) >= size:
            assert call.end is not None and call.result >= 0, call
            return call
    raise AssertionError(f"{what} is missing")


def check(lines, size, answered):
    """Fails unless the picture of `size` bytes was durable before the client had its answer."""
    calls = parse(lines)
    log = r"/evidence/\d{4}-\d\d\.log$"
    record = first(calls, -1, "the record in the evidence log", "pwritev", target=log, size=size)
    log_sync = first(calls, record.end, "the sync of the evidence log", "fdatasync", target=re.escape(record.target))
    commit = first(calls, record.end, "the commit", "pwritev", target=r"/mado\.db-wal$")
    wal_sync = first(calls, commit.end, "the sync of the write-ahead log", "fdatasync", target=r"/mado\.db-wal$")
    answer = first(calls, wal_sync.end, "the answer", "write", "sendto", "sendmsg", target=r"^(TCP|socket)")
    assert log_sync.end < commit.begin, f"{commit} before the end of {log_sync}"
    assert wal_sync.end < answer.begin, f"{answer} before the end of {wal_sync}"
    assert moment(lines, wal_sync.end) < answered, "the client had its answer before the sync ended"
    assert moment(lines, answer.begin) < answered, "the client had its answer before any was sent after the sync"
    return record, log_sync, commit, wal_sync, answer


class Durability(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="mado-durability-")
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.trace = os.path.join(cls.folder, "trace")
        # -D keeps the server our own child; -yy names files and sockets.
        server = stock.Server(prefix=(
            "strace", "-D", "-f", "-ttt", "-yy", "-s", "0", "-o", cls.trace,
            "-e", "trace=fdatasync,fsync,pwritev,sendto,sendmsg,write",
            "-e", f"inject=fdatasync:delay_exit={int(DELAY * 1e6)}")).start()
        try:
            cls.content = picture(640, 480)
            device = server.evidence("demo-device")
            responses = device.Upload(iter([image(1, cls.content)]))
            verdict = next(responses).image
            cls.answered = time.time()
            assert verdict.verdict == telework.VERDICT_STORED, verdict
            for _ in responses:
                pass
        finally:
            server.stop()
        for _ in range(100):  # strace ends a moment after the server
            with open(cls.trace) as file:
                cls.lines = file.read().splitlines()
            if cls.lines and "+++ exited with" in cls.lines[-1]:
                break
            time.sleep(0.1)

    def test_log_then_database_then_answer(self):
        check(self.lines, len(self.content), self.answered)

    def test_the_check_misses_neither_sync(self):
        """The same trace without one of them fails."""
        _, log_sync, _, wal_sync, _ = check(self.lines, len(self.content), self.answered)
        for sync, name in [(log_sync, "evidence log"), (wal_sync, "write-ahead log")]:
            rest = [line for n, line in enumerate(self.lines) if n not in (sync.begin, sync.end)]
            with self.assertRaises(AssertionError, msg=name):
                check(rest, len(self.content), self.answered)
        with self.assertRaises(AssertionError):
            check(self.lines, len(self.content), self.answered - 2 * DELAY)


if __name__ == "__main__":
    unittest.main()
