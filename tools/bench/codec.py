"""Measures our binary codec against C++ protobuf's: see tools/bench/peer and tools/bench/codec."""

import os
import statistics
import subprocess

from processes import ROOT, scratch_folder

SECONDS_PER_RUN = 0.03
SAMPLES = ["acknowledgement", "verdict", "record", "contract", "frame"]


class Program:
    """One side: answers a line with a line."""

    def __init__(self, *command):
        self.process = subprocess.Popen(
            ["taskset", "-c", "1", *command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, *words):
        self.process.stdin.write(" ".join(map(str, words)) + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def end(self):
        self.process.stdin.close()
        self.process.wait()


def build_peer(folder):
    """The C++ side, with code that protoc makes from the same schemas."""
    schemas = os.path.join(ROOT, "Schema")
    codec = os.path.join(ROOT, "tools/bench/codec")
    files = ["codec.proto", "mado/telework/v1/telework.proto", "mado/common/v1/access.proto",
             "schemac/options.proto", "buf/validate/validate.proto"]
    subprocess.run(["protoc", f"-I{codec}", f"-I{schemas}", f"--cpp_out={folder}", *files], check=True)
    sources = [f"{folder}/{file.removesuffix('.proto')}.pb.cc" for file in files]
    program = os.path.join(folder, "codec")
    subprocess.run(
        ["g++", "-std=c++17", "-O3", "-DNDEBUG", f"-I{folder}", os.path.join(ROOT, "tools/bench/peer/codec.cpp"),
         *sources, "-lprotobuf", "-pthread", "-o", program],
        check=True)
    return program


def protobuf(runs, binaries):
    """Nanoseconds to encode and to decode each message, ours and C++'s, in turns; false if ours is slower."""
    folder = scratch_folder()
    peer_program = build_peer(folder)
    ours = Program(os.path.join(binaries, "codec-bench"))
    sizes = {}
    for name in SAMPLES:
        encoded = bytes.fromhex(ours.ask("bytes", name))
        sizes[name] = len(encoded)
        with open(os.path.join(folder, name), "wb") as file:
            file.write(encoded)
    peer = Program(peer_program, folder)
    for name in SAMPLES:
        if ours.ask("bytes", name) != peer.ask("bytes", name):
            raise SystemExit(f"{name}: the two sides encode different bytes")
    print(f"fresh message per decode, fresh buffer per encode; medians of {runs} runs in turns, ns")
    print(f"  {'message':16} {'bytes':>7}  {'way':6} {'mado':>9} {'C++':>9}  ratio (smallest to largest)")
    slower = []
    for name in SAMPLES:
        for order in ("encode", "decode"):
            count = calibrated(order, name, ours, peer)
            times = [(float(ours.ask(order, name, count)), float(peer.ask(order, name, count))) for _ in range(runs)]
            ratios = [a / b for a, b in times]
            ratio = statistics.median(ratios)
            if ratio > 1:
                slower.append(f"{name} {order}")
            print(f"  {name:16} {sizes[name]:7}  {order:6} {statistics.median(a for a, _ in times):9.1f} "
                  f"{statistics.median(b for _, b in times):9.1f}  {ratio:.2f} ({min(ratios):.2f} to {max(ratios):.2f})",
                  flush=True)
    ours.end()
    peer.end()
    if slower:
        raise SystemExit(f"slower than C++: {', '.join(slower)}")


def calibrated(order, name, *programs):
    """How often one run does it; both sides are warm after this."""
    slowest = max(float(program.ask(order, name, 2000)) for program in programs)
    return max(100, int(SECONDS_PER_RUN * 1e9 / slowest))
