#!/usr/bin/env python3
"""A month of a company, played by the load tester against a server whose clock is fast, and what is kept of it.

The load tester writes down what it sent. The manager's report is held against that, as this script sums it up
itself; so are the agents' chains and gaps. Then the clock is set on: an instant before the month is purged all is
there, and after it exactly what an open incident holds (TEL-40).

    month.py [--workers 200] [--days 20] [--images 150] [--image-bytes 4000] [--speed 3000]
"""

import argparse
import collections
import concurrent.futures
import datetime
import json
import os
import subprocess
import sys
import time
import uuid

import grpc

import stock
from google.protobuf import timestamp_pb2
from google.type import date_pb2
from mado.status.v1 import scheduler_pb2 as status, scheduler_pb2_grpc as status_grpc
from mado.telework.v1 import incident_pb2 as incident, incident_pb2_grpc as incident_grpc
from mado.telework.v1 import punch_pb2 as punch
from mado.telework.v1 import report_pb2 as report, report_pb2_grpc as report_grpc
from mado.telework.v1 import retention_pb2 as retention, retention_pb2_grpc as retention_grpc
from stock import telework

JAPAN = datetime.timezone(datetime.timedelta(hours=9))
FIRST, LAST = datetime.date(2026, 6, 1), datetime.date(2026, 6, 30)
# A sighting holds until the next one, and so long at most (Sources/Rules/Telework/Presence.swift).
SILENCE = 300


