"""What a mutation costs: something changed or entered, authenticated, authorised, audited and durable, beside a call that only echoes."""

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

# Names of requests: of their time, as the command line and the load tester make them, and wholly random ones.
TIMED, RANDOM = "{{uuid}}", "{{hex(8)}}-{{hex(4)}}-4{{hex(3)}}-8{{hex(3)}}-{{hex(12)}}"


def entered(request_id):
    """Enters a user whose login is like no other's: his row, and a random place in an index."""
    return "mado.identity.v1.UserService/Create", {
        "requestId": request_id,
        "user": {"login": "u{{hex(16)}}", "name": "name of {{hex(8)}}", "locale": "ja", "roles": ["TENANT_ROLE_WORKER"]},
    }


# Changes who speaks for the tenant: a row that stands in the place of another.
CHANGED = "mado.tenant.v1.AdminContactService/Set", {
    "requestId": TIMED, "contacts": [{"name": "name of {{hex(8)}}", "email": "person@example.com"}]}
MUTATIONS = {"changed": CHANGED, "entered": entered(TIMED), "entered, ids of version 4": entered(RANDOM)}


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
    """Server CPU of mutations against an echo's, by 100 callers; and how many more 100 callers get done than one."""
    folder = scratch_folder()
    home, ports = os.path.join(folder, "home"), (free_port(), free_port())
    schema = echo_schema(folder)
    office = Process(ports[0], [
        f"{BIN}/madod", "--data", f"{folder}/data", "--context-folder", home, "--listen", f"127.0.0.1:{ports[0]}",
        "--plaintext", "--loops", "1", "--demo"])
    echo = Process(ports[1], command("mado", ports[1], (), folder))
    echoes = ["bench.Echo/Unary", "--server", f"http://127.0.0.1:{ports[1]}", "--descriptor-set", schema,
              "--data", echo_data()]
    seeds = itertools.count(1)

    def cost(server, words, callers, calls):
        before = server.cpu_seconds()
        # Every load has random functions of its own: a request that is made again is answered with what was kept.
        report = load([*words, "--seed", str(next(seeds))], callers, calls, {"MADO_HOME": home})
        return (server.cpu_seconds() - before) / calls * 1e6, report["ok"] / report["seconds"]

    echo_costs, figures = [], {name: [] for name in MUTATIONS}
    for run in range(runs + 1):
        echo_cost, _ = cost(echo, echoes, CALLERS, 5 * CALLS)
        if run:
            echo_costs.append(echo_cost)
        for name, (method, request) in MUTATIONS.items():
            words = [method, "--context", "demo-administrator", "--data", json.dumps(request)]
            many, alone = (cost(office, words, *load) for load in ((CALLERS, CALLS), (1, CALLS_ALONE)))
            if run:
                figures[name].append((*many, *alone, many[0] / echo_cost, many[1] / alone[1]))
    office.stop()
    echo.stop()
    # The server's own database, grown as it has grown, and its rows without the server.
    rows = [float(subprocess.run(
        ["taskset", "-c", SERVER_CORE, f"{PEERS}/rows", f"{folder}/data/mado.db", str(CALLS), str(BATCH)],
        stdout=subprocess.PIPE, check=True).stdout) for _ in range(runs)]
    print(f"mutations over h2c by {CALLERS} callers on {CONNECTIONS} connections, {CALLS} calls, {runs} runs;"
          f" an echo takes {spread(echo_costs)} µs of server CPU")
    for name, results in figures.items():
        costs, rates, costs_alone, rates_alone, ratios, gains = zip(*results)
        print(f"  {name}")
        print(f"    {spread(costs)} µs, {spread(rates, 0)} a second; alone {spread(costs_alone)} µs,"
              f" {spread(rates_alone, 0)} a second")
        print(f"    mutation / echo: {spread(ratios)} (wanted: at most 3)")
        print(f"    {CALLERS} callers / one: {spread(gains)} (wanted: at least 10)")
    print(f"  SQLite alone for the rows of one entered, {BATCH} to a commit: {spread(rows)} µs", flush=True)
