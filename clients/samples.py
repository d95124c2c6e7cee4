"""Runs every sample of every language against a server and compares what it prints with expected/.

With MADO_SERVER, MADO_CA, MADO_TOKEN and MADO_DEVICE_TOKEN set it takes the server that they name; else
it starts one.
"""

import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
SAMPLES = ("unary", "streaming", "deadline", "errors")
# Samples that one language has.
OWN = {"telework": "python"}
COMMANDS = {
    "python": lambda sample: [sys.executable, str(HERE / "python" / f"{sample}.py")],
    "cpp": lambda sample: [str(HERE / "cpp/.build" / sample)],
    "go": lambda sample: [str(HERE / "go/.build" / sample)],
}


def run(environment):
    """Runs all samples; the number of those that differ."""
    failed = 0
    for sample in (*SAMPLES, *OWN):
        expected = (HERE / "expected" / sample).read_text(encoding="utf-8")
        for language, command in COMMANDS.items():
            if OWN.get(sample, language) != language:
                continue
            result = subprocess.run(
                command(sample), env=environment, capture_output=True, text=True, timeout=120)
            good = result.returncode == 0 and result.stdout == expected
            print(f"{'ok  ' if good else 'FAIL'} {language} {sample}", flush=True)
            if not good:
                failed += 1
                print(f"exit {result.returncode}\n{result.stdout}{result.stderr}expected\n{expected}", flush=True)
    return failed


def main():
    if "MADO_SERVER" in os.environ:
        return run(dict(os.environ))
    sys.path.insert(0, str(HERE.parent / "Tests" / "EndToEnd"))
    from stock import Server

    server = Server().start()
    try:
        return run({
            **os.environ,
            "MADO_SERVER": f"localhost:{server.port}",
            "MADO_CA": os.path.join(server.data, "tls", "certificate.pem"),
            "MADO_TOKEN": server.token("demo-manager"),
            "MADO_DEVICE_TOKEN": server.token("demo-device"),
        })
    finally:
        server.stop()


sys.exit(1 if main() else 0)
