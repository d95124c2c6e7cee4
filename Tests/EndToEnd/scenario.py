#!/usr/bin/env python3
"""Plays a scenario: years of a company's life against a server whose clock stands still until it is set.

    scenario.py FILE          plays it and prints what came of it
    scenario.py FILE --check  compares that with FILE's golden file, beside it; MADO_UPDATE_GOLDEN=1 writes it

A line of a scenario is one of

    clock INSTANT                   where the server's clock stands when it is started first
    to INSTANT                      time goes on: from one due instant to the next, as it would
    kill                            kill -9, and a start at the same instant
    outage INSTANT                  kill -9, and a start at that instant only
    [NAME =] WHO METHOD JSON        a call as `vendor`, as `billing`, as `customer`, who is the administrator yamada
                                    of C000001, or as `anybody`; NAME keeps the answer, of which $NAME.field.field stands
                                    for a part in later lines. $PASSWORD is everybody's
    [NAME =] WHO METHOD JSON ! REASON   the same, to be refused so

A method is AREA.Service/Method. A line that begins with a blank goes on with the line before; # begins a comment.
"""

import argparse
import difflib
import importlib
import json
import os
import pathlib
import re
import subprocess
import sys
import uuid

import grpc
import stock
from google.protobuf import descriptor_pool, json_format, message_factory, timestamp_pb2

PASSWORD = "correct horse battery"
# Who signs in, and as whom: tenant and login.
SIGNED_IN = {"billing": ("vendor", "billing"), "customer": ("C000001", "yamada")}
# A UUID for each request, the same in every run.
REQUESTS = uuid.UUID("6f6f2f2e-3d0f-4f5b-9f51-2c4f1a1c0001")
# What freshID makes: its kind and 24 digits.
IDS = re.compile(r"\b([a-z]+(?:-[a-z]+)*)-[0-9a-f]{24}\b")


def load_schema():
    for file in sorted((stock.SCHEMA / "mado").rglob("*.proto")):
        importlib.import_module(".".join(file.relative_to(stock.SCHEMA).with_suffix("").parts) + "_pb2")


