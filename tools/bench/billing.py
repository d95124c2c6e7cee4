"""Money at its size: ledgers of five million entries, read beside ledgers of a thousand."""

import json
import os
import sqlite3
import subprocess

from processes import BIN, LOAD_CORE, Process, free_port, scratch_folder, spread

# Entries of the whole database, and of the small one beside it; ledgers have the same share of both.
ENTRIES, FEW, LEDGERS = 5_000_000, 1_000, 100
READS = 3_000


def fill(path, entries):
    """Ledgers of the demo tenant's with so many entries in all, each with its contract: consumptions of one unit."""
    database = sqlite3.connect(path)
    database.execute("PRAGMA synchronous = OFF")
    each = entries // LEDGERS
    for ledger in range(1, LEDGERS + 1):
        contract, lot = f"contract-{ledger}", f"lot-{ledger}"
        row = {"id": contract, "tenant_id": "demo", "product": "paid-support", "catalogue": "published",
               "order_content": b"\x0a\x0cpaid-support\x10\x64", "licences": 100, "billed_licences": 100,
               "renewal": "none", "state": "active", "concluded": "2026-01-01", "started": "2026-01-01",
               "billing_start": "2026-01-01", "term_number": 0, "reason": "UNSPECIFIED", "reference": "",
               "created_at": 1, "version": 1}
        database.execute(
            f"INSERT INTO contract ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", list(row.values()))
        left = 10
        database.execute("INSERT INTO unit_ledger VALUES (?, 'demo', ?, 'incidents', ?, ?)",
                         (ledger, contract, each, left))
        database.execute(
            "INSERT INTO unit_lot VALUES (?, ?, 'demo', ?, ?, '2026-01-01', NULL, 0, 1, 30000, '', 1)",
            (lot, ledger, each - 1 + left, left))
        units = [each - 1 + left] + [-1] * (each - 1)
        database.executemany(
            "INSERT INTO unit_entry VALUES (?, ?, 'demo', ?, ?, ?, ?, ?, NULL, NULL)",
            ((ledger, n + 1, "CONSUMED" if n else "POSTED", 1_780_000_000 + n, u, each - 1 + left - n, f"h{n}")
             for n, u in enumerate(units)))
        database.executemany(
            "INSERT INTO unit_draw VALUES (?, ?, 'demo', ?, ?)", ((ledger, n + 1, lot, u) for n, u in enumerate(units)))
    database.commit()
    database.close()


def ledgers(runs):
    """Server CPU of reads of ledgers: of five million entries, and of a thousand."""
    servers = {}
    for name, entries in (("few", FEW), ("many", ENTRIES)):
        folder, port = scratch_folder(), free_port()
        command = [f"{BIN}/madod", "--data", f"{folder}/data", "--context-folder", f"{folder}/home",
                   "--listen", f"127.0.0.1:{port}", "--plaintext", "--loops", "1", "--demo"]
        Process(port, command).stop()
        fill(f"{folder}/data/mado.db", entries)
        servers[name] = (Process(port, command), f"{folder}/home")
    reads = {
        "GetBalance": {"contractId": "contract-7", "item": "incidents"},
        "ListEntries": {"contractId": "contract-7", "item": "incidents", "pageSize": 10},
    }
    print(f"ledgers, {ENTRIES} entries beside {FEW}, {READS} reads, {runs} runs")
    for method, request in reads.items():
        costs = {name: [] for name in servers}
        for run in range(runs + 1):
            for name, (server, home) in servers.items():
                before = server.cpu_seconds()
                output = subprocess.run(
                    ["taskset", "-c", LOAD_CORE, f"{BIN}/loadtest", "call", f"mado.billing.v1.LedgerService/{method}",
                     "--context", "demo-administrator", "--data", json.dumps(request), "--connections", "4",
                     "--threads", "1", "--concurrency", "8", "--requests", str(READS), "--warm-up", "0s",
                     "--report", "json"],
                    stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True,
                    env={**os.environ, "MADO_HOME": home})
                if json.loads(output.stdout)["ok"] != READS:
                    raise SystemExit(output.stdout)
                if run:
                    costs[name].append((server.cpu_seconds() - before) / READS * 1e6)
        ratios = [many / few for many, few in zip(costs["many"], costs["few"])]
        print(f"  {method}: {spread(costs['many'])} µs, of few {spread(costs['few'])} µs: {spread(ratios)}"
              " (wanted: at most 1.5)")
    for server, _ in servers.values():
        server.stop()
