"""Retention from outside (TEL-40): a month goes four months later, killed into again and again, and what is held stays."""

import os
import random
import subprocess
import time
import unittest
import uuid

import grpc
import stock
from google.protobuf import timestamp_pb2 as timestamps
from mado.status.v1 import scheduler_pb2 as scheduler
from mado.status.v1 import scheduler_pb2_grpc as scheduler_grpc
from mado.telework.v1 import retention_pb2 as retention
from mado.telework.v1 import retention_pb2_grpc as retention_grpc
from mado.tenant.v1 import erasure_pb2 as erasure
from mado.tenant.v1 import erasure_pb2_grpc as erasure_grpc
from pictures import picture
from stock import telework
from test_bad_input import image

JULY, AUGUST = 1_500, 3


def fresh():
    return str(uuid.uuid4())


def instant(text):
    made = timestamps.Timestamp()
    made.FromJsonString(text)
    return made


class Retention(unittest.TestCase):
    def setUp(self):
        self.server = stock.Server()
        made = subprocess.run(self.server.command("test-folder"), capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(made.returncode, 0, made.stderr)
        made = subprocess.run(self.server.command("admin-token"), capture_output=True, text=True, timeout=60, check=True)
        self.vendor = made.stdout.split()[-1]
        self.start("2026-07-15T09:00:00+09:00")
        self.addCleanup(lambda: self.server.kill())

    def start(self, clock):
        self.server.options = ["--clock", f"{clock},speed=0"]
        self.server.start()

    def stub(self, service, token):
        channel = self.server.channel(token)
        self.addCleanup(channel.close)
        return service(channel)

    def fill(self):
        def pictures():
            for number in range(1, JULY + AUGUST + 1):
                request = image(number, picture(64, 48, seed=number))
                month = "07" if number <= JULY else "08"
                request.image.captured_at.CopyFrom(instant(f"2026-{month}-14T09:00:00+09:00"))
                yield request
        answers = self.server.evidence("demo-device").Upload(pictures())
        self.assertEqual({answer.image.verdict for answer in answers}, {telework.VERDICT_STORED})

    def last_run(self):
        runs = self.stub(retention_grpc.RetentionServiceStub, self.server.token("demo-manager")).ListRuns(
            retention.ListRunsRequest(), wait_for_ready=True).runs
        return next((run for run in runs if run.as_of_time == instant("2026-10-31T15:00:00Z")), None)

    def logs(self):
        return sorted(os.listdir(f"{self.server.data}/evidence"))

    def verify(self):
        self.server.stop()
        verified = subprocess.run(self.server.command("verify"), capture_output=True, text=True, timeout=120, check=False)
        self.assertEqual(verified.returncode, 0, verified.stdout + verified.stderr)

    def waits(self, done):
        """Until something holds that the scheduler does by itself."""
        for _ in range(600):
            if done():
                return
            time.sleep(0.1)
        self.fail(f"not done: {self.last_run()}, {self.logs()}")

    def test_a_month_goes_whoever_is_killed_and_the_chain_holds(self):
        self.fill()
        self.server.kill()
        lottery, kills = random.Random(11), 0
        while True:
            self.start("2026-11-01T00:00:00+09:00")
            run = self.last_run()
            if kills >= 8 and run and run.state == retention.RETENTION_STATE_DONE:
                break
            # Not waited for anything: that the moment is another each time is what is wanted.
            time.sleep(lottery.uniform(0, 0.05))
            self.server.kill()
            kills += 1
            self.assertLess(kills, 200)
        self.assertEqual((run.counts[0].purged, run.counts[0].held), (JULY, 0), "each counted once")
        self.waits(lambda: self.logs() == ["2026-08.log"])
        manager = self.server.evidence("demo-manager")
        left = manager.List(telework.EvidenceServiceListRequest(page_size=500)).evidence
        self.assertEqual([found.sequence for found in left], list(range(JULY + 1, JULY + AUGUST + 1)))
        chain = manager.VerifyChain(telework.VerifyChainRequest(agent_id="demo-device"))
        self.assertEqual((chain.state, chain.purged, chain.checked),
                         (telework.VerifyChainResponse.STATE_OK, JULY, AUGUST))
        purges = self.stub(scheduler_grpc.SchedulerServiceStub, self.vendor).ListRuns(
            scheduler.ListRunsRequest(job="telework.purge", page_size=500)).runs
        self.assertEqual(len({(run.tenant_id, run.subject) for run in purges}), len(purges), "each done once")
        self.verify()
        self.start("2026-11-01T00:00:00+09:00")

    def test_a_legal_hold_stays_until_it_is_released(self):
        self.fill()
        holds = self.stub(erasure_grpc.ErasureServiceStub, self.vendor)
        hold = holds.PlaceHold(
            erasure.PlaceHoldRequest(request_id=fresh(), tenant_id="demo", reason="令和8年(ワ)第1号")).hold
        self.server.stop()
        self.start("2026-11-01T00:00:00+09:00")
        self.waits(lambda: (run := self.last_run()) and run.state == retention.RETENTION_STATE_HELD)
        self.assertEqual(self.logs(), ["2026-07.log", "2026-08.log"], "nothing was purged of it")
        with self.assertRaises(grpc.RpcError) as refused:
            self.stub(retention_grpc.RetentionServiceStub, self.vendor).Run(
                retention.RunRequest(request_id=fresh(), tenant_id="demo"))
        self.assertEqual(refused.exception.code(), grpc.StatusCode.FAILED_PRECONDITION)
        self.stub(erasure_grpc.ErasureServiceStub, self.vendor).ReleaseHold(
            erasure.ReleaseHoldRequest(request_id=fresh(), id=hold.id))
        self.waits(lambda: self.last_run().state == retention.RETENTION_STATE_DONE
                   and self.logs() == ["2026-08.log"])
        self.verify()
        self.start("2026-11-01T00:00:00+09:00")


if __name__ == "__main__":
    unittest.main()
