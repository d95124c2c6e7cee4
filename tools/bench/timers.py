"""A million due instants: how soon a server with them serves, what memory it has, how fast it catches up."""

import json
import os
import sqlite3
import subprocess
import time

from processes import BIN, Process, free_port, scratch_folder, spread

COUNT, OVERDUE = 1_000_000, 10_000
NOW, OUTAGE = 1_788_220_800, 86_400  # 2026-09-01T00:00:00Z, in seconds since 1970; and how long the server is away


def fill(database):
    """As if a million windows of maintenance had been planned: the first of them within the outage, the others later."""
    rows = ((f"w{number:07}", (NOW + 1 + (number * OUTAGE // OVERDUE)) * 1_000_000_000) for number in range(COUNT))
    with sqlite3.connect(database) as connection:
        connection.executemany(
            """INSERT INTO due_work (tenant_id, kind, subject, due_at, next_at, tries, last_error)
               VALUES ('vendor', 'maintenance.start', ?, ?2, ?2, 0, '')""", rows)
    connection.close()


def is_behind(port, token):
    """Whether something is overdue: the database is the server's alone while that runs."""
    listed = subprocess.run([f"{BIN}/mado", "--server", f"http://127.0.0.1:{port}", "--token", token, "--output", "json",
                             "status", "scheduler", "list-jobs"], check=True, capture_output=True, text=True)
    end = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(NOW + OUTAGE))
    return any(job.get("nextTime", end) < end for job in json.loads(listed.stdout)["jobs"])


def timers(runs):
    """Start, memory and catching up with a million timers."""
    folder, port = scratch_folder(), free_port()
    command = [f"{BIN}/madod", "--data", f"{folder}/data", "--context-folder", f"{folder}/home"]
    subprocess.run([*command, "test-folder"], check=True, capture_output=True)
    token = subprocess.run([*command, "admin-token"], check=True, capture_output=True, text=True).stdout.split()[-1]

    def start(now):
        begun = time.monotonic()
        server = Process(port, [*command, "--listen", f"127.0.0.1:{port}", "--plaintext", "--loops", "1", "--clock",
                                f"{time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(now))},speed=0"])
        return server, time.monotonic() - begun

    def starts():
        found = []
        for _ in range(runs):
            server, seconds = start(NOW)
            time.sleep(2)
            found.append((seconds, server.memory_bytes() / 1e6))
            server.stop()
        return zip(*found)

    empty, empty_memory = starts()
    database = f"{folder}/data/mado.db"
    fill(database)
    print(f"{COUNT:,} due instants, {os.path.getsize(database) / 1e6:.0f} MB of database, {runs} runs")
    full, full_memory = starts()
    print(f"  ready after {spread(full)} s (wanted: below 2); with none {spread(empty)} s")
    print(f"  memory {spread(full_memory, 1)} MB (wanted: below 200); with none {spread(empty_memory, 1)} MB")
    server, _ = start(NOW + OUTAGE)
    begun = time.monotonic()
    while is_behind(port, token):
        time.sleep(0.02)
    seconds = time.monotonic() - begun
    print(f"  after an outage {OVERDUE:,} overdue are done in {seconds:.2f} s, {OVERDUE / seconds:,.0f} a second, "
          f"memory {server.memory_bytes() / 1e6:.1f} MB")
    server.stop()
