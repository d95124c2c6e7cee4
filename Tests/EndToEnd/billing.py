"""Money while the server is killed: months invoiced and units burnt by many callers, each asking again by the same
request_id until he has his answer. In the end everything was done, nothing twice, and the ledger balances.

    billing.py [--contracts N] [--months N] [--units N] [--kills N] [--callers N] [--seed N]
"""

import argparse
import contextlib
import datetime
import queue
import random
import sqlite3
import subprocess
import threading
import time
import uuid

import grpc
import stock
from mado.billing.v1 import invoice_pb2 as invoice
from mado.billing.v1 import invoice_pb2_grpc as invoice_grpc
from mado.billing.v1 import ledger_pb2 as ledger
from mado.billing.v1 import ledger_pb2_grpc as ledger_grpc
from mado.contract.v1 import quote_pb2 as quote
from mado.identity.v1 import identity_pb2 as identity
from mado.identity.v1 import identity_pb2_grpc as identity_grpc

TENANT = "demo"
PASSWORD = "correct horse battery"
# What comes back when the server is gone or full: the caller asks again.
AGAIN = {grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.ABORTED, grpc.StatusCode.CANCELLED,
         grpc.StatusCode.DEADLINE_EXCEEDED, grpc.StatusCode.UNKNOWN,
         # Until who bills has signed in again.
         grpc.StatusCode.UNAUTHENTICATED}
# How long, in seconds, the same is asked for again: a server starts within a few.
PATIENCE = 120


def fresh():
    return str(uuid.uuid4())


class Shop:
    """A server with contracts, and somebody of the vendor's who bills them."""

    def __init__(self, contracts, start="2020-01-01", roles=("VENDOR_ROLE_SUPER_BILLING",)):
        self.server = stock.Server().start()
        self.server.stop()
        made = subprocess.run(self.server.command("admin-token"), capture_output=True, text=True, timeout=60, check=True)
        self.administrator = made.stdout.split()[-1]
        with contextlib.closing(self.database()) as database:
            for name, product in contracts:
                self.enter(database, name, product, start)
            database.commit()
        self.server.start()
        user = self.stub(identity_grpc.UserServiceStub, self.administrator).Create(identity.UserServiceCreateRequest(
            request_id=fresh(), user=identity.User(login="billing", name="B", locale="ja", vendor_roles=roles))).user
        code = self.stub(identity_grpc.UserServiceStub, self.administrator).IssueCode(
            identity.IssueCodeRequest(request_id=fresh(), user_id=user.id)).code
        signing = self.stub(identity_grpc.AuthServiceStub)
        signing.SetPassword(identity.SetPasswordRequest(
            tenant_id="vendor", login="billing", code=code, password=PASSWORD))
        self.sign_in()
        self.invoices.UpdateSeller(invoice.UpdateSellerRequest(
            request_id=fresh(),
            seller=invoice.Seller(name="窓株式会社", registration_number="T1234567890123", address="東京都千代田区1-1",
                                  payee="まど銀行 本店 普通 1234567")))

    def database(self):
        """The database of a server that is stopped; to be closed before it starts again, whose files it would take away."""
        return sqlite3.connect(f"{self.server.data}/mado.db")

    @staticmethod
    def enter(database, name, product, start, licences=100):
        """A contract that is billed from a day on."""
        order = quote.Order(product=product, licences=licences).SerializeToString()
        row = {
            "id": name, "tenant_id": TENANT, "product": product, "catalogue": "published", "order_content": order,
            "licences": licences, "billed_licences": licences, "renewal": "none", "state": "active",
            "concluded": start, "started": start, "billing_start": start, "term_number": 0, "reason": "UNSPECIFIED",
            "reference": "", "created_at": 1, "version": 1}
        database.execute(
            f"INSERT INTO contract ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", list(row.values()))

    def sign_in(self):
        self.token = None
        self.token = self.stub(identity_grpc.AuthServiceStub).Login(identity.LoginRequest(
            tenant_id="vendor", login="billing", password=PASSWORD), wait_for_ready=True).session.access_token
        self.ledgers = self.stub(ledger_grpc.LedgerServiceStub)
        self.invoices = self.stub(invoice_grpc.InvoiceServiceStub)

    def stub(self, service, token=None):
        return service(self.server.channel(token or getattr(self, "token", None)))


