"""What is due from outside: a clock for tests, an outage killed into again and again, and maintenance that stops."""

import os
import random
import subprocess
import time
import unittest
import uuid

import grpc
import stock
from google.protobuf import timestamp_pb2 as timestamps
from google.type import date_pb2 as dates
from grpc.health.v1 import health_pb2 as health
from grpc.health.v1 import health_pb2_grpc as health_grpc
from mado.common.v1 import common_pb2 as common
from mado.status.v1 import maintenance_pb2 as maintenance
from mado.status.v1 import maintenance_pb2_grpc as maintenance_grpc
from mado.status.v1 import scheduler_pb2 as scheduler
from mado.status.v1 import scheduler_pb2_grpc as scheduler_grpc
from mado.status.v1 import status_pb2 as status
from mado.status.v1 import status_pb2_grpc as status_grpc
from stock import telework
from test_bad_input import details

SERIES, NIGHTS = 12, 60
EVIDENCE = "mado.telework.v1.EvidenceService"


def fresh():
    return str(uuid.uuid4())


def instant(text):
    made = timestamps.Timestamp()
    made.FromJsonString(text)
    return made


class Schedule(unittest.TestCase):
    def setUp(self):
        self.server = stock.Server()
        made = subprocess.run(self.server.command("test-folder"), capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(made.returncode, 0, made.stderr)
        made = subprocess.run(self.server.command("admin-token"), capture_output=True, text=True, timeout=60, check=True)
        self.vendor = made.stdout.split()[-1]
        self.start("2026-07-01T09:00:00+09:00")
        self.addCleanup(lambda: self.server.kill())

    def start(self, clock, speed=0):
        self.server.options = ["--clock", f"{clock},speed={speed}"]
        self.server.start()

    def stub(self, service, token=None):
        channel = self.server.channel(token or self.vendor)
        self.addCleanup(channel.close)
        return service(channel)

    def plan(self, kind, start, end, **fields):
        return self.stub(maintenance_grpc.MaintenanceServiceStub).Schedule(maintenance.ScheduleRequest(
            request_id=fresh(), maintenance=maintenance.Maintenance(
                kind=kind, title=common.LocalizedName(ja="基盤の更新", en="New machines"),
                start_time=instant(start), end_time=instant(end), **fields)), wait_for_ready=True)

    def set_clock(self, text):
        return self.stub(scheduler_grpc.ClockServiceStub).SetTestClock(
            scheduler.SetTestClockRequest(time=instant(text)))

    def runs(self):
        """All that was done, in order."""
        found, token = [], ""
        jobs = self.stub(scheduler_grpc.SchedulerServiceStub)
        while True:
            page = jobs.ListRuns(scheduler.ListRunsRequest(page_size=500, page_token=token), wait_for_ready=True)
            found += page.runs
            token = page.next_page_token
            if not token:
                return list(reversed(found))

    def test_after_an_outage_everything_is_done_once_and_in_order_whoever_is_killed(self):
        for number in range(SERIES):
            self.plan(maintenance.MAINTENANCE_KIND_MINOR, f"2026-07-02T0{1 + number % 3}:{10 + number}:00+09:00",
                      f"2026-07-02T0{2 + number % 3}:{10 + number}:00+09:00",
                      recurrence=maintenance.Recurrence(
                          daily=maintenance.DailyPattern(every=1), until=dates.Date(year=2026, month=8, day=30)))
        ahead = self.stub(scheduler_grpc.SchedulerServiceStub).Forecast(
            scheduler.ForecastRequest(until=instant("2026-12-31T00:00:00Z"), limit=500))
        self.assertTrue(ahead.truncated)
        self.server.kill()
        lottery, kills = random.Random(5), 0
        while True:
            self.start("2026-12-01T00:00:00+09:00")
            jobs = self.stub(scheduler_grpc.SchedulerServiceStub)
            try:
                # By hand beside the timer.
                jobs.RunJob(scheduler.RunJobRequest(request_id=fresh(), name="maintenance.end", limit=3))
                planned = sum(job.planned for job in jobs.ListJobs(scheduler.ListJobsRequest()).jobs
                              if job.name.startswith("maintenance."))
            except grpc.RpcError as error:
                self.fail(error)
            if not planned and kills >= 8:
                break
            # Not waited for anything: that the moment is another each time is what is wanted.
            time.sleep(lottery.uniform(0, 0.03))
            self.server.kill()
            kills += 1
            self.assertLess(kills, 200)
        every = self.runs()
        self.assertEqual([run.position for run in every], list(range(1, len(every) + 1)))
        # Bills are due each month besides.
        runs = [run for run in every if run.job.startswith("maintenance.")]
        self.assertEqual(len(runs), SERIES * NIGHTS * 2)
        self.assertEqual(len({(run.job, run.subject, run.due_time.seconds) for run in runs}), len(runs))
        self.assertTrue(all(run.late and run.run_time == instant("2026-11-30T15:00:00Z") for run in runs))
        # What was done by hand may have come before its turn, as was asked for; a window ends after it began.
        for window in {run.subject for run in runs}:
            own = [run for run in runs if run.subject == window]
            self.assertEqual([run.due_time.seconds for run in own], sorted(run.due_time.seconds for run in own))
        begun = [run.due_time.seconds for run in runs if run.job == "maintenance.start"]
        self.assertEqual(begun, sorted(begun))
        # And what was forecast came, as late as the outage was long.
        forecast = [(run.job, run.subject, run.due_time.seconds) for run in ahead.runs
                    if run.job.startswith("maintenance.")]
        self.assertLessEqual(set(forecast), {(run.job, run.subject, run.due_time.seconds) for run in runs})

    def test_what_is_stopped_says_until_when_and_health_and_status_answer(self):
        self.plan(maintenance.MAINTENANCE_KIND_STOPPING, "2026-07-10T02:00:00+09:00", "2026-07-10T04:00:00+09:00",
                  services=[EVIDENCE])
        worker = self.server.channel(self.server.token("demo-worker"))
        self.addCleanup(worker.close)
        evidence = self.server.evidence("demo-worker")
        evidence.List(telework.EvidenceServiceListRequest())
        self.assertGreaterEqual(self.set_clock("2026-07-10T03:00:00+09:00").runs, 1)
        self.assertEqual([run.job for run in self.runs()], ["maintenance.notice", "maintenance.start"])
        for language, words in (("en", "New machines: stopped"), ("ja", "基盤の更新：2026-07-10 04:00（日本時間）まで")):
            with self.assertRaises(grpc.RpcError) as stopped:
                evidence.List(telework.EvidenceServiceListRequest(), metadata=(("accept-language", language),))
            self.assertEqual(stopped.exception.code(), grpc.StatusCode.UNAVAILABLE)
            found = details(stopped.exception)
            self.assertEqual(found["ErrorInfo"].reason, "MAINTENANCE")
            self.assertEqual(found["RetryInfo"].retry_delay.seconds, 3600)
            self.assertTrue(found["LocalizedMessage"].message.startswith(words), found["LocalizedMessage"])
        answer = health_grpc.HealthStub(worker).Check(health.HealthCheckRequest())
        self.assertEqual(answer.status, health.HealthCheckResponse.SERVING)
        # As the operator sees it.
        shown = subprocess.run(
            [stock.binary("mado"), "status", "status", "get-summary", "--output", "json", "--server",
             f"https://localhost:{self.server.port}", "--token", self.vendor, "--ca",
             os.path.join(self.server.data, "tls", "certificate.pem")],
            capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(shown.returncode, 0, shown.stderr)
        self.assertIn("COMPONENT_STATE_STOPPED", shown.stdout)
        self.set_clock("2026-07-10T04:00:00+09:00")
        evidence.List(telework.EvidenceServiceListRequest())
        uptime = self.stub(status_grpc.StatusServiceStub).GetUptime(
            status.GetUptimeRequest(component=EVIDENCE, year=2026, month=7))
        self.assertEqual((uptime.parts_per_million, uptime.planned.seconds), (1000000, 7200))

    def test_a_restart_does_not_go_back(self):
        self.set_clock("2026-08-01T00:00:00+09:00")
        self.server.kill()
        refused = subprocess.run(
            self.server.command("--clock", "2026-07-31T23:59:59+09:00", "--listen", "127.0.0.1:0"), capture_output=True,
            text=True, timeout=60, check=False)
        self.assertEqual(refused.returncode, 2)
        self.assertIn("a clock never goes back; give that instant or a later one", refused.stderr)
        self.start("2026-08-01T00:00:00+09:00")

    def test_a_clock_goes_as_fast_as_is_said(self):
        self.server.kill()
        self.start("2026-09-18T16:30:00+09:00", speed=3600)
        clock = self.stub(scheduler_grpc.ClockServiceStub)
        first = clock.Now(scheduler.NowRequest())
        self.assertEqual((first.speed, first.test), (3600, True))
        self.assertGreaterEqual(first.time.seconds, instant("2026-09-18T16:30:00+09:00").seconds)
        while clock.Now(scheduler.NowRequest()).time.seconds < first.time.seconds + 600:
            pass
        with self.assertRaises(grpc.RpcError) as back:
            clock.SetTestClock(scheduler.SetTestClockRequest(time=first.time))
        self.assertEqual(details(back.exception)["ErrorInfo"].reason, "CLOCK_BACKWARD")


class OrdinaryFolder(unittest.TestCase):
    def test_it_takes_no_other_clock_and_never_becomes_one_for_tests(self):
        server = stock.Server().start()
        self.addCleanup(server.kill)
        server.stop()
        refused = subprocess.run(
            server.command("--clock", "2026-07-01T09:00:00+09:00", "--listen", "127.0.0.1:0"), capture_output=True,
            text=True, timeout=60, check=False)
        self.assertEqual(refused.returncode, 2)
        self.assertIn("is no folder for tests: make one by madod test-folder", refused.stderr)
        refused = subprocess.run(server.command("test-folder"), capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(refused.returncode, 1)
        self.assertIn("already; choose an empty or a new one", refused.stderr)
        server.start()
        clock = scheduler_grpc.ClockServiceStub(server.channel(server.token("demo-worker")))
        self.assertFalse(clock.Now(scheduler.NowRequest()).test)


if __name__ == "__main__":
    unittest.main()
