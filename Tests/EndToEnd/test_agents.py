"""Agents and those who watch them, as a stock client plays them from the schema alone: clients/python has the libraries."""

import datetime
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import unittest
import uuid

import grpc

import stock
from google.type import date_pb2
from mado.contract.v1 import terms_pb2, terms_pb2_grpc
from mado.telework.v1 import (
    agent_config_pb2, agent_config_pb2_grpc, agent_pb2, agent_pb2_grpc, incident_pb2, incident_pb2_grpc, presence_pb2)

sys.path.append(str(stock.ROOT / "clients" / "python"))
from agent import Agent, Journal, reason  # noqa: E402
from watch import Watch  # noqa: E402

ENVIRONMENT = agent_pb2.AgentEnvironment(system="Windows 10 Pro", locale="ja-JP")
PRESENT, AWAY, UNKNOWN = (
    presence_pb2.PRESENCE_STATE_PRESENT, presence_pb2.PRESENCE_STATE_AWAY, presence_pb2.PRESENCE_STATE_UNKNOWN)
PEEPING = agent_pb2.IncidentRecord(
    kind=incident_pb2.INCIDENT_KIND_PEEPING, confidence_permille=900, threshold_permille=800)


def sighting(state):
    return agent_pb2.SightingRecord(state=state, confidence_permille=900, threshold_permille=700)


