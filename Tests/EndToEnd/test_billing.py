"""Billing from outside: prices, units, a month's invoices and a payment, by a stock client and by the command line."""

import datetime
import json
import os
import subprocess
import unittest

import grpc
import stock
from billing import TENANT, Shop, fresh, months, run
from google.type import date_pb2 as dates
from mado.billing.v1 import invoice_pb2 as invoice
from mado.billing.v1 import invoice_pb2_grpc as invoice_grpc
from mado.billing.v1 import ledger_pb2 as ledger
from mado.billing.v1 import ledger_pb2_grpc as ledger_grpc
from mado.billing.v1 import payment_pb2 as payment
from mado.billing.v1 import payment_pb2_grpc as payment_grpc
from mado.billing.v1 import rating_pb2 as rating
from mado.billing.v1 import rating_pb2_grpc as rating_grpc
from mado.job.v1 import job_pb2 as job
from mado.job.v1 import job_pb2_grpc as job_grpc
from test_bad_input import details


# A month that is over, and contracts whose years begin in the one after it.
[MONTH] = months(1)
START = f"2020-{int(MONTH[5:]) % 12 + 1:02}-01"


class Billing(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.shop = Shop([("support", "paid-support"), ("centre", "call-centre")], START)
        cls.addClassCleanup(lambda: cls.shop.server.kill())

    def cli(self, *words, token=None, code=0):
        """A command of mado's, as the vendor's; what it printed as JSON."""
        result = subprocess.run(
            [stock.binary("mado"), "--context", "demo-manager", "--token", token or self.shop.token, "billing", *words,
             "--output", "json"],
            env={**os.environ, "MADO_HOME": self.shop.server.contexts},
            capture_output=True, text=True, timeout=60)
        self.assertEqual(result.returncode, code, result.stderr + result.stdout)
        return json.loads(result.stdout) if code == 0 else result.stderr

    def refusal(self, call, request):
        with self.assertRaises(grpc.RpcError) as raised:
            call(request)
        found = details(raised.exception)
        return raised.exception.code(), found["ErrorInfo"].reason

    def test_the_cliff_between_100_and_101_licences(self):
        stub = self.shop.stub(rating_grpc.RatingServiceStub)
        for licences, year in ((100, 13_530_000), (101, 27_060_000)):
            answer = stub.RateCallCentre(rating.RateCallCentreRequest(licences=licences))
            self.assertEqual(answer.first_year.total_yen, year)
            self.assertEqual([warning.code for warning in answer.trace.warnings], ["TIER_CLIFF"])
            printed = self.cli("rating", "rate-call-centre", "--licences", str(licences))
            self.assertEqual(int(printed["firstYear"]["totalYen"]), year)
        for licences, code in ((0, grpc.StatusCode.INVALID_ARGUMENT), (50_001, grpc.StatusCode.OUT_OF_RANGE)):
            self.assertEqual(self.refusal(
                stub.RateCallCentre, rating.RateCallCentreRequest(licences=licences))[0], code)

    def test_units_are_bought_and_burnt_to_the_last(self):
        stub = self.shop.stub(ledger_grpc.LedgerServiceStub)
        whose = {"tenant_id": TENANT, "contract_id": "support", "item": "incidents"}
        bought = self.cli("ledger", "purchase-lots", "--tenant-id", TENANT, "--contract-id", "support",
                          "--item", "incidents", "--lots", "1")
        self.assertEqual(int(bought["price"]["totalYen"]), 33_000)
        for left in range(9, -1, -1):
            answer = stub.Consume(ledger.ConsumeRequest(request_id=fresh(), units=1, reference=f"h{left}", **whose))
            self.assertEqual(answer.balance, left)
        self.assertEqual(
            self.refusal(stub.Consume, ledger.ConsumeRequest(request_id=fresh(), units=1, **whose)),
            (grpc.StatusCode.FAILED_PRECONDITION, "INSUFFICIENT_UNITS"))
        self.assertEqual(
            self.refusal(stub.PurchaseLots, ledger.PurchaseLotsRequest(request_id=fresh(), units=7, **whose)),
            (grpc.StatusCode.INVALID_ARGUMENT, "NOT_A_LOT"))

    def test_a_month_is_billed_paid_late_and_printed(self):
        invoices = self.shop.stub(invoice_grpc.InvoiceServiceStub)
        begun = invoices.RunBillingCycle(invoice.RunBillingCycleRequest(request_id=fresh(), month=MONTH))
        jobs = self.shop.stub(job_grpc.OperationServiceStub)
        ended = jobs.Wait(job.WaitRequest(id=begun.operation.id)).operation
        self.assertEqual(ended.state, job.OPERATION_STATE_DONE)
        report = invoice.BillingCycleReport()
        self.assertTrue(ended.result.Unpack(report))
        # The call centre's month; the year of paid support begins in another one.
        self.assertEqual((report.issued, report.empty, report.issued_yen), (1, 1, 1_100_000))
        [issued] = invoices.List(invoice.InvoiceServiceListRequest(
            tenant_id=TENANT, filter=f'month = "{MONTH}"')).invoices
        due = datetime.date(issued.due.year, issued.due.month, issued.due.day)
        late = due + datetime.timedelta(days=45)
        interest = self.cli("payment", "compute-late-interest", "--tenant-id", TENANT, "--invoice-id", issued.number,
                            "--as-of", late.isoformat())
        self.assertEqual(int(interest["interestYen"]), 1_100_000 * 146 * 45 // 365_000)
        recorded = self.shop.stub(payment_grpc.PaymentServiceStub).Record(payment.RecordRequest(
            request_id=fresh(), tenant_id=TENANT, payment=payment.Payment(
                invoice_id=issued.id, amount_yen=1_100_000, date=dates.Date(
                    year=issued.issued.year, month=issued.issued.month, day=issued.issued.day))))
        self.assertEqual(recorded.invoice.state, invoice.INVOICE_STATE_PAID)
        page = invoices.Download(invoice.DownloadRequest(
            tenant_id=TENANT, id=issued.number, format=invoice.INVOICE_FORMAT_HTML))
        text = page.data.decode()
        for part in ("請求書", "T1234567890123", "1,000,000円", "1,100,000円", "size: A4"):
            self.assertIn(part, text)
        table = invoices.Download(invoice.DownloadRequest(
            tenant_id=TENANT, id=issued.number, format=invoice.INVOICE_FORMAT_CSV)).data.decode("utf-8-sig")
        self.assertEqual(len(table.splitlines()), 4)


class Killed(unittest.TestCase):
    def test_nothing_is_lost_and_nothing_done_twice(self):
        outcome = run(contracts=5, month_count=4, units=200, kills=4, seed=7)
        self.assertEqual(outcome["done"], 220)
        self.assertEqual(outcome["killed"], 4)


if __name__ == "__main__":
    unittest.main()
