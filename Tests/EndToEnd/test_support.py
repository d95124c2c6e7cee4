"""The support desk as a stock client meets it: a case from its question to its acceptance, and what is refused."""

import hashlib
import subprocess
import time
import unittest
import uuid

import grpc
from google.protobuf import duration_pb2, field_mask_pb2, timestamp_pb2
from google.rpc import error_details_pb2, status_pb2

import stock
from mado.support.v1 import case_pb2 as case, case_pb2_grpc as case_grpc
from mado.support.v1 import feedback_pb2 as feedback, feedback_pb2_grpc as feedback_grpc
from mado.support.v1 import phone_desk_pb2 as phone, phone_desk_pb2_grpc as phone_grpc
from mado.support.v1 import release_pb2 as release, release_pb2_grpc as release_grpc
from mado.support.v1 import sla_pb2 as sla, sla_pb2_grpc as sla_grpc
from mado.tenant.v1 import contact_pb2 as contact, contact_pb2_grpc as contact_grpc

Code = grpc.StatusCode


def request_id():
    return str(uuid.uuid4())


class SupportDesk(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = stock.Server().start()
        cls.server.stop()
        made = subprocess.run(
            cls.server.command("admin-token"), capture_output=True, text=True, timeout=60, check=True)
        cls.server.start()
        cls.vendor = cls.server.channel(made.stdout.split()[-1])
        cls.customer = cls.server.channel(cls.server.token("demo-administrator"))
        cls.user = cls.server.channel(cls.server.token("demo-worker"))

    @classmethod
    def tearDownClass(cls):
        code = cls.server.stop()
        assert code == 0, f"the drained server ended with {code}:\n{''.join(cls.server.lines)}"

    def refused(self, method, request, code, reason, fields=None):
        """The call is refused so, and names these fields."""
        with self.assertRaises(grpc.RpcError) as raised:
            method(request)
        error, found = raised.exception, {}
        for key, value in error.trailing_metadata() or ():
            if key == "grpc-status-details-bin":
                for item in status_pb2.Status.FromString(value).details:
                    kind = getattr(error_details_pb2, item.type_url.rpartition(".")[2])
                    found[kind.__name__] = kind.FromString(item.value)
        self.assertEqual((error.code(), found["ErrorInfo"].reason), (code, reason), error.details())
        if fields is not None:
            self.assertEqual([v.field for v in found["BadRequest"].field_violations], fields)

    def question(self, **fields):
        return case.CaseServiceCreateRequest(**{
            "request_id": request_id(), "channel": sla.CHANNEL_FREE_WEB, "category": case.CATEGORY_DEFECT,
            "subject": case.SUBJECT_OWN_SOFTWARE, "product": "card-corporate-cloud", "title": "印刷できません",
            "body": "白紙が出ます。", **fields})

    def test_a_case_from_its_question_to_its_acceptance(self):
        users, desk = case_grpc.CaseServiceStub(self.user), case_grpc.CaseServiceStub(self.vendor)
        opened = users.Create(self.question())
        self.assertEqual(opened.case.state, sla.CASE_STATE_NEW)
        self.assertIn("CARD-24", [step.rule_id for step in opened.trace.steps])
        self.assertGreater(opened.case.due_time.seconds, time.time())
        answered = desk.AddMessage(case.AddMessageRequest(
            request_id=request_id(), case_id=opened.case.id, kind=case.MESSAGE_KIND_ANSWER, body="更新してください。"))
        self.assertEqual(answered.case.state, sla.CASE_STATE_ANSWERED)
        accepted = users.Accept(case.AcceptRequest(request_id=request_id(), id=opened.case.id))
        self.assertEqual(accepted.case.acceptance, case.ACCEPTANCE_EXPLICIT)
        [clock] = desk.Get(case.CaseServiceGetRequest(id=opened.case.id)).clocks
        self.assertEqual(clock.standing, sla.STANDING_MET)
        explained = sla_grpc.SlaServiceStub(self.vendor).Explain(
            sla.SlaServiceExplainRequest(case_id=opened.case.id))
        self.assertEqual(explained.terms.policy.id, "card-desk")

    def test_a_file_goes_to_the_desk_as_it_was_sent(self):
        users, desk = case_grpc.CaseServiceStub(self.user), case_grpc.CaseServiceStub(self.vendor)
        opened = users.Create(self.question()).case
        content = bytes(range(256)) * 12_288  # 3 MiB
        sent = users.UploadAttachment(case.UploadAttachmentRequest(
            request_id=request_id(), case_id=opened.id, file_name="画面.png", media_type="image/png", content=content))
        self.assertEqual(sent.attachment.sha256, hashlib.sha256(content).digest())
        [shown] = desk.Get(case.CaseServiceGetRequest(id=opened.id)).attachments
        got = desk.DownloadAttachment(case.DownloadAttachmentRequest(case_id=opened.id, id=shown.id))
        self.assertEqual(got.content, content)
        self.refused(
            users.UploadAttachment, case.UploadAttachmentRequest(
                request_id=request_id(), case_id=opened.id, file_name="a/b", media_type="png", content=content + b"0"),
            Code.INVALID_ARGUMENT, "INVALID_FIELDS", ["file_name", "media_type", "content"])

    def test_everything_wrong_is_named_at_once_and_nothing_is_opened(self):
        users = case_grpc.CaseServiceStub(self.user)
        before = len(users.List(case.CaseServiceListRequest()).cases)
        self.refused(
            users.Create, case.CaseServiceCreateRequest(request_id="none", title="a\nb"),
            Code.INVALID_ARGUMENT, "INVALID_FIELDS",
            ["request_id", "channel", "category", "subject", "title", "body"])
        self.refused(users.Create, self.question(product="none"), Code.INVALID_ARGUMENT, "INVALID_FIELDS", ["product"])
        self.refused(users.Create, self.question(product="telework"), Code.PERMISSION_DENIED, "NOT_AUTHORISED_CONTACT")
        self.refused(
            users.Create, self.question(channel=sla.CHANNEL_PAID), Code.FAILED_PRECONDITION, "CONTRACT_MISSING")
        self.assertEqual(len(users.List(case.CaseServiceListRequest()).cases), before)

    def test_a_reused_request_id_a_stale_etag_and_another_lists_token(self):
        users = case_grpc.CaseServiceStub(self.user)
        first = self.question()
        opened = users.Create(first).case
        self.assertEqual(users.Create(first).case, opened)
        first.title = "別の件"
        self.refused(users.Create, first, Code.ALREADY_EXISTS, "IDEMPOTENCY_KEY_REUSED")
        users.AddMessage(case.AddMessageRequest(
            request_id=request_id(), case_id=opened.id, kind=case.MESSAGE_KIND_QUESTION, body="続き"))
        self.refused(
            users.Update, case.CaseServiceUpdateRequest(
                request_id=request_id(), case=case.Case(id=opened.id, title="t", etag=opened.etag),
                update_mask=field_mask_pb2.FieldMask(paths=["title"])),
            Code.ABORTED, "ETAG_MISMATCH")
        users.Create(self.question())
        page = users.List(case.CaseServiceListRequest(page_size=1))
        self.refused(
            users.List, case.CaseServiceListRequest(page_token=page.next_page_token, filter="state = new"),
            Code.INVALID_ARGUMENT, "PAGE_TOKEN_MISMATCH", ["page_token"])
        self.refused(
            users.List, case.CaseServiceListRequest(filter="title = x"), Code.INVALID_ARGUMENT, "FILTER_INVALID")

    def test_calls_that_cannot_have_been_are_not_logged(self):
        log = phone_grpc.PhoneDeskServiceStub(self.vendor).LogCall

        def call(seconds, **fields):
            return phone.LogCallRequest(**{
                "request_id": request_id(), "tenant_id": "demo", "contact_name": "山田太郎",
                "receive_time": timestamp_pb2.Timestamp(seconds=seconds), "channel": sla.CHANNEL_FREE_WEB,
                "product": "telework", "category": case.CATEGORY_DEFECT, "subject": case.SUBJECT_OWN_SOFTWARE,
                "title": "t", "body": "b", **fields})

        now = int(time.time())
        for seconds in (now + 60, now - 32 * 86_400, 2**62):
            self.refused(log, call(seconds), Code.INVALID_ARGUMENT, "INVALID_FIELDS", ["receive_time"])
        self.refused(log, call(now - 60, tenant_id="none"), Code.NOT_FOUND, "TENANT_NOT_FOUND")
        self.refused(log, call(now - 60), Code.PERMISSION_DENIED, "NOT_AUTHORISED_CONTACT")
        contact_grpc.AdminContactServiceStub(self.customer).Set(contact.SetRequest(
            request_id=request_id(), contacts=[contact.AdminContact(name="山田 太郎", email="y@example.jp")]))
        logged = log(call(now - 60))
        self.assertEqual(logged.case.policy_id, "telework-phone")
        self.assertIn("TEL-43", [step.rule_id for step in logged.trace.steps])

    def test_a_policy_that_cannot_be_is_refused_with_every_field(self):
        create = sla_grpc.SlaServiceStub(self.vendor).CreatePolicy
        wrong = sla.SlaPolicy(
            calendar_id="business-days", first=duration_pb2.Duration(seconds=-1),
            resolution=duration_pb2.Duration(seconds=400 * 86_400), warning=duration_pb2.Duration(seconds=-1))
        self.refused(
            create, sla.CreatePolicyRequest(request_id=request_id(), policy=wrong), Code.INVALID_ARGUMENT,
            "TARGET_NOT_POSITIVE", ["policy.first", "policy.resolution", "policy.warning"])

    def test_feedback_is_published_only_with_consent(self):
        users = feedback_grpc.FeedbackServiceStub(self.user)
        said = users.Submit(feedback.SubmitRequest(
            request_id=request_id(), product="meeting", body="とても便利です。")).feedback
        self.assertFalse(said.publishable)
        granted = users.GrantPublication(feedback.GrantPublicationRequest(
            request_id=request_id(), id=said.id, consent_version="2026-04")).feedback
        self.assertTrue(granted.publishable)
        revoked = users.RevokePublication(
            feedback.RevokePublicationRequest(request_id=request_id(), id=said.id)).feedback
        self.assertFalse(revoked.publishable)
        self.assertEqual(revoked.consent_version, "2026-04")

    def test_news_of_versions_go_on_where_they_ended(self):
        releases = release_grpc.ReleaseServiceStub
        first = releases(self.user).List(release.ReleaseServiceListRequest(product="meeting"))
        news = release.Release(product="meeting", version="2.0", kind=release.RELEASE_KIND_FIX, title="修正")
        releases(self.vendor).Publish(release.PublishRequest(request_id=request_id(), release=news))
        self.refused(
            releases(self.vendor).Publish, release.PublishRequest(request_id=request_id(), release=news),
            Code.ALREADY_EXISTS, "VERSION_EXISTS")
        then = releases(self.user).List(release.ReleaseServiceListRequest(
            product="meeting", since_token=first.next_since_token))
        self.assertEqual([(r.version, r.entitled) for r in then.releases], [("2.0", False)])


if __name__ == "__main__":
    unittest.main()
