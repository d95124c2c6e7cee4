"""Bad input to contracts, units, licences and quotes, from outside: the right status, every field that is wrong at once,
what would be right, and nothing changed. The clock of the server stands, so that the days are those of the rule book."""

import subprocess
import time
import unittest
import uuid

import grpc
from google.protobuf import timestamp_pb2
from google.rpc import error_details_pb2, status_pb2
from google.type import date_pb2

import stock
from mado.billing.v1 import ledger_pb2 as ledger, ledger_pb2_grpc as ledger_grpc
from mado.calendar.v1 import calendar_pb2 as calendar, calendar_pb2_grpc as calendar_grpc
from mado.contract.v1 import application_pb2 as application, application_pb2_grpc as application_grpc
from mado.contract.v1 import contract_pb2 as contract, contract_pb2_grpc as contract_grpc
from mado.contract.v1 import licence_pb2 as licence, licence_pb2_grpc as licence_grpc
from mado.contract.v1 import seat_lease_pb2 as lease, seat_lease_pb2_grpc as lease_grpc
from mado.contract.v1 import quote_pb2 as quote, quote_pb2_grpc as quote_grpc
from mado.tenant.v1 import reseller_pb2 as reseller, reseller_pb2_grpc as reseller_grpc

Code = grpc.StatusCode
# 30 January 2027 in Japan: a day too late for a card contract that ends on 28 February (CARD-07).
NOW = "2027-01-30T09:00:00+09:00"
CARD = {"licence": 1_000, "digitisation": 0, "onboarding": 0}


def request_id():
    return str(uuid.uuid4())


def day(year, month, day):
    return date_pb2.Date(year=year, month=month, day=day)