def instant(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def day_of(moment):
    return moment.astimezone(JAPAN).date()


class Sent:
    """What the load tester sent, summed up by worker and day without any of the server's code."""

    def __init__(self, path):
        self.events = collections.defaultdict(list)
        self.images, self.detected = collections.Counter(), []
        self.image_count = self.record_count = 0
        self.acts = collections.defaultdict(list)
        with open(path) as file:
            for line in file:
                row = json.loads(line)
                if "reviewed" in row:
                    self.acts[row["reviewed"]].append(row["act"])
                    continue
                worker, moment = row["agent"].replace("device", "worker"), instant(row["time"])
                if "images" in row:
                    self.images[worker] += row["images"]
                    self.image_count += row["images"]
                    continue
                self.record_count += 1
                self.events[worker, day_of(moment)].append((moment, row))

    def day(self, worker, day):
        """The report's figures: seconds of work, by task, by presence; incidents."""
        figures = {"work": 0, "tasks": collections.Counter(), "present": 0, "away": 0, "absent": 0, "incidents": 0}
        started, task, seen = None, None, []
        for moment, row in self.events[worker, day]:
            act = row.get("punch")
            if act == "PUNCH_ACT_START_WORK":
                started = moment
            elif act == "PUNCH_ACT_START_TASK":
                task = (row["task"], moment)
            elif act in ("PUNCH_ACT_END_TASK", "PUNCH_ACT_END_WORK"):
                if task:
                    figures["tasks"][task[0]] += int((moment - task[1]).total_seconds())
                    task = None
                if act == "PUNCH_ACT_END_WORK":
                    figures["work"] += int((moment - started).total_seconds())
            elif "sighting" in row:
                state = row["sighting"].removeprefix("PRESENCE_STATE_").lower()
                seen.append((moment, "away" if state == "present" and row["confidence"] < 500 else state))
            elif "incident" in row:
                figures["incidents"] += 1
        for place, (moment, state) in enumerate(seen):
            until = seen[place + 1][0] if place + 1 < len(seen) else moment + datetime.timedelta(seconds=SILENCE)
            figures[state] += min(SILENCE, int((until - moment).total_seconds()))
        return figures


class Company:
    def __init__(self, options):
        self.options = options
        self.server = stock.Server(demo_devices=options.workers)
        subprocess.run(self.server.command("test-folder"), check=True, capture_output=True)
        subprocess.run(self.server.command("admin-token"), check=True, capture_output=True)
        # The day before: a clock so fast has come far when all agents are there.
        self.start(f"{FIRST - datetime.timedelta(days=1)}T00:00:00+09:00,speed={options.speed}")
        self.workers = ["demo-worker"] + [f"demo-worker-{n}" for n in range(2, options.workers + 1)]

    def start(self, clock):
        self.server.options = ["--clock", clock]
        self.server.start()
        self.manager = self.server.channel(self.server.token("demo-manager"))
        self.vendor = self.server.channel(self.server.token("administrator"))

    def restart(self, clock):
        self.server.stop()
        self.start(clock)

    def play(self):
        """The month; returns what was sent and what the load tester says of it."""
        path = os.path.join(self.server.folder, "sent")
        options = self.options
        done = subprocess.run(
            [stock.binary("loadtest"), "month", "--context-folder", self.server.contexts, "--server",
             f"https://localhost:{self.server.port}", "--workers", str(options.workers),
             "--from", str(FIRST), "--days", str(options.days), "--images", str(options.images), "--image-bytes",
             str(options.image_bytes), "--sent", path, "--report", "json", "--report", "text=/dev/stderr"],
            stdout=subprocess.PIPE, text=True, check=False)
        played = json.loads(done.stdout.strip().splitlines()[-1])
        assert done.returncode == 0 and not played["errors"], played
        return Sent(path), played

    # The report

    def check_report(self, sent, states):
        """Holds every worker's every day against what was sent; returns how many rows that were."""
        stub = report_grpc.ReportServiceStub(self.manager)
        query = report.ReportQuery(
            period=punch.WORK_PERIOD_DAY, from_date=date_pb2.Date(year=2026, month=6, day=1),
            through_date=date_pb2.Date(year=2026, month=6, day=30))
        rows, token = {}, ""
        while True:
            page = stub.Aggregate(report.AggregateRequest(query=query, page_token=token))
            for row in page.rows:
                day = datetime.date(row.from_date.year, row.from_date.month, row.from_date.day)
                assert (row.id, day) not in rows, f"{row.id} has {day} twice"
                rows[row.id, day] = row
            token = page.next_page_token
            if not token:
                break
        days = [FIRST + datetime.timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
        for worker in self.workers:
            for day in days:
                row, wanted = rows[worker, day], sent.day(worker, day)
                found = {
                    "work": row.work_seconds, "tasks": collections.Counter(row.task_seconds), "present": row.present_seconds,
                    "away": row.away_seconds, "absent": row.absent_seconds,
                    "incidents": row.open_incidents + row.confirmed_incidents + row.dismissed_incidents}
                # The last sighting holds until the agent's stream ends, soon after it.
                assert 0 <= wanted.pop("absent") - found.pop("absent") <= SILENCE, (worker, day)
                assert found == wanted, f"{worker} on {day}: the report has {found}, sent were {wanted}"
                assert row.open_seconds == 0, row
        totals = [sum(getattr(row, name) for row in rows.values())
                  for name in ("open_incidents", "confirmed_incidents", "dismissed_incidents")]
        assert totals == [states[name] for name in ("open", "confirmed", "dismissed")], (totals, states)
        return len(self.workers) * len(days)

    def incidents(self):
        stub, token, found = incident_grpc.IncidentServiceStub(self.manager), "", []
        while True:
            page = stub.List(incident.IncidentServiceListRequest(page_size=500, page_token=token))
            found += page.incidents
            token = page.next_page_token
            if not token:
                return found

    def states(self):
        """Incidents by what was decided of them."""
        count = collections.Counter()
        for found in self.incidents():
            name = incident.IncidentState.Name(found.state).removeprefix("INCIDENT_STATE_").lower()
            count[name if name in ("confirmed", "dismissed") else "open"] += 1
        return count

    def check_reviews(self, sent):
        """Every review that was made stands, and no other."""
        ends = {"INCIDENT_ACT_CONFIRM": incident.INCIDENT_STATE_CONFIRMED,
                "INCIDENT_ACT_DISMISS": incident.INCIDENT_STATE_DISMISSED,
                "INCIDENT_ACT_REOPEN": incident.INCIDENT_STATE_UNDER_REVIEW}
        for found in self.incidents():
            acts = sent.acts.get(found.id)
            assert found.state == (ends[acts[-1]] if acts else incident.INCIDENT_STATE_DETECTED), (found, acts)
        return len(sent.acts)

    # Pictures

    def each_agent(self, check):
        stub = self.server.evidence("demo-manager")
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            return sum(pool.map(lambda worker: check(stub, worker, worker.replace("worker", "device")), self.workers))

    def check_pictures(self, sent):
        """No agent has a gap, and its chain has all of its pictures; returns how many those are."""
        def check(stub, worker, agent):
            gaps = stub.ListGaps(telework.ListGapsRequest(agent_id=agent))
            assert not gaps.gaps and gaps.highest_sequence == sent.images[worker], (agent, gaps)
            chain = stub.VerifyChain(telework.VerifyChainRequest(agent_id=agent))
            assert chain.state == telework.VerifyChainResponse.STATE_OK, chain
            assert chain.checked == chain.head_position == sent.images[worker], (agent, chain, sent.images[worker])
            return chain.checked
        return self.each_agent(check)

    def pictures(self, stub, worker):
        """The pictures of a worker that are listed: their capture times by sequence."""
        found, token = {}, ""
        while True:
            page = stub.List(telework.EvidenceServiceListRequest(page_size=500, page_token=token, worker_id=worker))
            for piece in page.evidence:
                found[piece.sequence] = piece
            token = page.next_page_token
            if not token:
                return found

    # Retention

    def set_clock(self, text):
        time = timestamp_pb2.Timestamp()
        time.FromDatetime(instant(text))
        stub = status_grpc.ClockServiceStub(self.vendor)
        stub.SetTestClock(status.SetTestClockRequest(time=time), timeout=600)

    def choose_policy(self):
        """Open incidents hold their pictures, and what days came to is kept for a year."""
        stub = retention_grpc.RetentionServiceStub(self.server.channel(self.server.token("demo-administrator")))
        policy = stub.GetPolicy(retention.RetentionServiceGetPolicyRequest()).policy
        policy.hold_open_incidents, policy.report_months = True, 12
        stub.PutPolicy(retention.PutPolicyRequest(request_id=str(uuid.uuid4()), policy=policy))

    def runs(self):
        stub = retention_grpc.RetentionServiceStub(self.manager)
        return stub.ListRuns(retention.ListRunsRequest()).runs

    def check_purge(self, sent):
        """An instant before its time everything is there, and then what open incidents hold; returns both counts.

        Held are the pictures of the agent from a minute before the incident until a minute after it.
        """
        stub = self.server.evidence("demo-manager")
        minute = datetime.timedelta(seconds=60)
        held = collections.defaultdict(list)
        opened = [found for found in self.incidents()
                  if found.state in (incident.INCIDENT_STATE_DETECTED, incident.INCIDENT_STATE_UNDER_REVIEW)]
        for found in opened:
            held[found.worker_id].append(found.detect_time.ToDatetime(datetime.timezone.utc))
        wanted = {}
        for worker in self.workers:
            before = self.pictures(stub, worker)
            assert len(before) == sent.images[worker], (worker, len(before))
            wanted[worker] = {
                sequence for sequence, piece in before.items()
                if any(-minute <= piece.captured_at.ToDatetime(datetime.timezone.utc) - moment < minute
                       for moment in held[worker])}
        assert sum(map(len, wanted.values())) >= len(opened)
        self.set_clock("2026-10-01T00:00:00+09:00")
        self.settle()
        kept = 0
        for worker in self.workers:
            after = self.pictures(stub, worker)
            assert set(after) == wanted[worker], (worker, sorted(set(after) ^ wanted[worker])[:5])
            for piece in after.values():
                content = b"".join(part.data for part in stub.Download(telework.DownloadRequest(id=piece.id)))
                assert len(content) == self.options.image_bytes, piece
            agent = worker.replace("worker", "device")
            chain = stub.VerifyChain(telework.VerifyChainRequest(agent_id=agent))
            assert chain.state == telework.VerifyChainResponse.STATE_OK, chain
            # Purged is not lost, and shows as what it is.
            gaps = stub.ListGaps(telework.ListGapsRequest(agent_id=agent, page_size=500)).gaps
            assert {gap.state for gap in gaps} == {telework.SequenceGap.STATE_PURGED}, gaps
            purged = sum(gap.to_sequence - gap.from_sequence + 1 for gap in gaps)
            assert purged == sent.images[worker] - len(after), (agent, purged)
            kept += len(after)
        left = {found.id for found in self.incidents()}
        assert left == {found.id for found in opened}, left ^ {found.id for found in opened}
        return sum(sent.images.values()) - kept, kept

    def settle(self):
        """Waits until the purge that has begun is done."""
        end = time.monotonic() + 600
        while time.monotonic() < end:
            runs = self.runs()
            if runs and all(run.state == retention.RETENTION_STATE_DONE for run in runs):
                return
            time.sleep(0.2)
        raise AssertionError(f"the purge is not done: {runs}")

    def log_bytes(self):
        folder = os.path.join(self.server.data, "evidence")
        return sum(os.path.getsize(os.path.join(at, name)) for at, _, names in os.walk(folder) for name in names)


def main(arguments=None, show=print):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, value in ("workers", 200), ("days", 20), ("images", 150), ("image-bytes", 4000), ("speed", 3000):
        parser.add_argument(f"--{name}", type=int, default=value)
    options = parser.parse_args(arguments)
    assert options.days <= 22, "June 2026 has 22 days without Saturdays and Sundays"
    company = Company(options)
    try:
        began = time.monotonic()
        sent, played = company.play()
        show(f"{sent.image_count} pictures and {sent.record_count} records of {options.workers} workers on {options.days} days: "
             f"taken in {time.monotonic() - began:.0f} s, durable after {played['response_ms']['p50']} ms (p50), "
             f"{played['response_ms']['p99']} ms (p99)")
        states = company.states()
        show(f"reviewed {company.check_reviews(sent)} incidents: {dict(states)}")
        show(f"the report's {company.check_report(sent, states)} rows are what was sent")
        show(f"{company.check_pictures(sent)} pictures in their chains, no gap; logs of {company.log_bytes() / 1e6:.1f} MB")
        company.choose_policy()
        # A clock that stands still until it is set.
        company.restart("2026-09-30T23:59:59+09:00,speed=0")
        purged, kept = company.check_purge(sent)
        company.check_report(sent, states)
        show(f"purged {purged} pictures, held {kept}; logs of {company.log_bytes() / 1e6:.1f} MB; the report is what it was")
    finally:
        company.server.stop()
    return sent


if __name__ == "__main__":
    sys.exit(main() is None)
