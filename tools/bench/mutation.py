"""What a change costs: a user entered, authenticated, authorised, audited and durable, beside a call that only echoes."""

import itertools
import json
import os
import subprocess

from generator import echo_data, echo_schema
from peers import command
from processes import BIN, LOAD_CORE, PEERS, SERVER_CORE, Process, free_port, scratch_folder, spread

CALLERS, CONNECTIONS = 100, 10
CALLS, CALLS_ALONE = 12_000, 1_500
# Of a batch while so many callers wait: the others are answered meanwhile.
BATCH = 55

USER = json.dumps({
    "requestId": "{{uuid}}",
    "user": {"login": "u{{hex(16)}}", "name": "name of {{hex(8)}}", "locale": "ja", "roles": ["TENANT_ROLE_WORKER"]},
})


def load(words, callers, calls, environment=()):
    """Has so many callers make calls, each waiting for his answer: the load tester's report."""
    output = subprocess.run(
        ["taskset", "-c", LOAD_CORE, f"{BIN}/loadtest", "call", *words, "--connections", str(min(callers, CONNECTIONS)),
         "--threads", "1", "--concurrency", str(callers), "--requests", str(calls), "--warm-up", "0s", "--report", "json"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True, env={**os.environ, **dict(environment)})
    report = json.loads(output.stdout)
    if report["ok"] != calls:
        raise SystemExit(output.stdout)
    return report


def mutation(runs):
    """Server CPU of a mutation against an echo's, by 100 callers; and how many more 100 callers get done than one."""
    folder = scratch_folder()
    home, ports = os.path.join(folder, "home"), (free_port(), free_port())
    schema = echo_schema(folder)
    office = Process(ports[0], [
        f"{BIN}/madod", "--data", f"{folder}/data", "--context-folder", home, "--listen", f"127.0.0.1:{ports[0]}",
        "--plaintext", "--loops", "1", "--demo"])
    echo = Process(ports[1], command("mado", ports[1], (), folder))
    users = ["mado.identity.v1.UserService/Create", "--context", "demo-administrator", "--data", USER]
    echoes = ["bench.Echo/Unary", "--server", f"http://127.0.0.1:{ports[1]}", "--descriptor-set", schema,
              "--data", echo_data()]

    seeds = itertools.count(1)

    def cost(server, words, callers, calls):
        before = server.cpu_seconds()
        # Every load has random functions of its own: a request that is made again is answered with what was kept.
        report = load([*words, "--seed", str(next(seeds))], callers, calls, {"MADO_HOME": home})
        return (server.cpu_seconds() - before) / calls * 1e6, report["ok"] / report["seconds"]

    figures = {name: [] for name in ("echo", "mutation", "alone", "rate", "rate alone")}
    for run in range(runs + 1):
        echo_cost, _ = cost(echo, echoes, CALLERS, 5 * CALLS)
        change_cost, rate = cost(office, users, CALLERS, CALLS)
        alone_cost, rate_alone = cost(office, users, 1, CALLS_ALONE)
        if not run:
            continue
        for name, value in zip(figures, (echo_cost, change_cost, alone_cost, rate, rate_alone)):
            figures[name].append(value)
    office.stop()
    echo.stop()
    # The server's own database, grown as it has grown, and its rows without the server.
    rows = [float(subprocess.run(
        ["taskset", "-c", SERVER_CORE, f"{PEERS}/rows", f"{folder}/data/mado.db", str(CALLS), str(BATCH)],
        stdout=subprocess.PIPE, check=True).stdout) for _ in range(runs)]
    ratios = [change / echo for change, echo in zip(figures["mutation"], figures["echo"])]
    gains = [many / one for many, one in zip(figures["rate"], figures["rate alone"])]
    print(f"UserService/Create over h2c by {CALLERS} callers on {CONNECTIONS} connections, {CALLS} calls, {runs} runs")
    print(f"  echo      {spread(figures['echo'])} µs of server CPU a call")
    print(f"  mutation  {spread(figures['mutation'])} µs, {spread(figures['rate'], 0)} a second")
    print(f"  mutation / echo: {spread(ratios)} (wanted: at most 3)")
    print(f"  SQLite alone for the same rows, {BATCH} to a commit: {spread(rows)} µs")
    print(f"  one caller, a commit for each: {spread(figures['alone'])} µs, {spread(figures['rate alone'], 0)} a second")
    print(f"  {CALLERS} callers / one: {spread(gains)} (wanted: at least 10)", flush=True)