class ContractBadInput(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = stock.Server(options=["--clock", NOW])
        subprocess.run(
            [stock.binary("madod"), "test-folder", "--data", cls.server.data], capture_output=True, timeout=60, check=True)
        made = subprocess.run(
            cls.server.command("admin-token"), capture_output=True, text=True, timeout=60, check=True)
        cls.server.start()
        cls.vendor = cls.server.channel(made.stdout.split()[-1])
        cls.customer = cls.server.channel(cls.server.token("demo-administrator"))
        cls.contracts = contract_grpc.ContractServiceStub(cls.vendor)
        seller = reseller_grpc.ResellerServiceStub(cls.vendor).Create(reseller.ResellerServiceCreateRequest(
            request_id=request_id(), reseller=reseller.Reseller(name="販売店"))).reseller
        cls.card = cls.conclude("card-corporate-cloud", 5, prices_yen=CARD, reseller_id=seller.id)
        delivered = timestamp_pb2.Timestamp()
        delivered.FromJsonString("2026-01-31T03:00:00Z")
        cls.card = cls.contracts.RecordDelivery(contract.RecordDeliveryRequest(
            request_id=request_id(), contract_id=cls.card.id, etag=cls.card.etag, deliver_time=delivered)).contract
        cls.paid = cls.conclude("paid-support", 100, covered_product="card-corporate-cloud")
        # What the passing of a year does to the contract is done by the server itself.
        limit, delivered = time.monotonic() + 60, cls.card.etag
        while cls.card.etag == delivered:
            assert time.monotonic() < limit, cls.card
            cls.card = cls.contracts.Get(contract.ContractServiceGetRequest(id=cls.card.id)).contract

    @classmethod
    def tearDownClass(cls):
        code = cls.server.stop()
        assert code == 0, f"the drained server ended with {code}:\n{''.join(cls.server.lines)}"

    @classmethod
    def conclude(cls, product, licences, reseller_id="", **order):
        """A contract, applied for and approved."""
        applications = application_grpc.ApplicationServiceStub(cls.vendor)
        made = applications.Submit(application.SubmitRequest(
            request_id=request_id(), tenant_id="demo", kind=application.APPLICATION_KIND_NEW, reseller_id=reseller_id,
            order=quote.Order(product=product, licences=licences, **order))).application
        made = applications.AddDocument(application.AddDocumentRequest(
            request_id=request_id(), id=made.id, document=application.Document(
                kind=application.DOCUMENT_KIND_SEALED_FORM, receive_date=day(2027, 1, 29)))).application
        return applications.Approve(application.ApproveRequest(
            request_id=request_id(), id=made.id, etag=made.etag)).contract

    def refused(self, method, request, code, reason, fields=None):
        """The call is refused so, in words for people too; returns what ErrorInfo says."""
        with self.assertRaises(grpc.RpcError) as raised:
            method(request)
        error, found = raised.exception, {}
        for key, value in error.trailing_metadata() or ():
            if key == "grpc-status-details-bin":
                for item in status_pb2.Status.FromString(value).details:
                    kind = getattr(error_details_pb2, item.type_url.rpartition(".")[2])
                    found[kind.__name__] = kind.FromString(item.value)
        self.assertEqual((error.code(), found["ErrorInfo"].reason), (code, reason), error.details())
        self.assertTrue(found["LocalizedMessage"].message)
        if fields is not None:
            self.assertEqual(sorted(v.field for v in found["BadRequest"].field_violations), sorted(fields))
        return found["ErrorInfo"].metadata

    def unchanged(self):
        """What must be the same behind every refusal."""
        return (
            self.contracts.Get(contract.ContractServiceGetRequest(id=self.card.id)),
            ledger_grpc.LedgerServiceStub(self.vendor).GetBalance(ledger.GetBalanceRequest(
                tenant_id="demo", contract_id=self.paid.id, item="incidents")),
            quote_grpc.QuoteServiceStub(self.vendor).List(quote.QuoteServiceListRequest(tenant_id="demo")),
            licence_grpc.LicenceServiceStub(self.customer).List(
                licence.LicenceServiceListRequest(contract_id=self.card.id)),
        )

    def setUp(self):
        self.before = self.unchanged()

    def tearDown(self):
        self.assertEqual(self.unchanged(), self.before)

    # Orders

    def order(self, product, licences, **fields):
        return quote.QuoteServiceCreateRequest(
            request_id=request_id(), order=quote.Order(product=product, licences=licences, **fields))

    def test_numbers_of_licences_that_no_table_has(self):
        create = quote_grpc.QuoteServiceStub(self.customer).Create
        for licences, code, reason in (
                (0, Code.INVALID_ARGUMENT, "LICENCES_NOT_POSITIVE"),
                (-1, Code.INVALID_ARGUMENT, "LICENCES_NOT_POSITIVE"),
                (50_001, Code.OUT_OF_RANGE, "INDIVIDUAL_QUOTE"),
                (2**31 - 1, Code.OUT_OF_RANGE, "INDIVIDUAL_QUOTE")):
            with self.subTest(licences=licences):
                self.refused(create, self.order("call-centre", licences), code, reason, ["order.licences"])

    def test_fewer_licences_than_the_minimum_name_the_minimum(self):
        create = quote_grpc.QuoteServiceStub(self.customer).Create
        metadata = self.refused(
            create, self.order("card-corporate-cloud", 4, prices_yen=CARD), Code.INVALID_ARGUMENT, "MIN_LICENCES",
            ["order.licences"])
        self.assertIn("5", metadata["limit"])

    def test_amounts_beyond_64_bits(self):
        create = quote_grpc.QuoteServiceStub(self.customer).Create
        prices = {**CARD, "licence": 2**63 - 1}
        self.refused(
            create, self.order("card-corporate-cloud", 5, prices_yen=prices), Code.OUT_OF_RANGE, "AMOUNT_TOO_LARGE")
        with self.assertRaises(ValueError):
            self.order("card-corporate-cloud", 5, prices_yen={"licence": 2**63})

    def test_paid_support_says_which_product_it_is_for(self):
        create = quote_grpc.QuoteServiceStub(self.customer).Create
        for covered in ("", "none", "paid-support"):
            self.refused(
                create, self.order("paid-support", 100, covered_product=covered), Code.INVALID_ARGUMENT,
                "INVALID_FIELDS", ["order.covered_product"])

    # Dates

    def test_dates_that_do_not_exist(self):
        check = calendar_grpc.CalendarServiceStub(self.customer).CheckDay
        for date in (day(2026, 2, 30), day(2027, 2, 29), day(2026, 13, 1), day(0, 1, 1), day(2026, 4, 31)):
            self.refused(
                check, calendar.CheckDayRequest(date=date), Code.INVALID_ARGUMENT, "INVALID_FIELDS", ["date"])
        self.refused(
            check, calendar.CheckDayRequest(date=day(2100, 1, 1)), Code.OUT_OF_RANGE, "YEAR_OUT_OF_RANGE")
        self.refused(
            self.contracts.PreviewCancellation, contract.PreviewCancellationRequest(
                contract_id=self.card.id, notice=contract.CancellationNotice(wish_date=day(2027, 2, 30))),
            Code.INVALID_ARGUMENT, "INVALID_FIELDS", ["notice.wish_date"])

    # Notices

    def test_a_notice_a_day_late_names_the_next_possible_end(self):
        cancel = contract_grpc.ContractServiceStub(self.customer).Cancel
        metadata = self.refused(
            cancel, contract.CancelRequest(
                request_id=request_id(), contract_id=self.card.id, etag=self.card.etag,
                notice=contract.CancellationNotice(wish_date=day(2027, 2, 28))),
            Code.FAILED_PRECONDITION, "NOTICE_TOO_LATE")
        self.assertEqual(metadata["next_possible_end"], "2028-02-29")

    def test_a_stale_etag_and_a_reused_request_id(self):
        change = contract_grpc.ContractServiceStub(self.customer).Change
        self.refused(
            change, contract.ChangeRequest(
                request_id=request_id(), contract_id=self.card.id, etag="c3RhbGU", licences=6),
            Code.ABORTED, "ETAG_MISMATCH")
        rehearsal = contract.ChangeRequest(
            request_id=request_id(), contract_id=self.card.id, etag="", licences=6)
        self.refused(change, rehearsal, Code.INVALID_ARGUMENT, "INVALID_FIELDS", ["etag"])

    # Units

    def test_units_that_are_no_lots(self):
        buy = ledger_grpc.LedgerServiceStub(self.customer).PurchaseLots

        def purchase(**fields):
            return ledger.PurchaseLotsRequest(
                request_id=request_id(), contract_id=self.paid.id, item="incidents", **fields)

        for units in (7, 15):
            self.refused(buy, purchase(units=units), Code.INVALID_ARGUMENT, "NOT_A_LOT")
        self.refused(buy, purchase(), Code.INVALID_ARGUMENT, "INVALID_FIELDS", ["lots"])
        self.refused(buy, purchase(lots=2**62), Code.OUT_OF_RANGE, "AMOUNT_TOO_LARGE")
        without = purchase(lots=1)
        without.request_id = ""
        self.refused(buy, without, Code.INVALID_ARGUMENT, "INVALID_FIELDS", ["request_id"])

    # Licences and lists

    def test_licences_for_nobody_and_of_nothing(self):
        assign = licence_grpc.LicenceServiceStub(self.customer).Assign
        self.refused(
            assign, licence.AssignRequest(), Code.INVALID_ARGUMENT, "INVALID_FIELDS",
            ["request_id", "contract_id", "user_id"])
        self.refused(
            assign, licence.AssignRequest(request_id=request_id(), contract_id="none", user_id="demo-worker"),
            Code.NOT_FOUND, "CONTRACT_NOT_FOUND")
        self.refused(
            assign, licence.AssignRequest(request_id=request_id(), contract_id=self.card.id, user_id="none"),
            Code.NOT_FOUND, "USER_NOT_FOUND")

    def test_a_page_token_of_another_filter(self):
        page = self.contracts.List(contract.ContractServiceListRequest(tenant_id="demo", page_size=1))
        self.assertTrue(page.next_page_token)
        self.refused(
            self.contracts.List, contract.ContractServiceListRequest(
                tenant_id="demo", page_token=page.next_page_token, filter="product = telework"),
            Code.INVALID_ARGUMENT, "PAGE_TOKEN_MISMATCH", ["page_token"])
        self.refused(
            self.contracts.List, contract.ContractServiceListRequest(tenant_id="demo", page_size=-1),
            Code.INVALID_ARGUMENT, "INVALID_FIELDS", ["page_size"])

    # Connections

    def test_a_server_that_was_killed_still_counts_the_connections_that_are_held(self):
        popups = self.conclude("pop-up-a", 1)

        def acquire(name):
            return lease_grpc.SeatLeaseServiceStub(self.server.channel(self.server.token("demo-worker"))).Acquire(
                lease.AcquireRequest(contract_id=popups.id, lease_id=name, client=lease.CONNECTION_CLIENT_MOBILE))

        self.assertEqual((acquire("phone").in_use, acquire("phone").limit), (1, 1))
        self.server.kill()
        # Its clock has gone on, and never goes back.
        self.server.options = ["--clock", NOW.replace(":00+", ":30+")]
        self.server.start()
        self.refused(lambda _: acquire("tablet"), None, Code.RESOURCE_EXHAUSTED, "CONCURRENCY_LICENCE")
        self.assertEqual(acquire("phone").in_use, 1)


if __name__ == "__main__":
    unittest.main()
