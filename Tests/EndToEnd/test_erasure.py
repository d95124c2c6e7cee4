"""A tenant's end from outside: erased a month after its contract, killed again and again meanwhile, and proved."""

import pathlib
import random
import re
import subprocess
import time
import unittest
import uuid

import grpc
import stock
from google.type import date_pb2 as dates
from mado.audit.v1 import audit_pb2 as audit
from mado.audit.v1 import audit_pb2_grpc as audit_grpc
from mado.identity.v1 import device_pb2 as device
from mado.identity.v1 import device_pb2_grpc as device_grpc
from mado.identity.v1 import identity_pb2 as identity
from mado.identity.v1 import identity_pb2_grpc as identity_grpc
from mado.status.v1 import scheduler_pb2 as scheduler
from mado.status.v1 import scheduler_pb2_grpc as scheduler_grpc
from mado.tenant.v1 import erasure_pb2 as erasure
from mado.tenant.v1 import erasure_pb2_grpc as erasure_grpc
from mado.tenant.v1 import tenant_pb2 as tenant
from mado.tenant.v1 import tenant_pb2_grpc as tenant_grpc
from pictures import picture
from stock import telework, telework_grpc
from test_bad_input import details, image

TENANT = "C000007"
PASSWORD = "correct horse battery"
PICTURES = 600


def fresh():
    return str(uuid.uuid4())


class Erasure(unittest.TestCase):
    def setUp(self):
        self.server = stock.Server().start()
        self.server.stop()
        made = subprocess.run(self.server.command("admin-token"), capture_output=True, text=True, timeout=60, check=True)
        self.vendor = made.stdout.split()[-1]
        self.server.start()
        self.addCleanup(lambda: self.server.kill())

    def stub(self, service, token=None):
        channel = self.server.channel(token)
        self.addCleanup(channel.close)
        return service(channel)

    def fill(self):
        """A tenant with a worker whose machine has sent pictures; returns what must not be found afterwards."""
        made = self.stub(tenant_grpc.TenantServiceStub, self.vendor).Create(tenant.TenantServiceCreateRequest(
            request_id=fresh(), tenant=tenant.Tenant(id=TENANT, name="山田商事", locale="ja"),
            administrator=identity.User(login="yamada", name="山田", locale="ja")))
        signing = self.stub(identity_grpc.AuthServiceStub)
        signing.SetPassword(identity.SetPasswordRequest(
            tenant_id=TENANT, login="yamada", code=made.code, password=PASSWORD))
        session = signing.Login(identity.LoginRequest(tenant_id=TENANT, login="yamada", password=PASSWORD)).session
        worker = self.stub(identity_grpc.UserServiceStub, session.access_token).Create(
            identity.UserServiceCreateRequest(request_id=fresh(), user=identity.User(
                login="sato", name="佐藤", locale="ja", roles=["TENANT_ROLE_WORKER"]))).user
        code = self.stub(device_grpc.DeviceServiceStub, session.access_token).IssueCode(
            device.DeviceServiceIssueCodeRequest(request_id=fresh(), worker_id=worker.id)).code
        desk = self.stub(device_grpc.DeviceServiceStub).Enrol(device.EnrolRequest(code=code, name="PC"))
        answers = self.stub(telework_grpc.EvidenceServiceStub, desk.secret).Upload(
            image(number, picture(64, 48, seed=number)) for number in range(1, PICTURES + 1))
        self.assertEqual({answer.image.verdict for answer in answers}, {telework.VERDICT_STORED})
        return [worker.id, desk.device.id, "山田", "佐藤"]

    def shown(self):
        return self.stub(erasure_grpc.ErasureServiceStub, self.vendor).Get(
            erasure.ErasureServiceGetRequest(tenant_id=TENANT), wait_for_ready=True).erasure

    def test_whoever_is_killed_in_between_goes_on_where_he_was(self):
        words = self.fill()
        holds = self.stub(erasure_grpc.ErasureServiceStub, self.vendor)
        hold = holds.PlaceHold(
            erasure.PlaceHoldRequest(request_id=fresh(), tenant_id=TENANT, reason="令和8年(ワ)第1号")).hold
        tenants = self.stub(tenant_grpc.TenantServiceStub, self.vendor)
        close = tenant.CloseRequest(
            request_id=fresh(), id=TENANT, contract_end=dates.Date(year=2026, month=1, day=31))
        with self.assertRaises(grpc.RpcError) as refused:
            tenants.Close(close)
        self.assertEqual(details(refused.exception)["ErrorInfo"].reason, "ERASURE_AT_ONCE")
        close.erase_at_once = True
        closed = tenants.Close(close).tenant
        self.assertEqual(closed.erase_from, dates.Date(year=2026, month=3, day=1))
        self.assertEqual(self.shown().state, erasure.ERASURE_STATE_HELD)
        holds.ReleaseHold(erasure.ReleaseHoldRequest(request_id=fresh(), id=hold.id))
        kills, lottery = 0, random.Random(7)
        while True:
            # Not waited for anything: that the moment is another each time is what is wanted.
            time.sleep(lottery.uniform(0, 0.02))
            self.server.kill()
            kills += 1
            self.server.start()
            if kills < 8:
                continue
            found = self.shown()
            if found.state == erasure.ERASURE_STATE_DONE:
                break
            self.assertLess(kills, 200)
        runs = self.stub(scheduler_grpc.SchedulerServiceStub, self.vendor).ListRuns(
            scheduler.ListRunsRequest(job="tenant.erasure")).runs
        # Its day was on the scheduler's list, and came once.
        self.assertEqual([(run.subject, run.due_time.ToJsonString(), run.late) for run in runs],
                         [(TENANT, "2026-02-28T15:00:00Z", True)])
        self.proves(found.certificate)
        self.server.stop()
        verified = subprocess.run(self.server.command("verify"), capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(verified.returncode, 0, verified.stdout + verified.stderr)
        with open(f"{self.server.data}/mado.db", "rb") as file:
            database = file.read()
        for word in words:
            self.assertNotIn(word.encode(), database)
        self.server.start()

    def proves(self, certificate):
        """That everything was counted once, and by whom it is signed."""
        folder = pathlib.Path(stock.scratch_folder())
        (folder / "statement").write_text(certificate.statement)
        (folder / "signature").write_bytes(certificate.signature)
        # What stands before a key of Ed25519 in DER (RFC 8410).
        (folder / "key").write_bytes(bytes.fromhex("302a300506032b6570032100") + certificate.public_key)
        subprocess.run(["openssl", "pkeyutl", "-verify", "-rawin", "-in", "statement", "-sigfile", "signature",
                        "-pubin", "-keyform", "DER", "-inkey", "key"], cwd=folder, check=True, stdout=subprocess.PIPE)
        lines = certificate.statement.splitlines()
        self.assertIn(f"deleted evidence {PICTURES}", lines)
        self.assertIn("deleted tenant_user 2", lines)
        self.assertTrue(any(re.fullmatch(rf"log-removed \d{{4}}-\d\d {PICTURES}", line) for line in lines), lines)
        log = self.stub(audit_grpc.AuditServiceStub, self.vendor)
        acts = log.List(audit.ListRequest(filter=f'target = "tenant/{TENANT}"')).records
        self.assertEqual([(act.action, act.refusal) for act in acts],
                         [("madod erase", "LEGAL_HOLD"), ("madod erase", ""), ("madod erase", "")])
        self.assertEqual(log.Verify(audit.VerifyRequest()).state, audit.VerifyResponse.STATE_OK)


if __name__ == "__main__":
    unittest.main()