def lines(text):
    """The lines of a scenario with their numbers, those that go on joined."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if line[0] == " ":
            found[-1] = (found[-1][0], f"{found[-1][1]} {line.strip()}")
        else:
            found.append((number, line))
    return found


class Refused(Exception):
    pass


class Player:
    def __init__(self):
        load_schema()
        self.server, self.now, self.vendor, self.sessions = stock.Server(), None, None, {}
        self.answers, self.count, self.channel, self.runs = {}, 0, None, []

    # The server

    def run_madod(self, *words):
        return subprocess.run(self.server.command(*words), capture_output=True, text=True, timeout=60, check=True).stdout

    def start(self, instant):
        self.now = instant
        self.server.options = ["--clock", f"{instant},speed=0"]
        self.server.start_without_demo()
        if self.channel:
            self.channel.close()
        self.channel = self.server.channel()

    def begin(self, instant):
        self.run_madod("test-folder")
        self.vendor = self.run_madod("admin-token").split()[-1]
        self.start(instant)
        user = self.call("vendor", "identity.UserService/Create", {
            "user": {"login": "billing", "name": "請求", "locale": "ja", "vendorRoles": ["VENDOR_ROLE_SUPER_BILLING"]}})
        code = self.call("vendor", "identity.UserService/IssueCode", {"userId": user["user"]["id"]})["code"]
        self.call(None, "identity.AuthService/SetPassword", {
            "tenantId": "vendor", "login": "billing", "code": code, "password": PASSWORD})

    def set_clock(self, instant):
        self.call("vendor", "status.ClockService/SetTestClock", {"time": instant})
        self.now = instant

    def go_on(self, instant):
        """From one due instant to the next, as time goes."""
        while True:
            jobs = self.call("vendor", "status.SchedulerService/ListJobs", {})["jobs"]
            times = [nanoseconds(job["nextTime"]) for job in jobs if "nextTime" in job]
            due = min((time for time in times if time > nanoseconds(self.now)), default=None)
            if due is None or due > nanoseconds(instant):
                self.set_clock(instant)
                return self.take_runs()
            self.set_clock(text(due))

    def take_runs(self):
        """What was done since the last time: the server forgets it after 400 days."""
        last, found = int(self.runs[-1]["position"]) if self.runs else 0, []
        while True:
            answer = self.call("vendor", "status.SchedulerService/ListRuns", {
                "pageSize": 500, "pageToken": answer["nextPageToken"] if found else ""})
            page = [run for run in answer.get("runs", []) if int(run["position"]) > last]
            found += page
            if len(page) < 500 or not answer.get("nextPageToken"):
                self.runs += reversed(found)
                return

    # Calls

    def call(self, who, path, content):
        service, name = path.split("/")
        area, service = service.split(".")
        method = descriptor_pool.Default().FindServiceByName(f"mado.{area}.v1.{service}").methods_by_name[name]
        request = message_factory.GetMessageClass(method.input_type)()
        json_format.ParseDict(content, request)
        if "request_id" in method.input_type.fields_by_name:
            self.count += 1
            request.request_id = str(uuid.uuid5(REQUESTS, str(self.count)))
        stub = self.channel.unary_unary(
            f"/{method.containing_service.full_name}/{name}", request_serializer=lambda message: message.SerializeToString(),
            response_deserializer=message_factory.GetMessageClass(method.output_type).FromString)
        for attempt in range(2):
            try:
                answer = stub(request, timeout=60, metadata=self.authorization(who), wait_for_ready=True)
                return json_format.MessageToDict(answer)
            except grpc.RpcError as error:
                # Sessions end with time.
                if error.code() != grpc.StatusCode.UNAUTHENTICATED or who not in SIGNED_IN or attempt:
                    raise
                del self.sessions[who]

    def authorization(self, who):
        if who in (None, "anybody"):
            return ()
        if who in SIGNED_IN and who not in self.sessions:
            tenant, login = SIGNED_IN[who]
            answer = self.call(None, "identity.AuthService/Login", {
                "tenantId": tenant, "login": login, "password": PASSWORD})
            self.sessions[who] = answer["session"]["accessToken"]
        return (("authorization", f"Bearer {self.vendor if who == 'vendor' else self.sessions[who]}"),)

    def pages(self, who, path, content, field):
        found, token = [], ""
        while True:
            answer = self.call(who, path, {**content, "pageSize": 500, "pageToken": token})
            found += answer.get(field, [])
            token = answer.get("nextPageToken", "")
            if not token:
                return found

    def said(self, who, path, content, reason):
        try:
            answer = self.call(who, path, content)
        except grpc.RpcError as error:
            from test_bad_input import details

            told = details(error).get("ErrorInfo")
            if reason and told is not None and told.reason == reason:
                return {}
            raise Refused(f"{error.code().name} {told.reason if told else ''}: {error.details()}") from error
        if reason:
            raise Refused(f"is not refused as {reason}: {answer}")
        return answer

    # The scenario

    def play(self, scenario):
        for number, line in lines(scenario):
            try:
                self.step(line)
            except (Refused, KeyError, ValueError, grpc.RpcError) as error:
                raise SystemExit(f"line {number}: {line}\n  at {self.now}: {error}") from error
        return self

    def step(self, line):
        word, _, rest = line.partition(" ")
        if word == "clock":
            self.begin(rest)
        elif word == "to":
            self.go_on(rest)
        elif word in ("kill", "outage"):
            self.server.kill()
            self.start(rest or self.now)
            # What is overdue is done by the time the clock has been set to where it stands.
            self.set_clock(self.now)
            self.take_runs()
        else:
            name, who, path, content, reason = re.fullmatch(
                r"(?:(\w+) = )?(\w+) (\S+) (\{.*\})(?: ! (\w+))?", line).groups()
            answer = self.said(who, path, json.loads(self.filled(content)), reason)
            if name:
                self.answers[name] = answer

    def filled(self, content):
        def part(found):
            value = self.answers[found.group(1)]
            for key in found.group(2).split(".")[1:]:
                value = value[int(key)] if key.isdigit() else value[key]
            return value

        return re.sub(r"\$(\w+)((?:\.\w+)+)", part, content.replace("$PASSWORD", PASSWORD))

    def end(self):
        if self.server.process:
            self.server.kill()

    # What came of it

    def report(self):
        """Runs, and of each tenant contracts and notices, with the names of ids in their order."""
        out, names, counts = [], {}, {}

        def named(found):
            if found.group(0) not in names:
                kind = found.group(1)
                counts[kind] = counts.get(kind, 0) + 1
                names[found.group(0)] = f"{kind}-{counts[kind]}"
            return names[found.group(0)]

        def say(text):
            out.append(IDS.sub(named, text).rstrip())

        say("# Runs: when it was due, the job, of whom and what, how late, what came of it")
        for run in self.runs:
            if run["job"].startswith("telework."):
                continue  # Every month's, of customers of whose work nothing is recorded.
            late = f" late {hours(run['dueTime'], run['runTime'])}" if run.get("late") else ""
            say(f"{local(run['dueTime'])} {run['job']} {run['tenantId']} {run['subject']}{late}: {run.get('note', '')}")
        for tenant in self.pages("vendor", "tenant.TenantService/List", {}, "tenants"):
            self.report_tenant(tenant["id"], say)
        return "\n".join(out) + "\n"

    def report_tenant(self, tenant, say):
        of = {"tenantId": tenant}
        contracts = sorted(self.pages("vendor", "contract.ContractService/List", of, "contracts"), key=lambda c: c["id"])
        say(f"\n# Contracts of {tenant}")
        for contract in contracts:
            days = " ".join(f"{key}={date(contract[key])}" for key in sorted(contract) if key.endswith("Date"))
            say(f"{contract['id']} {contract['order']['product']} {contract['state']} "
                f"licences={contract['order'].get('licences', 0)} term={contract.get('termNumber', 0)} {days}")
        say(f"\n# Invoices of {tenant}: number, month, of what, what it comes to, what is still to be paid")
        for invoice in reversed(self.pages("billing", "billing.InvoiceService/List", of, "invoices")):
            say(f"{invoice['number']} {invoice['month']} {invoice['contractId']} {invoice['totals'].get('totalYen', 0)}"
                f" {invoice.get('outstandingYen', 0)} {invoice['state']} due={date(invoice['due'])}")
        for contract in contracts:
            self.report_ledger(tenant, contract, say)
        say(f"\n# Cases of {tenant}: when they came, what became of them, when they were accepted and how")
        cases = self.pages("vendor", "support.CaseService/List", {"filter": f'tenant_id = "{tenant}"'}, "cases")
        for case in reversed(cases):
            say(f"{local(case['openTime'])} {case['id']} {case['title']} {case['state']}"
                f" {local(case['acceptTime']) if 'acceptTime' in case else ''} {case.get('acceptance', '')}")
        say(f"\n# Notices to {tenant}, the first first")
        for notice in reversed(self.pages("vendor", "notice.NoticeService/List", of, "notices")):
            say(f"{local(notice['createTime'])} {notice['means']} {notice['subject']}")

    def report_ledger(self, tenant, contract, say):
        """The units of a contract's incidents, if it has any."""
        entries = self.pages("billing", "billing.LedgerService/ListEntries", {
            "tenantId": tenant, "contractId": contract["id"], "item": "incidents"}, "entries")
        if entries:
            say(f"\n# Incidents of {contract['id']}: entry, units, what is left, for what")
        for entry in reversed(entries):
            say(f"{local(entry['time'])} {entry['position']} {entry['kind']} {entry['units']} {entry.get('balance', 0)}"
                f" {entry.get('reference', '')}")