class Work:
    """What is to be done, each by a request of its own."""

    def __init__(self, contracts, months, units, rng):
        self.units = units
        self.invoices = [(contract, month) for contract in contracts for month in months]
        jobs = [("burn", number) for number in range(units)] + [("issue", pair) for pair in self.invoices]
        rng.shuffle(jobs)
        self.left = queue.Queue()
        for job in jobs:
            self.left.put((job, fresh()))
        self.count, self.done, self.again = len(jobs), 0, 0
        self.lock = threading.Lock()

    def carry_out(self, shop, job, request_id):
        kind, what = job
        if kind == "burn":
            shop.ledgers.Consume(ledger.ConsumeRequest(
                request_id=request_id, tenant_id=TENANT, contract_id="support", item="incidents", units=1,
                reference=f"burn-{what}"), timeout=30)
        else:
            shop.invoices.Issue(invoice.IssueRequest(
                request_id=request_id, tenant_id=TENANT, contract_id=what[0], month=what[1]), timeout=30)

    def caller(self, shop):
        while True:
            try:
                job, request_id = self.left.get_nowait()
            except queue.Empty:
                return
            began = time.monotonic()
            while True:
                try:
                    self.carry_out(shop, job, request_id)
                    break
                except grpc.RpcError as error:
                    if error.code() not in AGAIN or time.monotonic() - began > PATIENCE:
                        raise
                    with self.lock:
                        self.again += 1
                    time.sleep(0.02)
            with self.lock:
                self.done += 1


def months(count):
    """So many months up to the last one that is over wherever it is evening or morning, as 2026-06."""
    today = datetime.date.today()
    number = today.year * 12 + today.month - 3
    return [f"{m // 12:04}-{m % 12 + 1:02}" for m in range(number - count + 1, number + 1)]


def run(contracts=5, month_count=4, units=200, kills=3, callers=8, seed=1):
    """Does it all while the server is killed so many times; returns what happened."""
    rng = random.Random(seed)
    names = [f"centre-{number}" for number in range(contracts)]
    shop = Shop([("support", "paid-support")] + [(name, "call-centre") for name in names])
    for _ in range(10):
        shop.ledgers.PurchaseLots(ledger.PurchaseLotsRequest(
            request_id=fresh(), tenant_id=TENANT, contract_id="support", item="incidents", lots=units // 100 + 1))
    work = Work(names, months(month_count), units, rng)
    threads = [threading.Thread(target=work.caller, args=(shop,)) for _ in range(callers)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    killed = 0
    for number in range(kills):
        # Somewhere in the share of the work that goes before this death.
        goal = work.count * (number + rng.random()) / (kills + 1)
        while work.done < goal and any(thread.is_alive() for thread in threads):
            time.sleep(0.002)
        shop.server.kill()
        killed += 1
        shop.server.start()
        shop.sign_in()
    for thread in threads:
        thread.join()
    seconds = time.monotonic() - began
    balance = shop.ledgers.GetBalance(ledger.GetBalanceRequest(
        tenant_id=TENANT, contract_id="support", item="incidents"), wait_for_ready=True)
    shop.server.stop()
    check(shop, work, balance)
    return {"done": work.done, "asked again": work.again, "killed": killed, "seconds": round(seconds, 1),
            "units left": balance.available}


def check(shop, work, balance):
    """Fails unless everything was done once and the books agree."""
    with contextlib.closing(shop.database()) as database:
        def one(sql):
            return database.execute(sql).fetchone()[0]

        burnt = [row[0] for row in database.execute("SELECT reference FROM unit_entry WHERE kind = 'CONSUMED'")]
        assert sorted(burnt) == sorted(f"burn-{number}" for number in range(work.units)), "a unit is lost or taken twice"
        issued = list(database.execute("SELECT contract_id, month FROM invoice"))
        assert sorted(issued) == sorted(work.invoices), "an invoice is lost or there twice"
        sums = {one("SELECT balance FROM unit_ledger"), one("SELECT SUM(units) FROM unit_entry"),
                one("SELECT SUM(units_left) FROM unit_lot"), one("SELECT SUM(units) FROM unit_draw"), balance.available}
        assert len(sums) == 1, f"the ledger does not balance: {sums}"
        assert one("SELECT entry_count FROM unit_ledger") == one("SELECT MAX(position) FROM unit_entry")
        assert one("SELECT SUM(last_number) FROM invoice_series") == len(issued), "numbers have gaps"
        numbers = [row[0] for row in database.execute("SELECT number FROM invoice")]
        assert len(set(numbers)) == len(numbers), "a number stands twice"
        assert one("SELECT COUNT(*) FROM billed_month WHERE invoice_id IS NOT NULL") == len(issued)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    for option, value in (("contracts", 200), ("months", 50), ("units", 100_000), ("kills", 50), ("callers", 16),
                          ("seed", 1)):
        parser.add_argument(f"--{option}", type=int, default=value)
    options = parser.parse_args()
    outcome = run(options.contracts, options.months, options.units, options.kills, options.callers, options.seed)
    print(", ".join(f"{name} {value}" for name, value in outcome.items()))
