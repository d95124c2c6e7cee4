"""Contracts from outside: quoted by anybody, applied for by mado, concluded and ended by a stock client."""

import json
import subprocess
import time
import unittest
import uuid

import grpc
import stock
from google.protobuf import timestamp_pb2
from google.type import date_pb2
from mado.contract.v1 import application_pb2 as application
from mado.contract.v1 import application_pb2_grpc as application_grpc
from mado.contract.v1 import catalog_pb2 as catalog
from mado.contract.v1 import catalog_pb2_grpc as catalog_grpc
from mado.contract.v1 import contract_pb2 as contract
from mado.contract.v1 import contract_pb2_grpc as contract_grpc
from mado.contract.v1 import quote_pb2 as quote
from mado.contract.v1 import quote_pb2_grpc as quote_grpc
from test_bad_input import details


def date(text):
    year, month, day = (int(part) for part in text.split("-"))
    return date_pb2.Date(year=year, month=month, day=day)


def text(day):
    return f"{day.year:04}-{day.month:02}-{day.day:02}"


def instant(moment):
    made = timestamp_pb2.Timestamp()
    made.FromJsonString(moment)
    return made


def name():
    return str(uuid.uuid4())


class Contracts(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = stock.Server().start()
        cls.addClassCleanup(lambda: cls.server.stop())
        cls.server.stop()
        made = subprocess.run(cls.server.command("admin-token"), capture_output=True, text=True, timeout=60, check=True)
        cls.server.start()
        cls.vendor = made.stdout.split()[-1]
        cls.customer = cls.server.token("demo-administrator")

    def stub(self, service, token=None):
        channel = self.server.channel(token)
        self.addCleanup(channel.close)
        return service(channel)

    def mado(self, *words, token=None, status=0):
        done = subprocess.run(
            [stock.binary("mado"), *words, "--output", "json", "--server", f"https://127.0.0.1:{self.server.port}",
             "--ca", f"{self.server.data}/tls/certificate.pem", "--token", token or self.customer],
            capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, status, done.stderr)
        return json.loads(done.stdout) if status == 0 else done.stderr

    def refused(self, call, request, code, reason):
        with self.assertRaises(grpc.RpcError) as raised:
            call(request)
        self.assertEqual(raised.exception.code(), code)
        found = details(raised.exception)
        self.assertEqual(found["ErrorInfo"].reason, reason)
        return found

    def conclude(self, *order, day="2026-01-05"):
        """A contract, applied for by the command line and accepted by the vendor's stock client."""
        made = self.mado("contract", "application", "submit", "--kind", "new", *order)["application"]
        stub = self.stub(application_grpc.ApplicationServiceStub, self.vendor)
        filed = stub.AddDocument(application.AddDocumentRequest(
            request_id=name(), id=made["id"], document=application.Document(
                kind=application.DOCUMENT_KIND_SEALED_FORM, reference="F-1", receive_date=date(day)))).application
        return stub.Approve(application.ApproveRequest(
            request_id=name(), id=filed.id, etag=filed.etag, conclude_date=date(day))).contract

    def test_anybody_is_quoted_the_call_centre_and_warned_of_the_cliff(self):
        stub = self.stub(quote_grpc.QuoteServiceStub)
        for licences, total in ((100, 13_530_000), (101, 27_060_000)):
            price = stub.Compute(quote.ComputeRequest(
                order=quote.Order(product="call-centre", licences=licences))).price
            self.assertEqual(price.first_year.total_yen, total)
            self.assertIn("TIER_CLIFF", [w.code for w in price.trace.warnings])
        for licences, code, reason in ((0, grpc.StatusCode.INVALID_ARGUMENT, "LICENCES_NOT_POSITIVE"),
                                       (50_001, grpc.StatusCode.OUT_OF_RANGE, "INDIVIDUAL_QUOTE")):
            order = quote.Order(product="call-centre", licences=licences)
            found = self.refused(stub.Compute, quote.ComputeRequest(order=order), code, reason)
            self.assertEqual([v.field for v in found["BadRequest"].field_violations], ["order.licences"])
            self.assertEqual(found["LocalizedMessage"].locale, "ja")

    def test_a_contract_lives_from_its_application_to_its_end(self):
        made = self.conclude("--order.product", "telework", "--order.licences", "10", "--order.prices-yen", "account=12000",
                             day="2026-04-10")
        self.assertEqual((text(made.term_start_date), text(made.term_end_date)), ("2026-04-10", "2027-04-09"))
        stub = self.stub(contract_grpc.ContractServiceStub, self.vendor)
        active = stub.Activate(contract.ActivateRequest(
            request_id=name(), contract_id=made.id, etag=made.etag, start_date=date("2026-05-01"))).contract
        self.assertEqual(active.state, contract.CONTRACT_STATE_ACTIVE)
        suspended = stub.Suspend(contract.SuspendRequest(
            request_id=name(), contract_id=made.id, etag=active.etag, reason=contract.CONTRACT_REASON_NOT_PAID)).contract
        self.refused(
            stub.Resume, contract.ResumeRequest(request_id=name(), contract_id=made.id, etag=active.etag),
            grpc.StatusCode.ABORTED, "ETAG_MISMATCH")
        resumed = stub.Resume(contract.ResumeRequest(
            request_id=name(), contract_id=made.id, etag=suspended.etag)).contract
        notice = contract.CancellationNotice(receive_time=instant("2026-06-30T15:00:00Z"))
        foreseen = stub.PreviewCancellation(contract.PreviewCancellationRequest(
            contract_id=made.id, notice=notice)).cancellation
        self.assertEqual(text(foreseen.end_date), "2026-08-31")
        self.assertIn("TEL-14", [step.rule_id for step in foreseen.trace.steps])
        done = stub.Cancel(contract.CancelRequest(
            request_id=name(), contract_id=made.id, etag=resumed.etag, notice=notice, reference="K-7"))
        self.assertEqual(done.cancellation, foreseen)
        self.server.stop()
        self.server.start()
        shown = self.mado("contract", "get", "--id", made.id)["contract"]
        self.assertEqual(shown["cancellationReference"], "K-7")
        self.assertEqual(shown["endDate"], {"year": 2026, "month": 8, "day": 31})

    def test_a_notice_one_day_late_is_told_the_next_possible_end(self):
        reseller = self.mado("tenant", "reseller", "create", "--reseller.name", name(), token=self.vendor)["reseller"]
        self.mado("tenant", "reseller", "assign-tenant", "--tenant-id", "demo", "--reseller-id", reseller["id"],
                  token=self.vendor)
        made = self.conclude(
            "--order.product", "card-corporate-cloud", "--order.licences", "5", "--order.prices-yen", "licence=10000",
            "--order.prices-yen", "digitisation=50000", "--order.prices-yen", "onboarding=100000", day="2025-01-05")
        self.assertEqual(made.reseller_id, reseller["id"])
        stub = self.stub(contract_grpc.ContractServiceStub, self.vendor)
        delivered = stub.RecordDelivery(contract.RecordDeliveryRequest(
            request_id=name(), contract_id=made.id, etag=made.etag,
            deliver_time=instant("2025-01-31T14:59:59Z"))).contract
        self.assertEqual(text(delivered.billing_start_date), "2025-03-01")
        # The terms that have passed since are renewed by the server itself.
        limit, etag = time.monotonic() + 60, delivered.etag
        while delivered.etag == etag:
            self.assertLess(time.monotonic(), limit)
            delivered = stub.Get(contract.ContractServiceGetRequest(id=made.id)).contract
        request = contract.CancelRequest(
            request_id=name(), contract_id=made.id, etag=delivered.etag,
            notice=contract.CancellationNotice(receive_time=instant("2026-01-29T15:00:00Z")))
        found = self.refused(stub.Cancel, request, grpc.StatusCode.FAILED_PRECONDITION, "NOTICE_TOO_LATE")
        self.assertEqual(found["ErrorInfo"].metadata["next_possible_end"], "2027-02-28")
        self.assertEqual(
            stub.Get(contract.ContractServiceGetRequest(id=made.id)).contract.etag, delivered.etag, "nothing has changed")

    def test_a_published_catalogue_is_read_back_as_it_was_given(self):
        stub = self.stub(catalog_grpc.CatalogServiceStub, self.vendor)
        version = stub.Get(catalog.CatalogServiceGetRequest()).version
        self.assertEqual(len(version.products), 10)
        version.id, version.effective_date.year = "early", 2008
        found = self.refused(
            stub.PublishVersion, catalog.PublishVersionRequest(request_id=name(), version=version),
            grpc.StatusCode.PERMISSION_DENIED, "ROLE_NOT_ALLOWED")
        self.assertIn("VENDOR_BILLING", found["ErrorInfo"].metadata["allowed"])


if __name__ == "__main__":
    unittest.main()
