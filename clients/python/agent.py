"""A telework agent's side of AgentService.Connect, made from the schema alone: to be copied and changed.

It keeps records until the server has them, streams them no faster than they become durable, and goes on where it was cut
off. Pictures go another way, EvidenceService.Upload: see streaming.py.

    agent = Agent(channel, Journal("agent.journal"))
    agent.register(agent_pb2.AgentEnvironment(system="Windows 10 Pro", ...))
    threading.Thread(target=agent.run, daemon=True).start()
    agent.add(punch=agent_pb2.PunchRecord(act=punch_pb2.PUNCH_ACT_START_WORK))
"""

import base64
import os
import threading
import time
import uuid

import grpc
from google.protobuf.duration_pb2 import Duration
from google.rpc import error_details_pb2, status_pb2

from mado.telework.v1 import agent_pb2, agent_pb2_grpc


def reason(error):
    """Why a call failed, for programs: the reason of its google.rpc.ErrorInfo, or else its status."""
    for key, value in error.trailing_metadata() or ():
        if key == "grpc-status-details-bin":
            for detail in status_pb2.Status.FromString(value).details:
                info = error_details_pb2.ErrorInfo()
                if detail.Unpack(info):
                    return info.reason
    return error.code().name


class Journal:
    """Records that the server does not have yet, in a file: a line each, synced before `add` returns."""

    def __init__(self, path):
        self.path = path
        self.records = {}
        self.last = 0
        self.file = None
        if os.path.exists(path):
            with open(path, encoding="ascii") as file:
                for line in file:
                    # A line that was cut by a crash was never said to be kept.
                    if line.endswith("\n"):
                        self._keep(line)
        # The file is written anew now and then; what is in it is always whole.
        self.forget(0)

    def _keep(self, line):
        if line.startswith("last "):
            self.last = max(self.last, int(line[5:]))
            return
        record = agent_pb2.AgentRecord.FromString(base64.b64decode(line))
        self.records[record.number] = record
        self.last = max(self.last, record.number)

    def add(self, record):
        """Gives a record the next number, for good."""
        record.number = self.last + 1
        self.file.write(base64.b64encode(record.SerializeToString()).decode() + "\n")
        self.file.flush()
        os.fsync(self.file.fileno())
        self.last = record.number
        self.records[record.number] = record

    def forget(self, number):
        """Lets go of the records up to a number, which the server has. What it has counted is never used again."""
        for known in [n for n in self.records if n <= number]:
            del self.records[known]
        self.last = max(self.last, number)
        with open(self.path + ".new", "w", encoding="ascii") as file:
            file.write(f"last {self.last}\n")
            for known in sorted(self.records):
                file.write(base64.b64encode(self.records[known].SerializeToString()).decode() + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.replace(self.path + ".new", self.path)
        if self.file:
            self.file.close()
        self.file = open(self.path, "a", encoding="ascii")

    @property
    def oldest(self):
        """The lowest number that is kept, or else that the next record gets."""
        return next(iter(self.records), self.last + 1)


class Agent:
    """Streams a journal's records to the server, for as long as `run` runs."""

    # Records without an ack that are on their way at most: back-pressure of our own, beside HTTP/2's.
    WINDOW = 64
    # Acks after which the journal is written anew.
    FORGET = 256
    # Reasons that trying again does not mend.
    FINAL = ("SUPERSEDED", "AGENT_NOT_REGISTERED", "TOKEN_UNKNOWN", "GEO_RESTRICTED")

    def __init__(self, channel, journal, on_config=None, on_capture=None):
        self.stub = agent_pb2_grpc.AgentServiceStub(channel)
        self.journal = journal
        self.on_config = on_config or (lambda config: "")
        self.on_capture = on_capture or (lambda command: None)
        self.verdicts = {}
        self.streams = 0
        self.offset = None
        self._changed = threading.Condition()
        self._is_over = False
        self._call = None

    def register(self, environment, accepted_licence=""):
        """Reports the machine. Returns the agent as the server knows it, with warnings.

        Where a version of the agent's licence is in effect (TermsService), the worker accepts it by its name, once:
        without that the call fails with TERMS_NOT_ACCEPTED, which says the version.
        """
        request = agent_pb2.RegisterRequest(
            request_id=str(uuid.uuid4()), environment=environment, accepted_licence=accepted_licence)
        return self.stub.Register(request, timeout=30).agent

    def add(self, **content):
        """Keeps a record: punch, sighting or incident. It goes out when its turn comes. Returns its number."""
        record = agent_pb2.AgentRecord(**content)
        record.agent_time.FromNanoseconds(time.time_ns())
        with self._changed:
            if self.offset is not None:
                record.clock_offset.CopyFrom(self.offset)
            self.journal.add(record)
            self._changed.notify_all()
        return record.number

    def wait(self, number, timeout=60):
        """Waits until the server has the records up to a number; whether it has."""
        with self._changed:
            return self._changed.wait_for(lambda: self.journal.oldest > number, timeout)

    def stop(self):
        """Ends `run`, once every record has its ack."""
        with self._changed:
            self._is_over = True
            self._changed.notify_all()

    def cut(self):
        """Ends the stream as a bad network would; `run` makes another."""
        if self._call:
            self._call.cancel()

    def run(self):
        """Streams until `stop`. Returns why it has ended: "" or a reason that trying again does not mend."""
        pause = 0.1
        while True:
            try:
                before = self.streams
                self._stream()
                return ""
            except grpc.RpcError as error:
                if reason(error) in self.FINAL:
                    return reason(error)
            with self._changed:
                # A stream that came to be is no reason to wait longer for the next one.
                pause = 0.1 if self.streams > before else min(2 * pause, 30)
                if self._changed.wait_for(lambda: self._is_over and not self.journal.records, pause):
                    return ""

    def _stream(self):
        stream = _Stream(self)
        self._call = stream.call = self.stub.Connect(stream.requests())
        try:
            for response in stream.call:
                with self._changed:
                    stream.take(response)
                    self._changed.notify_all()
        finally:
            with self._changed:
                # Lets go of what makes its requests, which may wait.
                stream.is_over = True
                self._changed.notify_all()


class _Stream:
    """One stream of an agent."""

    def __init__(self, agent):
        self.agent = agent
        self.is_over = False
        # The number of the last record that was sent; None before welcome.
        self.sent = None
        self.applied = []
        self.interval = 30
        self.beats = 0
        self.answered = None

    def take(self, response):
        """What the server says; with the lock."""
        agent, journal, item = self.agent, self.agent.journal, response.WhichOneof("item")
        if item == "welcome":
            agent.streams += 1
            self.sent = response.welcome.last_record
            self.interval = response.welcome.heartbeat_interval.ToNanoseconds() / 1e9
            journal.forget(self.sent)
        elif item == "ack":
            agent.verdicts.setdefault(response.ack.number, response.ack)
            journal.records.pop(response.ack.number, None)
            if response.ack.number % agent.FORGET == 0:
                journal.forget(response.ack.number)
        elif item == "heartbeat":
            self.answered = time.time_ns()
            if response.heartbeat.HasField("clock_offset"):
                agent.offset = Duration()
                agent.offset.CopyFrom(response.heartbeat.clock_offset)
        elif item == "config":
            self.interval = response.config.behaviour.heartbeat_interval.ToNanoseconds() / 1e9
            problem = agent.on_config(response.config)
            self.applied.append(agent_pb2.AppliedConfig(version=response.config.version, problem=problem))
        elif item == "capture":
            agent.on_capture(response.capture)

    def requests(self):
        """What is sent: the library asks for the next one when the one before has found room in the stream."""
        with self.agent._changed:
            hello = agent_pb2.AgentHello(oldest_record=self.agent.journal.oldest)
        yield agent_pb2.ConnectRequest(hello=hello)
        with self.agent._changed:
            self.agent._changed.wait_for(lambda: self.is_over or self.sent is not None)
        due = 0
        while True:
            with self.agent._changed:
                rest = max(0, due - time.monotonic())
                self.agent._changed.wait_for(lambda: self.is_done or self.has_more, rest)
                if self.is_done:
                    return
                if time.monotonic() >= due:
                    due = time.monotonic() + self.interval
                    request = agent_pb2.ConnectRequest(heartbeat=self.heartbeat())
                elif self.applied:
                    request = agent_pb2.ConnectRequest(applied=self.applied.pop(0))
                elif self.has_more:
                    self.sent += 1
                    request = agent_pb2.ConnectRequest(record=self.agent.journal.records[self.sent])
                else:
                    continue
            yield request

    @property
    def has_more(self):
        """Whether something may be sent; no more than a window of records is on its way."""
        journal = self.agent.journal
        is_open = self.sent + 1 - journal.oldest < self.agent.WINDOW
        return bool(self.applied) or is_open and self.sent + 1 in journal.records

    @property
    def is_done(self):
        return self.is_over or self.agent._is_over and not self.agent.journal.records

    def heartbeat(self):
        self.beats += 1
        heartbeat = agent_pb2.AgentHeartbeat(number=self.beats)
        heartbeat.send_time.FromNanoseconds(time.time_ns())
        if self.answered:
            heartbeat.answer_receive_time.FromNanoseconds(self.answered)
            self.answered = None
        return heartbeat
