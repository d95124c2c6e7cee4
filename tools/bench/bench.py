#!/usr/bin/env python3
"""Measures the server against peers in the same run: ratios, not absolutes.

The server runs on core 0, the load on core 1. Servers take turns in every run; what is printed is the median
and, in brackets, the smallest and the largest. CPU time is the kernel's count for all of the server's threads.

Calls, against a bare C server on the same libraries (the floor), nghttpd, grpc C++ and grpc-go (tools/bench/peer):
  unary        CPU of a call with 100 bytes, h2c and TLS
  latency      one call in flight, p50 and p99, h2c and TLS
  upload       CPU per GB of 130 KB messages, TLS and h2c
  connections  memory of 1,000 idle TLS connections; connections-10k, of 10,000
  streams      memory of 1,000 calls that are open and idle
  loops        CPU of a call on two loops against one
  generator    calls that the load tool makes in a CPU second, against h2load
  overload     goodput, health and a light client at three times the calls that can be served

The product:
  frames       pictures stored durably against pictures decrypted and discarded
  ingest       pictures of 200 agents stored as fast as may be, beside what the disk and the ciphers allow
  day          a worker's day listed among five million pictures beside five thousand
  ledgers      reads of ledgers of five million entries beside a thousand
  mutation     CPU of a change, audited and durable, against an echo; 100 callers against one
  timers       start and memory of madod with a million due instants
  rating       a month of a million calls, each rated once
  contracts    CPU of reads among a million contracts against among a thousand
  watch        a thousand watches over ten thousand workers: memory, delay of a change
  idle         memory of 1,000 idle TLS connections of madod
  sign-in      time of refused sign-ins, by why they were refused
  stream       peak memory while one device sends a gigabyte and a hundred others go on

Pieces:
  schemac      the schema compiler beside protoc, on the same made-up schemas (schemas.py)
  protobuf     the binary codec beside C++ protobuf's (codec.py)
  copies       how often a payload is copied (copies.py)

    tools/bench/run [NAME...] [--runs 7]
"""

import argparse
import os
import statistics
import subprocess
import tempfile

import billing
import calls
import codec
import contracts
import copies
import evidence
import generator
import holding
import mutation
import overload
import product
import schemas
import timers
import watch
from processes import BIN, Process, free_port, spread


def cpu_seconds(command, folder):
    process = subprocess.Popen(command, cwd=folder)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = status
    if status != 0:
        raise SystemExit(f"{command[0]} failed")
    return usage.ru_utime + usage.ru_stime


def schemac(runs):
    """Descriptor sets of 500 and 5,000 files; the two compilers take turns."""
    ours_of_count = {}
    for count in (500, 5000):
        with tempfile.TemporaryDirectory() as folder:
            files = schemas.write(folder, count)
            ours, peer = [], []
            for _ in range(runs):
                peer.append(cpu_seconds(["protoc", "-I.", "--descriptor_set_out=protoc.set", *files], folder))
                ours.append(cpu_seconds([f"{BIN}/schemac", "-I.", "--descriptor-set-out=schemac.set", *files], folder))
            sizes = {os.path.getsize(os.path.join(folder, f"{name}.set")) for name in ("protoc", "schemac")}
            if len(sizes) != 1:
                raise SystemExit("the two made different descriptor sets")
        ours_of_count[count] = statistics.median(ours)
        print(f"descriptor set of {count} files, {sizes.pop() / 1e6:.1f} MB, {runs} runs")
        print(f"  schemac  {spread(ours)} s of CPU")
        print(f"  protoc   {spread(peer)} s of CPU")
        print(f"  ratio    {spread([a / b for a, b in zip(ours, peer)])} (wanted: at most 1.0)")
    print(f"ten times the files take {ours_of_count[5000] / ours_of_count[500]:.1f} times the time")


def rating(runs):
    """A million calls rated by the published catalogue, on one core."""
    calls_rated = 1_000_000
    output = subprocess.run(["taskset", "-c", "1", f"{BIN}/rating-bench", str(calls_rated), str(runs)],
                            stdout=subprocess.PIPE, text=True, check=True).stdout
    print(f"a month of {calls_rated} calls rated, one in ten of them told twice, {runs} runs")
    print(f"  {spread([float(line) for line in output.split()])} s on a core (wanted: below 1)")


def copies_of_payload(_):
    """Copies of a payload byte between socket and field."""
    copies.copies(lambda port, environment: Process(port, [f"{BIN}/echo-server", str(port)], environment), free_port)


MEASURES = {
    "unary": calls.unary, "latency": calls.latency, "upload": calls.upload,
    "connections": lambda runs: holding.connections(runs, 1_000),
    "connections-10k": lambda runs: holding.connections(runs, 10_000), "streams": holding.streams, "loops": calls.loops,
    "overload": overload.overload,
    "frames": product.frames, "ingest": evidence.ingest, "day": evidence.day,
    "idle": product.idle, "stream": product.stream, "mutation": mutation.mutation,
    "contracts": contracts.contracts, "ledgers": billing.ledgers, "rating": rating, "timers": timers.timers,
    "watch": watch.watch,
    "sign-in": product.sign_in,
    "generator": generator.generator,
    "schemac": schemac, "protobuf": lambda runs: codec.protobuf(runs, BIN), "copies": copies_of_payload,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", choices=[[], *MEASURES], metavar="NAME")
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    for name in options.names or MEASURES:
        MEASURES[name](options.runs)


if __name__ == "__main__":
    main()
