"""Users from outside: entered by mado, signed in by a stock client, locked out, and back after a restart."""

import json
import subprocess
import unittest
import uuid

import grpc
import stock
from google.rpc import error_details_pb2, status_pb2
from mado.calendar.v1 import calendar_pb2 as calendar
from mado.calendar.v1 import calendar_pb2_grpc as calendar_grpc
from mado.identity.v1 import identity_pb2 as identity
from mado.identity.v1 import identity_pb2_grpc as identity_grpc

PASSWORD = "correct horse battery"


def details(error):
    """The details of an error by the names of their types."""
    for key, value in error.trailing_metadata():
        if key == "grpc-status-details-bin":
            found = {}
            for detail in status_pb2.Status.FromString(value).details:
                for kind in (error_details_pb2.ErrorInfo, error_details_pb2.RetryInfo,
                             error_details_pb2.LocalizedMessage):
                    message = kind()
                    if detail.Unpack(message):
                        found[kind.DESCRIPTOR.name] = message
            return found
    return {}


class Identity(unittest.TestCase):
    def setUp(self):
        self.server = stock.Server().start()
        self.addCleanup(lambda: self.server.stop())

    def stub(self, service, token=None):
        channel = self.server.channel(token)
        self.addCleanup(channel.close)
        return service(channel)

    def mado(self, *words):
        done = subprocess.run(
            [stock.binary("mado"), *words, "--output", "json", "--server", f"https://127.0.0.1:{self.server.port}",
             "--ca", f"{self.server.data}/tls/certificate.pem", "--token", self.server.token("demo-administrator")],
            capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def enter(self):
        """A user with a password, made as the operator makes one; returns his id."""
        made = self.mado(
            "identity", "user", "create", "--user.login", "yamada", "--user.name", "山田", "--user.locale", "ja",
            "--user.roles", "worker")
        user = made["user"]["id"]
        code = self.mado("identity", "user", "issue-code", "--user-id", user)["code"]
        self.stub(identity_grpc.AuthServiceStub).SetPassword(identity.SetPasswordRequest(
            tenant_id="demo", login="yamada", code=code, password=PASSWORD))
        return user

    def login(self, password=PASSWORD, login="yamada"):
        return self.stub(identity_grpc.AuthServiceStub).Login(
            identity.LoginRequest(tenant_id="demo", login=login, password=password)).session

    def check_day(self, token):
        request = calendar.CheckDayRequest(date={"year": 2026, "month": 5, "day": 7})
        return self.stub(calendar_grpc.CalendarServiceStub, token).CheckDay(request).business_day

    def test_a_user_is_entered_signs_in_and_comes_back_after_a_restart(self):
        user = self.enter()
        session = self.login()
        self.assertTrue(self.check_day(session.access_token))
        self.server.stop()
        self.server.start()
        self.assertTrue(self.check_day(session.access_token))
        again = self.stub(identity_grpc.AuthServiceStub).Refresh(
            identity.RefreshRequest(refresh_token=session.refresh_token)).session
        me = self.stub(identity_grpc.UserServiceStub, again.access_token).Get(
            identity.UserServiceGetRequest(id=user)).user
        self.assertEqual((me.login, me.name), ("yamada", "山田"))
        with self.assertRaises(grpc.RpcError) as raised:
            self.stub(identity_grpc.AuthServiceStub).Refresh(
                identity.RefreshRequest(refresh_token=session.refresh_token))
        self.assertEqual(details(raised.exception)["ErrorInfo"].reason, "TOKEN_REUSED")
        with self.assertRaises(grpc.RpcError) as raised:
            self.check_day(again.access_token)
        self.assertEqual(raised.exception.code(), grpc.StatusCode.UNAUTHENTICATED)

    def test_who_guesses_is_locked_out_and_told_how_long_in_his_language(self):
        self.enter()
        for _ in range(5):
            with self.assertRaises(grpc.RpcError) as raised:
                self.login("wrong password")
            self.assertEqual(raised.exception.code(), grpc.StatusCode.UNAUTHENTICATED)
        with self.assertRaises(grpc.RpcError) as raised:
            self.login()
        self.assertEqual(raised.exception.code(), grpc.StatusCode.RESOURCE_EXHAUSTED)
        found = details(raised.exception)
        self.assertEqual(found["ErrorInfo"].reason, "LOCKED")
        self.assertGreater(found["RetryInfo"].retry_delay.seconds, 50)
        self.assertEqual(found["LocalizedMessage"].locale, "ja")

    def test_a_mutation_that_is_sent_twice_is_done_once(self):
        stub = self.stub(identity_grpc.UserServiceStub, self.server.token("demo-administrator"))
        request = identity.UserServiceCreateRequest(
            request_id=str(uuid.uuid4()),
            user=identity.User(login="twice", name="Twice", locale="en", roles=[1]))
        first, call = stub.Create.with_call(request)
        self.assertNotIn(("idempotent-replay", "1"), call.trailing_metadata())
        self.server.stop()
        self.server.start()
        stub = self.stub(identity_grpc.UserServiceStub, self.server.token("demo-administrator"))
        second, call = stub.Create.with_call(request)
        self.assertIn(("idempotent-replay", "1"), call.trailing_metadata())
        self.assertEqual(first, second)
        request.user.name = "Other"
        with self.assertRaises(grpc.RpcError) as raised:
            stub.Create(request)
        self.assertEqual(raised.exception.code(), grpc.StatusCode.ALREADY_EXISTS)


if __name__ == "__main__":
    unittest.main()
