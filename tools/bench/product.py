"""What the product costs: pictures stored durably, idle devices, one device that sends all it can."""

import json
import os
import socket
import ssl
import subprocess
import time

from processes import BIN, Process, free_port, scratch_folder, spread

FRAME_BYTES = 130_000


def frames(runs):
    """Server CPU per stored image of 130 KB over TLS, against decrypting and discarding the same images."""
    agents, rate, seconds = 20, 200, 3
    folder = scratch_folder()
    ports = free_port(), free_port()
    contexts = os.path.join(folder, "home")
    store = Process(ports[0], [
        f"{BIN}/madod", "--data", f"{folder}/data", "--context-folder", contexts, "--listen", f"127.0.0.1:{ports[0]}",
        "--loops", "1", "--demo", "--demo-devices", str(agents)])
    certificate, key = f"{folder}/data/tls/certificate.pem", f"{folder}/data/tls/key.pem"
    discard = Process(ports[1], [f"{BIN}/echo-server", str(ports[1]), certificate, key])
    costs, rates = {"store": [], "discard": []}, {"store": [], "discard": []}
    sequence = 1
    for run in range(runs + 1):
        for name, server in (("store", store), ("discard", discard)):
            before = server.cpu_seconds()
            output = subprocess.run(
                ["taskset", "-c", "1", f"{BIN}/loadtest", "telework", "--server", f"https://localhost:{server.port}",
                 "--contexts", "demo-device", "--context-folder", contexts, "--agents", str(agents),
                 "--rate", str(rate), "--seconds", str(seconds), "--image-bytes", str(FRAME_BYTES),
                 "--first-sequence", str(sequence), "--report", "json"],
                capture_output=True, text=True)
            if output.returncode:
                raise SystemExit(output.stderr + output.stdout)
            report = json.loads(output.stdout.strip().splitlines()[-1])
            if report["errors"] or report["ok"] != report["scheduled"]:
                raise SystemExit(output.stdout)
            if run:
                costs[name].append((server.cpu_seconds() - before) / report["ok"] * 1e6)
                rates[name].append(report["ok"] / report["seconds"])
        sequence += rate * seconds * 4
    store.stop()
    discard.stop()
    ratios = [100 * d / s for s, d in zip(costs["store"], costs["discard"])]
    print(f"images of {FRAME_BYTES} bytes over TLS, {agents} agents, {agents * rate}/s offered for {seconds} s, {runs} runs")
    print(f"  stored durably       {spread(costs['store'], 0)} µs of server CPU each, {spread(rates['store'], 0)} images/s")
    print(f"  decrypted, discarded {spread(costs['discard'], 0)} µs of server CPU each, {spread(rates['discard'], 0)} images/s")
    print(f"  stored, of discarded {spread(ratios, 0)} % (wanted: at least 40)")


def idle(_):
    """Memory of 1,000 idle TLS connections."""
    count = 1000
    folder = scratch_folder()
    port = free_port()
    server = Process(port, [f"{BIN}/madod", "--data", f"{folder}/data", "--context-folder", f"{folder}/home",
                            "--listen", f"127.0.0.1:{port}", "--loops", "1"])
    context = ssl.create_default_context(cafile=f"{folder}/data/tls/certificate.pem")
    context.set_alpn_protocols(["h2"])

    def connect():
        connection = context.wrap_socket(socket.create_connection(("127.0.0.1", port)), server_hostname="localhost")
        connection.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\0\0\0\4\0\0\0\0\0" + b"\0\0\0\4\1\0\0\0\0")
        connection.recv(4096)
        return connection

    before = server.memory_bytes()
    connections = [connect() for _ in range(count)]
    time.sleep(1)
    after = server.memory_bytes()
    print(f"{count} idle TLS connections: {before / 1e6:.1f} MB before, {after / 1e6:.1f} MB with them: "
          f"{(after - before) / count / 1024:.1f} KiB each, {after / (1 << 20):.1f} MiB in all (wanted: at most 64)")
    for connection in connections:
        connection.close()
    server.stop()


def stream(_):
    """Peak memory while one stream sends 1 GB as fast as it may and a hundred others go on."""
    others, total = 100, 1 << 30
    folder = scratch_folder()
    port, contexts = free_port(), os.path.join(folder, "home")
    server = Process(port, [
        f"{BIN}/madod", "--data", f"{folder}/data", "--context-folder", contexts, "--listen", f"127.0.0.1:{port}",
        "--loops", "1", "--demo", "--demo-devices", str(others + 1)])
    started_bytes = server.memory_bytes()
    crowd = subprocess.Popen(
        ["taskset", "-c", "1", f"{BIN}/loadtest", "telework", "--contexts", "demo-device", "--first-context", "2",
         "--context-folder", contexts, "--agents", str(others), "--rate", "2", "--seconds", "60",
         "--image-bytes", "10000", "--report", "json"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)

    def flood(count, first):
        output = subprocess.run(
            ["taskset", "-c", "1", f"{BIN}/loadtest", "telework", "--contexts", "demo-device", "--context-folder", contexts,
             "--agents", "1", "--rate", "100000", "--images", str(count), "--image-bytes", str(FRAME_BYTES),
             "--first-sequence", str(first), "--report", "json"], capture_output=True, text=True)
        report = json.loads(output.stdout.strip().splitlines()[-1])
        assert report["ok"] == count, report
        return report["seconds"]

    # A server that has been at work has its database's cache filled: idle is what it holds after that.
    flood(1000, 1)
    time.sleep(8)
    idle_bytes = server.memory_bytes()
    with open(f"/proc/{server.pid}/clear_refs", "w") as file:
        file.write("5")  # the peak counts from here
    count = total // FRAME_BYTES
    seconds = flood(count, 10_000)
    peak = server.status_bytes("VmHWM")
    report = json.loads(crowd.communicate()[0].strip().splitlines()[-1])
    server.stop()
    assert report["ok"] == report["scheduled"], report
    print(f"one stream of {count * FRAME_BYTES / 1e9:.2f} GB in {seconds:.1f} s beside {others} others, which lost none "
          f"of their {report['ok']} pictures (p50 {report['response_ms']['p50']} ms)")
    print(f"  {started_bytes / 1e6:.1f} MB at the start, idle {idle_bytes / 1e6:.1f} MB with the others, "
          f"peak {peak / 1e6:.1f} MB: {(peak - idle_bytes) / 1e6:.1f} MB above idle (wanted: at most 8)")


def sign_in(_):
    """10,000 refused sign-ins of each kind: whether their time tells why. In memory, since a disk's time is as
    wide as all else together. More by hand: `sign-in-bench`."""
    for tries, log_rounds in (10_000, 4), (1_000, 10):
        folder = os.path.join(scratch_folder("/dev/shm"), "data")
        subprocess.run(["taskset", "-c", "0", f"{BIN}/sign-in-bench", folder, str(tries), str(log_rounds)], check=True)