def nanoseconds(instant):
    """Since 1970, to the last one: what is over is so a nanosecond after its end."""
    stamp = timestamp_pb2.Timestamp()
    stamp.FromJsonString(instant)
    return stamp.ToNanoseconds()


def text(moment):
    stamp = timestamp_pb2.Timestamp()
    stamp.FromNanoseconds(moment)
    return stamp.ToJsonString()


def local(instant):
    """In Japan, to the second."""
    stamp = timestamp_pb2.Timestamp(seconds=nanoseconds(instant) // 10**9 + 32_400)
    return stamp.ToJsonString().rstrip("Z").replace("T", " ")


def hours(due, run):
    days, rest = divmod((nanoseconds(run) - nanoseconds(due)) // 10**9, 86_400)
    return f"{days}d{rest // 3600:02}h{rest % 3600 // 60:02}m"


def date(day):
    return f"{day['year']}-{day['month']:02}-{day['day']:02}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=pathlib.Path)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    print(check(options.file) if options.check else play(options.file), end="")


def play(file):
    player = Player()
    try:
        return player.play(file.read_text()).report()
    finally:
        player.end()


def check(file):
    """What differs from the golden file; nothing when it is the same."""
    golden, found = file.with_suffix(".golden"), play(file)
    if os.environ.get("MADO_UPDATE_GOLDEN") == "1":
        golden.write_text(found)
    return "".join(difflib.unified_diff(
        golden.read_text().splitlines(keepends=True), found.splitlines(keepends=True), str(golden), "played"))


if __name__ == "__main__":
    sys.exit(main())
