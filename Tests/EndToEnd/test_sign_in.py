"""Signing in from outside with a stock client: a second factor, tries that outlast a kill, a tenant's first day,
devices by code and by certificate."""

import base64
import hashlib
import hmac
import pathlib
import shutil
import subprocess
import tempfile
import time
import unittest
import uuid

import grpc
import stock
from mado.calendar.v1 import calendar_pb2 as calendar
from mado.calendar.v1 import calendar_pb2_grpc as calendar_grpc
from mado.identity.v1 import device_pb2 as device
from mado.identity.v1 import device_pb2_grpc as device_grpc
from mado.identity.v1 import identity_pb2 as identity
from mado.identity.v1 import identity_pb2_grpc as identity_grpc
from mado.identity.v1 import policy_pb2 as policy
from mado.identity.v1 import policy_pb2_grpc as policy_grpc
from mado.identity.v1 import two_factor_pb2 as two_factor
from mado.identity.v1 import two_factor_pb2_grpc as two_factor_grpc
from mado.tenant.v1 import tenant_pb2 as tenant
from mado.tenant.v1 import tenant_pb2_grpc as tenant_grpc
from test_identity import details
from test_tls import openssl

PASSWORD = "correct horse battery"


def code_of(secret, step):
    """What an authenticator shows in a step (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    mac = hmac.new(key, step.to_bytes(8, "big"), hashlib.sha1).digest()
    offset = mac[19] & 15
    return f"{(int.from_bytes(mac[offset:offset + 4], 'big') & 0x7fffffff) % 1_000_000:06}"


def request_id():
    return str(uuid.uuid4())


class AgainstAServer(unittest.TestCase):
    options = ()

    def setUp(self):
        self.server = stock.Server(options=self.options).start()
        self.addCleanup(lambda: self.server.stop())

    def stub(self, service, token=None):
        channel = self.server.channel(token)
        self.addCleanup(channel.close)
        return service(channel)

    def refusal(self, call, *arguments):
        with self.assertRaises(grpc.RpcError) as raised:
            call(*arguments)
        return raised.exception.code(), details(raised.exception)["ErrorInfo"].reason

    def auth(self, token=None):
        return self.stub(identity_grpc.AuthServiceStub, token)

    def set_password(self, user, tenant_id="demo", administrator="demo-administrator"):
        issued = self.stub(identity_grpc.UserServiceStub, self.server.token(administrator)).IssueCode(
            identity.IssueCodeRequest(request_id=request_id(), user_id=user))
        self.auth().SetPassword(identity.SetPasswordRequest(
            tenant_id=tenant_id, login=user, code=issued.code, password=PASSWORD))

    def login(self, login="demo-worker", password=PASSWORD, tenant_id="demo"):
        return self.auth().Login(identity.LoginRequest(tenant_id=tenant_id, login=login, password=password))

    def check_day(self, token=None, channel=None):
        channel = channel or self.server.channel(token)
        with channel:
            request = calendar.CheckDayRequest(date={"year": 2026, "month": 5, "day": 7})
            return calendar_grpc.CalendarServiceStub(channel).CheckDay(request, timeout=30).business_day

    def restart(self):
        self.server.kill()
        self.server.start()


class SigningIn(AgainstAServer):
    def test_a_second_factor_is_asked_for_enrolled_and_shown(self):
        self.set_password("demo-worker")
        policies = self.stub(policy_grpc.PolicyServiceStub, self.server.token("demo-administrator"))
        now = policies.GetPolicy(policy.GetPolicyRequest()).policy
        now.require_mfa = True
        policies.UpdatePolicy(policy.UpdatePolicyRequest(
            request_id=request_id(), policy=now, update_mask={"paths": ["require_mfa"]}))
        session = self.login().session
        self.assertTrue(session.must_enrol)
        self.assertEqual(
            self.refusal(self.check_day, session.access_token), (grpc.StatusCode.PERMISSION_DENIED, "MFA_REQUIRED"))
        factors = self.stub(two_factor_grpc.TwoFactorServiceStub, session.access_token)
        begun = factors.BeginTotp(two_factor.BeginTotpRequest(request_id=request_id()))
        step = int(time.time()) // 30
        enrolment = code_of(begun.secret, step)
        recovery = factors.ConfirmTotp(
            two_factor.ConfirmTotpRequest(request_id=request_id(), code=enrolment)).recovery_codes
        self.assertTrue(self.check_day(session.access_token))

        challenge = self.login().mfa_challenge.token
        # The server is killed: what was spent stays spent, and the challenge is still there.
        self.restart()
        self.assertEqual(
            self.refusal(self.auth().VerifyTotp, identity.VerifyTotpRequest(challenge=challenge, code=enrolment)),
            (grpc.StatusCode.UNAUTHENTICATED, "CODE_USED"))
        signed_in = self.auth().VerifyTotp(identity.VerifyTotpRequest(
            challenge=challenge, code=code_of(begun.secret, step + 1))).session
        self.assertTrue(self.check_day(signed_in.access_token))
        answer = self.auth().UseRecoveryCode(identity.UseRecoveryCodeRequest(
            challenge=self.login().mfa_challenge.token, code=recovery[0]))
        self.assertEqual(answer.codes_left, 9)
        listed = self.auth(signed_in.access_token).ListSessions(identity.ListSessionsRequest()).sessions
        self.assertEqual([one.address for one in listed], ["127.0.0.1"] * 3)
        self.assertTrue(all(one.user_agent.startswith("grpc-python") for one in listed))

    def test_tries_outlast_a_kill(self):
        self.set_password("demo-worker")
        for _ in range(5):
            self.assertEqual(
                self.refusal(self.login, "demo-worker", "wrong"), (grpc.StatusCode.UNAUTHENTICATED, "SIGN_IN_REFUSED"))
        self.restart()
        self.assertEqual(self.refusal(self.login), (grpc.StatusCode.RESOURCE_EXHAUSTED, "LOCKED"))
        # The administrator lets him in again.
        self.set_password("demo-worker")
        self.assertTrue(self.check_day(self.login().session.access_token))

    def test_a_tenants_first_day(self):
        self.server.stop()
        made = subprocess.run(self.server.command("admin-token"), capture_output=True, text=True, timeout=60)
        self.assertEqual(made.returncode, 0, made.stderr)
        self.server.start()
        vendor = made.stdout.strip()
        entered = self.stub(tenant_grpc.TenantServiceStub, vendor).Create(tenant.TenantServiceCreateRequest(
            request_id=request_id(), tenant={"id": "C001234", "name": "山田商事", "locale": "ja"},
            administrator={"login": "yamada", "name": "山田", "locale": "ja"}))
        self.auth().SetPassword(identity.SetPasswordRequest(
            tenant_id="C001234", login="yamada", code=entered.code, password=PASSWORD))
        administrator = self.login("yamada", tenant_id="C001234").session.access_token
        worker = self.stub(identity_grpc.UserServiceStub, administrator).Create(identity.UserServiceCreateRequest(
            request_id=request_id(), user={"login": "suzuki", "name": "鈴木", "locale": "ja", "roles": [1]})).user
        code = self.stub(device_grpc.DeviceServiceStub, administrator).IssueCode(
            device.DeviceServiceIssueCodeRequest(request_id=request_id(), worker_id=worker.id)).code
        enrolled = self.stub(device_grpc.DeviceServiceStub).Enrol(device.EnrolRequest(code=code, name="PC-1"))
        self.assertEqual(enrolled.device.worker_id, worker.id)
        self.assertTrue(self.check_day(enrolled.secret))
        tokens = self.stub(identity_grpc.TokenServiceStub, administrator)
        for networks, refused in [(["192.0.2.0/24"], "TOKEN_ELSEWHERE"), (["192.0.2.0/24", "127.0.0.0/8"], None)]:
            secret = tokens.Create(identity.TokenServiceCreateRequest(
                request_id=request_id(), name="program", scopes=["calendar.read"], networks=networks)).secret
            if refused:
                self.assertEqual(self.refusal(self.check_day, secret), (grpc.StatusCode.UNAUTHENTICATED, refused))
            else:
                self.assertTrue(self.check_day(secret))
        self.stub(tenant_grpc.TenantServiceStub, vendor).Close(tenant.CloseRequest(
            request_id=request_id(), id="C001234", contract_end={"year": 2026, "month": 11, "day": 30}))
        for token in (administrator, enrolled.secret):
            self.assertEqual(self.refusal(self.check_day, token), (grpc.StatusCode.UNAUTHENTICATED, "TOKEN_UNKNOWN"))


class Certificates(AgainstAServer):
    """Clients that show a certificate of their own."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="mado-certificates-"))
        self.addCleanup(shutil.rmtree, self.folder)
        root = [str(self.folder / name) for name in ("root.pem", "root.key")]
        openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                "-keyout", root[1], "-out", root[0], "-subj", "/O=Mado/CN=root",
                "-addext", "keyUsage=critical,keyCertSign")
        self.root = root
        self.options = ("--client-certificates", "optional", "--client-ca-file", root[0])
        super().setUp()

    def certificate(self, name):
        paths = [str(self.folder / f"{name}.{kind}") for kind in ("csr", "key", "pem")]
        openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", paths[1],
                "-out", paths[0], "-subj", f"/O=Mado/CN={name}")
        openssl("x509", "-req", "-in", paths[0], "-CA", self.root[0], "-CAkey", self.root[1], "-CAcreateserial",
                "-days", "2", "-out", paths[2])
        return pathlib.Path(paths[1]).read_bytes(), pathlib.Path(paths[2]).read_bytes()

    def channel(self, certificate, token=None):
        credentials = grpc.ssl_channel_credentials(self.server.certificate(), *certificate)
        if token:
            credentials = grpc.composite_channel_credentials(credentials, grpc.access_token_call_credentials(token))
        return grpc.secure_channel(f"localhost:{self.server.port}", credentials)

    def test_a_device_is_known_by_its_certificate(self):
        administrator = self.server.token("demo-administrator")
        issue = self.stub(device_grpc.DeviceServiceStub, administrator).IssueCode
        code = issue(device.DeviceServiceIssueCodeRequest(request_id=request_id(), worker_id="demo-worker")).code
        own, other = self.certificate("device-7"), self.certificate("device-8")
        with self.channel(own) as channel:
            enrolled = device_grpc.DeviceServiceStub(channel).Enrol(
                device.EnrolRequest(code=code, name="PC-7", by_certificate=True))
        self.assertEqual(enrolled.secret, "")
        self.assertTrue(self.check_day(channel=self.channel(own)))
        # Renewed, it is the same; another's is not, and without one there is nobody.
        self.assertTrue(self.check_day(channel=self.channel(self.certificate("device-7"))))
        unknown = (grpc.StatusCode.UNAUTHENTICATED, "TOKEN_UNKNOWN")
        self.assertEqual(self.refusal(self.check_day, None, self.channel(other)), unknown)
        self.assertEqual(self.refusal(self.check_day), (grpc.StatusCode.UNAUTHENTICATED, "TOKEN_MISSING"))
        self.stub(device_grpc.DeviceServiceStub, administrator).Revoke(
            device.DeviceServiceRevokeRequest(request_id=request_id(), id=enrolled.device.id))
        self.assertEqual(self.refusal(self.check_day, None, self.channel(own)), unknown)

    def test_a_program_is_known_by_its_certificate_as_its_owner_within_its_scopes(self):
        own = self.certificate("program")
        with self.channel(own, self.server.token("demo-manager")) as channel:
            made = identity_grpc.TokenServiceStub(channel).Create(identity.TokenServiceCreateRequest(
                request_id=request_id(), name="program", scopes=["calendar.read"], by_certificate=True))
            self.assertTrue(made.token.by_certificate and not made.secret)
        self.assertTrue(self.check_day(channel=self.channel(own)))
        with self.channel(own) as channel:
            code, reason = self.refusal(
                identity_grpc.UserServiceStub(channel).Get, identity.UserServiceGetRequest(id="demo-manager"))
        self.assertEqual((code, reason), (grpc.StatusCode.PERMISSION_DENIED, "SCOPE_MISSING"))


if __name__ == "__main__":
    unittest.main()