class Agents(unittest.TestCase):
    def setUp(self):
        self.server = stock.Server().start()
        self.addCleanup(lambda: self.server.process.poll() is None and self.server.kill())
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def channel(self, context):
        channel = self.server.channel(
            self.server.token(context), [("grpc.max_reconnect_backoff_ms", 200), ("grpc.initial_reconnect_backoff_ms", 50)])
        self.addCleanup(channel.close)
        return channel

    def journal(self):
        return Journal(os.path.join(self.folder.name, "journal"))

    def start(self, agent):
        """Runs an agent; what it ends with comes out of the queue."""
        ends = queue.Queue()
        threading.Thread(target=lambda: ends.put(agent.run()), daemon=True).start()
        return ends

    def incidents(self):
        stub = incident_pb2_grpc.IncidentServiceStub(self.channel("demo-manager"))
        found, request = [], incident_pb2.IncidentServiceListRequest(page_size=500)
        while True:
            page = stub.List(request, timeout=30)
            found += page.incidents
            if not page.next_page_token:
                return found
            request.page_token = page.next_page_token

    def test_every_record_is_there_once_though_server_agent_and_network_are_cut(self):
        agent = Agent(self.channel("demo-device"), self.journal())
        agent.register(ENVIRONMENT)
        ends, total = self.start(agent), 600
        for n in range(total):
            agent.add(incident=PEEPING)
            if n in (150, 300):
                self.server.kill()
                self.server.start()
            elif n == 200:
                agent.cut()
            elif n == 400:
                # The agent's process dies: nothing is left of it but the journal's file, with what it said last.
                self.assertTrue(agent.wait(n))
                agent.FINAL = ("CANCELLED",)
                agent.cut()
                self.assertEqual(ends.get(timeout=60), "CANCELLED")
            elif n == 450:
                agent = Agent(self.channel("demo-device"), self.journal())
                ends = self.start(agent)
        self.assertTrue(agent.wait(total))
        agent.stop()
        self.assertEqual(ends.get(timeout=60), "")
        incidents = self.incidents()
        self.assertEqual(len(incidents), total)
        # Each was detected at an instant of its own.
        self.assertEqual(len({i.detect_time.ToNanoseconds() for i in incidents}), total)

    def test_who_does_not_read_acks_is_not_read_for_ever(self):
        """Back-pressure: the server takes no more in than it can hold of what waits for its reader."""
        agent_pb2_grpc.AgentServiceStub(self.channel("demo-device")).Register(
            agent_pb2.RegisterRequest(request_id=str(uuid.uuid4()), environment=ENVIRONMENT), timeout=30)
        stub, sent, stuck = agent_pb2_grpc.AgentServiceStub(self.channel("demo-device")), [0], threading.Event()

        def requests():
            yield agent_pb2.ConnectRequest(hello=agent_pb2.AgentHello(oldest_record=1))
            # Far more than all windows hold, each refused and so acknowledged at length.
            while sent[0] < 400_000 and not stuck.is_set():
                sent[0] += 1
                record = agent_pb2.AgentRecord(number=sent[0])
                yield agent_pb2.ConnectRequest(record=record)

        call = stub.Connect(requests())
        self.assertEqual(next(call).WhichOneof("item"), "welcome")
        before = -1
        while sent[0] != before:
            before = sent[0]
            # Not a wait for something to happen, but the time in which nothing does.
            stuck.wait(2)
        stuck.set()
        call.cancel()
        self.assertLess(sent[0], 400_000)
        self.assertLess(self.memory(), 400 << 20)

    def memory(self):
        with open(f"/proc/{self.server.process.pid}/status") as file:
            return next(int(line.split()[1]) << 10 for line in file if line.startswith("VmRSS"))

    def test_a_manager_sees_each_change_and_that_an_agent_is_gone(self):
        agent = Agent(self.channel("demo-device"), self.journal())
        agent.register(ENVIRONMENT)
        ends = self.start(agent)
        watch = Watch(self.channel("demo-manager"))
        seen = queue.Queue()
        threading.Thread(target=lambda: [seen.put(worker) for worker in watch.run()], daemon=True).start()
        self.addCleanup(watch.stop)

        def await_state(state):
            while True:
                worker = seen.get(timeout=60)
                if worker.worker_id == "demo-worker" and worker.state == state:
                    return worker

        for state in (PRESENT, AWAY, PRESENT):
            agent.add(sighting=sighting(state))
            shown = await_state(state)
            self.assertEqual((shown.agent_id, shown.confidence_permille), ("demo-device", 900))
        # The watch goes on behind a server that was killed, and so does the agent.
        self.server.kill()
        self.server.start()
        agent.add(sighting=sighting(AWAY))
        await_state(AWAY)
        agent.stop()
        self.assertEqual(ends.get(timeout=60), "")
        await_state(UNKNOWN)

    def test_who_sends_no_heartbeat_is_gone(self):
        configs = agent_config_pb2_grpc.AgentConfigServiceStub(self.channel("demo-administrator"))
        config = configs.Get(agent_config_pb2.AgentConfigServiceGetRequest(), timeout=30).config
        config.behaviour.heartbeat_interval.FromSeconds(1)
        configs.Put(
            agent_config_pb2.AgentConfigServicePutRequest(request_id=str(uuid.uuid4()), config=config), timeout=30)
        stub = agent_pb2_grpc.AgentServiceStub(self.channel("demo-device"))
        stub.Register(
            agent_pb2.RegisterRequest(request_id=str(uuid.uuid4()), environment=ENVIRONMENT), timeout=30)
        silence = threading.Event()
        self.addCleanup(silence.set)

        def requests():
            yield agent_pb2.ConnectRequest(hello=agent_pb2.AgentHello(oldest_record=1))
            silence.wait()

        with self.assertRaises(grpc.RpcError) as raised:
            for _ in stub.Connect(requests(), timeout=60):
                pass
        self.assertEqual(raised.exception.code(), grpc.StatusCode.ABORTED)
        self.assertEqual(reason(raised.exception), "HEARTBEAT_MISSING")
        # Who sends them stays.
        agent = Agent(self.channel("demo-device"), self.journal())
        beats = queue.Queue()
        agent.on_config = lambda config: beats.put(config.version) or ""
        ends = self.start(agent)
        self.assertEqual(beats.get(timeout=30), 1)
        for _ in range(5):
            agent.wait(agent.journal.last + 1, timeout=1)
        self.assertEqual(agent.streams, 1)
        self.assertIsNotNone(agent.offset)
        agent.stop()
        self.assertEqual(ends.get(timeout=60), "")

    def test_the_licence_of_the_agent_is_accepted_when_it_registers(self):
        self.assertEqual(self.server.stop(), 0)
        made = subprocess.run(self.server.command("admin-token"), capture_output=True, text=True, timeout=60, check=True)
        self.server.start()
        channel = self.server.channel(made.stdout.split()[-1])
        self.addCleanup(channel.close)
        today = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=9))).date()
        licence = terms_pb2.Terms(
            kind=terms_pb2.TERMS_KIND_AGENT_LICENCE, version="1", title="使用許諾契約書", text="第1条",
            effective_date=date_pb2.Date(year=today.year, month=today.month, day=today.day))
        terms_pb2_grpc.TermsServiceStub(channel).Publish(
            terms_pb2.PublishRequest(request_id=str(uuid.uuid4()), terms=licence, exception="初版"), timeout=30)
        agent = Agent(self.channel("demo-device"), self.journal())
        with self.assertRaises(grpc.RpcError) as raised:
            agent.register(ENVIRONMENT)
        self.assertEqual(raised.exception.code(), grpc.StatusCode.FAILED_PRECONDITION)
        self.assertEqual(reason(raised.exception), "TERMS_NOT_ACCEPTED")
        self.assertIn('version "1"', raised.exception.details())
        self.assertEqual(agent.register(ENVIRONMENT, accepted_licence="1").id, "demo-device")
        self.assertEqual(agent.register(ENVIRONMENT).id, "demo-device")

    def test_a_server_that_stops_says_where_to_go_on(self):
        agent = Agent(self.channel("demo-device"), self.journal())
        agent.register(ENVIRONMENT)
        agent.FINAL = ("SERVER_DRAINING",)
        ends = self.start(agent)
        self.assertTrue(agent.wait(agent.add(incident=PEEPING)))
        self.server.process.send_signal(signal.SIGTERM)
        self.assertEqual(ends.get(timeout=60), "SERVER_DRAINING")
        self.assertEqual(self.server.process.wait(60), 0)
        self.server.start()
        agent.FINAL = ()
        ends = self.start(agent)
        self.assertTrue(agent.wait(agent.add(incident=PEEPING)))
        self.assertEqual(len(self.incidents()), 2)
        agent.stop()
        self.assertEqual(ends.get(timeout=60), "")


if __name__ == "__main__":
    unittest.main()
