"""What the load tester costs beside h2load: calls offered per second of its own CPU."""

import base64
import json
import os
import re
import subprocess
import tempfile

from calls import GRPC_FIELDS
from peers import MESSAGE, command, prefixed
from processes import BIN, LOAD_CORE, ROOT, Process, free_port, scratch_folder, spread

CALLS = 300_000
CONNECTIONS, CALLS_EACH = 10, 100


def run(words):
    """Runs a generator on the load's core: what it printed, and the CPU seconds that it took."""
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(
            ["taskset", "-c", LOAD_CORE, *words], stdout=output, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = status
        output.seek(0)
        text = output.read()
    if status != 0:
        raise SystemExit(f"{words[0]} ended with {status}:\n{text}")
    return text, usage.ru_utime + usage.ru_stime


def echo_schema(folder):
    """The schema of the echo server, compiled: a file in `folder`."""
    path = os.path.join(folder, "bench.binpb")
    subprocess.run(
        [f"{BIN}/schemac", f"-I{ROOT}/tools/bench/echo-server", f"--descriptor-set-out={path}", "bench.proto"],
        check=True, cwd=f"{ROOT}/tools/bench/echo-server")
    return path


def echo_data():
    """The echo's request for the load tester: the payload is what the message has behind tag and length."""
    return json.dumps({"payload": base64.b64encode(MESSAGE[2:]).decode()})


def generator(runs):
    """Both call our echo server, since then it is the generator that has the most to do."""
    folder = scratch_folder()
    body, schema = os.path.join(folder, "body"), echo_schema(folder)
    with open(body, "wb") as file:
        file.write(prefixed(MESSAGE))
    port = free_port()
    server = Process(port, command("mado", port, (), folder))
    rates = {"h2load": [], "loadtest": []}
    for turn in range(runs + 1):
        text, cpu = run([
            "h2load", "-n", str(CALLS), "-c", str(CONNECTIONS), "-m", str(CALLS_EACH), "-d", body, *GRPC_FIELDS,
            f"http://127.0.0.1:{port}/bench.Echo/Unary"])
        if int(re.search(r"(\d+) succeeded", text).group(1)) != CALLS:
            raise SystemExit(text)
        figures = {"h2load": CALLS / cpu}
        text, cpu = run([
            f"{BIN}/loadtest", "call", "bench.Echo/Unary", "--server", f"http://127.0.0.1:{port}",
            "--descriptor-set", schema, "--data", echo_data(), "--connections", str(CONNECTIONS), "--threads", "1",
            "--concurrency", str(CONNECTIONS * CALLS_EACH), "--requests", str(CALLS), "--warm-up", "0s",
            "--report", "json"])
        if json.loads(text)["ok"] != CALLS:
            raise SystemExit(text)
        figures["loadtest"] = CALLS / cpu
        if turn:
            for name, figure in figures.items():
                rates[name].append(figure)
    server.stop()
    print(f"calls of 100 bytes, {CONNECTIONS} connections with {CALLS_EACH} in flight each, {runs} runs")
    for name, values in rates.items():
        print(f"  {name:9} {spread(values, 0):>28} calls per second of its CPU")
    ratios = [ours / theirs for ours, theirs in zip(rates["loadtest"], rates["h2load"])]
    print(f"  loadtest / h2load: {spread(ratios)} (wanted: at least 0.5)", flush=True)
