"""What reads of contracts cost when there are a million of them, beside a thousand: the same rows of the same tenant are asked for."""

import json
import os
import random
import sqlite3
import subprocess

from mutation import load
from processes import BIN, Process, free_port, scratch_folder, spread

CALLS, CALLERS = 10_000, 32
# Contracts of a tenant, whether there are many tenants or few.
EACH = 100
FEW, MANY = 1_000, 1_000_000
# What is read, by whom, with what.
READS = {
    "Get, any contract": ("ContractService/Get", "administrator", {"id": "{{lines('IDS')}}"}),
    "List, a page of a tenant's 50": ("ContractService/List", "demo-administrator", {}),
    "List, those whose term ends in a month": (
        "ContractService/List", "demo-administrator",
        {"filter": 'term_end_date >= "2027-03-01" AND term_end_date <= "2027-03-31"'}),
}


def order(product):
    """An Order of one field: its product."""
    return bytes([0x0A, len(product)]) + product.encode() + bytes([0x10, 0x0A])


def fill(database, contracts):
    """Enters contracts, a hundred of each tenant; the first hundred are the demo's. Ids are as the server makes them, in the
    order of time, those of a tenant far from each other."""
    columns = {
        "reseller_id": None, "product": "telework", "catalogue": "published", "order_content": order("telework"),
        "licences": 10, "billed_licences": 10, "next_licences": None, "renewal": "none", "state": "active",
        "concluded": "2026-04-01", "prepare_target": None, "delivered": None, "started": "2026-04-01",
        "billing_start": "2026-04-01", "term_anchor": "2026-04-01", "term_number": 1, "term_start": "2026-04-01",
        "term_end": "2027-03-31", "minimum_end": None, "trial_end": None, "cancelled_end": None, "terminated_end": None,
        "last_day": "2027-03-31", "reason": "UNSPECIFIED", "reference": "", "created_at": 1_775_000_000, "version": 1}
    tenants = contracts // EACH
    with sqlite3.connect(database) as connection:
        connection.executemany(
            "INSERT OR IGNORE INTO tenant (id, name) VALUES (?, ?)", ((f"T{n:06}", "t") for n in range(1, tenants)))
        names = ", ".join(["id", "tenant_id", *columns])
        places = ", ".join("?" * (len(columns) + 2))
        connection.executemany(
            f"INSERT INTO contract ({names}) VALUES ({places})",
            ((f"contract-{n:024x}", "demo" if n % tenants == 0 else f"T{n % tenants:06}", *columns.values())
             for n in range(contracts)))
    connection.close()


class Office:
    """madod with so many contracts."""

    def __init__(self, contracts):
        folder = scratch_folder()
        self.home, port = os.path.join(folder, "home"), free_port()
        words = ["--data", f"{folder}/data", "--context-folder", self.home]
        serve = [f"{BIN}/madod", *words, "--listen", f"127.0.0.1:{port}", "--plaintext", "--loops", "1", "--demo"]
        Process(port, serve).stop()
        subprocess.run([f"{BIN}/madod", "admin-token", *words], check=True, capture_output=True)
        fill(f"{folder}/data/mado.db", contracts)
        self.ids = os.path.join(folder, "ids")
        some = random.Random(contracts)
        with open(self.ids, "w") as file:
            file.writelines(f"contract-{some.randrange(contracts):024x}\n" for _ in range(CALLS))
        self.server = Process(port, serve)

    def cost(self, method, caller, request):
        """Server CPU of a call, in microseconds."""
        data = json.dumps(request).replace("IDS", self.ids)
        before = self.server.cpu_seconds()
        load([f"mado.contract.v1.{method}", "--server", f"http://127.0.0.1:{self.server.port}", "--context", caller,
              "--data", data], CALLERS, CALLS, {"MADO_HOME": self.home})
        return (self.server.cpu_seconds() - before) / CALLS * 1e6


def contracts(runs):
    """Reads among a thousand contracts and among a million; the two servers take turns."""
    few, many = Office(FEW), Office(MANY)
    print(f"reads of contracts by {CALLERS} callers, {CALLS} calls, {runs} runs: server CPU among {FEW:,} and {MANY:,}")
    for name, read in READS.items():
        costs = [(few.cost(*read), many.cost(*read)) for _ in range(runs + 1)][1:]
        a, b = zip(*costs)
        print(f"  {name}: {spread(a)} µs, {spread(b)} µs; {spread([y / x for x, y in costs])} (wanted: at most 1.5)",
              flush=True)
    few.server.stop()
    many.server.stop()
