"""What an operator sees: pages for plain GETs, metrics as Prometheus reads them, the log's lines."""

import json
import math
import os
import re
import signal
import subprocess
import threading
import time
import unittest

import grpc

import stock
from grpc.health.v1 import health_pb2 as health
from grpc.health.v1 import health_pb2_grpc as health_grpc
from grpc.reflection.v1 import reflection_pb2 as reflection
from grpc.reflection.v1 import reflection_pb2_grpc as reflection_grpc

SAMPLE = re.compile(r'^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$')
LABEL = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)')
TRACE = "0af7651916cd43dd8448eb211c80319c"


def parse(text):
    """Reads the text format, version 0.0.4; returns {(name, labels): value} and {family: type}."""
    assert text.endswith("\n")
    samples, types, helps = {}, {}, set()
    for line in text.splitlines():
        if line.startswith("# HELP "):
            name = line.split()[2]
            assert name not in helps, f"{name} is explained twice"
            helps.add(name)
        elif line.startswith("# TYPE "):
            _, _, name, kind = line.split()
            assert name not in types and kind in ("counter", "gauge", "histogram"), line
            types[name] = kind
        else:
            found = SAMPLE.match(line)
            assert found, f"no sample: {line}"
            name, labels, value = found.groups()
            pairs = LABEL.findall(labels or "")
            assert "".join(f'{n}="{v}",' for n, v in pairs).rstrip(",") == (labels or ""), line
            assert len({n for n, _ in pairs}) == len(pairs), line
            family = name if name in types else re.sub(r"_(bucket|sum|count)$", "", name)
            assert family in types and family in helps, f"{name} has no type"
            assert family == list(types)[-1], f"{name} stands apart from its family"
            key = (name, tuple(sorted(pairs)))
            assert key not in samples, f"{key} is there twice"
            samples[key] = float(value)
    return samples, types


def by_method(samples, name, method, **more):
    """The one sample of a name that is of this method and has these labels."""
    [value] = [v for (n, labels), v in samples.items()
               if n == name and ("grpc_method", method) in labels and set(more.items()) <= set(labels)]
    return value


class Served(unittest.TestCase):
    options = []
    scheme = "https"

    @classmethod
    def setUpClass(cls):
        cls.server = stock.Server(options=cls.options).start()
        cls.addClassCleanup(cls.end)

    @classmethod
    def end(cls):
        if cls.server.process.poll() is None:
            cls.server.stop()

    def curl(self, path, *options):
        """Status, headers by name and body."""
        root = os.path.join(self.server.data, "tls", "certificate.pem")
        trust = ["--cacert", root] if self.scheme == "https" else []
        ended = subprocess.run(
            ["curl", "-sS", "-i", "--max-time", "30", *trust, *options,
             f"{self.scheme}://localhost:{self.server.port}{path}"], capture_output=True, timeout=60)
        self.assertEqual(ended.returncode, 0, ended.stderr)
        head, _, body = ended.stdout.partition(b"\r\n\r\n")
        first, *fields = head.decode().split("\r\n")
        return int(first.split()[1]), dict(f.split(": ", 1) for f in fields), body.decode()

    def metrics(self):
        status, headers, body = self.curl("/metrics")
        self.assertEqual((status, headers["content-type"]),
                         (200, "text/plain; version=0.0.4; charset=utf-8"))
        return parse(body)

    def lines(self):
        """The log's lines, taken apart."""
        return [json.loads(line) for line in self.server.lines if line.startswith("{")]

    def until(self, find):
        end = time.monotonic() + 30
        while time.monotonic() < end:
            found = find()
            if found:
                return found
            time.sleep(0.02)
        raise AssertionError("it did not come to pass:\n" + "".join(self.server.lines))


class Pages(Served):
    versions = (["--http2"], ["--http1.1"], ["--no-alpn"])

    def test_each_path_in_each_version(self):
        for version in self.versions:
            status, headers, body = self.curl("/healthz", *version)
            self.assertEqual((status, body), (200, "ok\n"), version)
            self.assertEqual(headers["cache-control"], "no-store")
            status, headers, body = self.curl("/metrics?x=1", *version)
            self.assertEqual(status, 200)
            self.assertIn("\ngrpc_server_started_total{", body)
            self.assertEqual(int(headers["content-length"]), len(body))
            status, headers, body = self.curl("/metrics", "--head", *version)
            self.assertEqual((status, body), (200, ""), version)
            for path, expected in [("/", 200), ("/nothing", 404), ("/grpc.health.v1.Health/Check", 404)]:
                status, _, body = self.curl(path, *version)
                self.assertEqual(status, expected, (path, version))
                self.assertIn("This port speaks gRPC over HTTP/2", body)

    def test_what_is_neither_a_call_nor_a_get(self):
        for version in self.versions:
            status, _, _ = self.curl("/healthz", "-X", "POST", *version)
            self.assertEqual(status, 415 if "http2" in version[0] else 405, version)
            status, headers, _ = self.curl("/healthz", "-X", "DELETE", *version)
            self.assertEqual(status, 405, version)
            self.assertIn("allow", headers)


class PlaintextPages(Pages):
    options = ["--plaintext"]
    scheme = "http"
    versions = (["--http2-prior-knowledge"], ["--http1.1"], ["--http1.0"])


class NoPages(Served):
    options = ["--pages=false"]

    def test_what_is_switched_off_is_not_there(self):
        for path in ("/metrics", "/healthz"):
            self.assertEqual(self.curl(path)[0], 404)


class Metrics(Served):
    def test_calls_are_counted_as_they_ended(self):
        with self.server.channel() as channel:
            stub = health_grpc.HealthStub(channel)
            for _ in range(20):
                stub.Check(health.HealthCheckRequest())
            for _ in range(3):
                with self.assertRaises(grpc.RpcError):
                    stub.Check(health.HealthCheckRequest(service="none"))
            watch = stub.Watch(health.HealthCheckRequest())
            next(watch)
            with self.assertRaises(grpc.RpcError):
                channel.unary_unary("/no.Such/Method")(b"")
            samples, types = self.metrics()
            watch.cancel()
        self.assertEqual(types["grpc_server_handling_seconds"], "histogram")
        self.assertEqual(by_method(samples, "grpc_server_started_total", "Check"), 23)
        self.assertEqual(by_method(samples, "grpc_server_handled_total", "Check", grpc_code="OK"), 20)
        self.assertEqual(by_method(samples, "grpc_server_handled_total", "Check", grpc_code="NOT_FOUND"), 3)
        self.assertEqual(by_method(samples, "grpc_server_msg_received_total", "Check"), 23)
        self.assertEqual(by_method(samples, "grpc_server_msg_sent_total", "Check"), 20)
        self.assertEqual(by_method(samples, "grpc_server_msg_received_bytes_total", "Check"), 20 * 5 + 3 * 11)
        self.assertEqual(by_method(samples, "grpc_server_msg_sent_bytes_total", "Check"), 20 * 7)
        self.assertEqual(by_method(samples, "grpc_server_started_total", "Watch"), 1)
        self.assertEqual(by_method(samples, "grpc_server_handled_total", "Watch", grpc_code="OK"), 0)
        self.assertEqual(samples["grpc_server_refused_total", (("grpc_code", "UNIMPLEMENTED"),)], 1)
        self.histogram(samples)
        self.assertGreaterEqual(sum(v for (n, _), v in samples.items() if n == "mado_connections"), 2)
        self.assertGreaterEqual(sum(v for (n, _), v in samples.items() if n == "mado_streams"), 2)
        self.assertGreaterEqual(sum(v for (n, _), v in samples.items() if n == "mado_tls_handshakes_total"), 2)
        self.assertGreater(samples["process_resident_memory_bytes", ()], 1e6)
        self.assertGreater(samples["mado_tls_certificate_expiry_timestamp_seconds", ()], time.time())
        self.assertEqual(samples["mado_draining", ()], 0)
        self.assertEqual(samples["mado_log_lines_dropped_total", ()], 0)

    def histogram(self, samples):
        name = "grpc_server_handling_seconds"
        buckets = sorted(
            (math.inf if dict(labels)["le"] == "+Inf" else float(dict(labels)["le"]), value)
            for (n, labels), value in samples.items()
            if n == f"{name}_bucket" and ("grpc_method", "Check") in labels)
        counts = [value for _, value in buckets]
        self.assertEqual(len(buckets), 17)
        self.assertEqual(counts, sorted(counts))
        self.assertEqual(counts[-1], 23)
        self.assertEqual(by_method(samples, f"{name}_count", "Check"), 23)
        self.assertGreater(by_method(samples, f"{name}_sum", "Check"), 0)


class Log(Served):
    options = ["--log-format", "json", "--log-calls"]

    def test_a_call_is_a_line_whatever_its_client_says(self):
        forged = 'x\n{"level":"error","msg":"forged"}\u202e\u001b[2J'
        with self.server.channel() as channel:
            stub = health_grpc.HealthStub(channel)
            stub.Check(health.HealthCheckRequest(), metadata=[("traceparent", f"00-{TRACE}-b7ad6b7169203331-01")])
            with self.assertRaises(grpc.RpcError):
                stub.Check(health.HealthCheckRequest(service=forged), metadata=[("traceparent", "00-nonsense")])
        calls = self.until(lambda: [c for c in [l for l in self.lines() if l["msg"] == "call"] if len(c)][1:] and
                           [l for l in self.lines() if l["msg"] == "call"])
        first, second = calls
        self.assertEqual((first["level"], first["method"], first["code"]),
                         ("info", "/grpc.health.v1.Health/Check", "OK"))
        self.assertEqual(first["trace_id"], TRACE)
        self.assertEqual((first["request_bytes"], first["response_bytes"]), (5, 7))
        self.assertGreaterEqual(first["duration_ms"], 0)
        self.assertRegex(first["peer"], r"^127\.0\.0\.1:\d+$")
        self.assertRegex(first["time"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
        self.assertEqual((second["code"], second["reason"]), ("NOT_FOUND", "SERVICE_UNKNOWN"))
        self.assertNotIn("trace_id", second)
        self.assertIn(forged, second["error"])
        self.assertFalse([l for l in self.lines() if l["msg"] == "forged"])
        raw = "".join(self.server.lines)
        self.assertFalse("\u001b" in raw or "\u202e" in raw)

    def test_what_came_to_no_handler_is_a_line_too(self):
        self.curl("/healthz", "-X", "POST")
        [line] = self.until(lambda: [l for l in self.lines() if l["msg"] == "refused"])
        self.assertEqual(line["http_status"], 415)

    def test_the_server_says_that_it_serves_and_stops(self):
        server = stock.Server(options=self.options).start()
        self.assertEqual(server.stop(), 0)
        said = self.until(lambda: [l for l in server.lines if '"msg":"stopped' in l] and
                          [json.loads(l)["msg"] for l in server.lines if l.startswith("{")])
        self.assertEqual(said, ["started", "draining", "stopped: everything acknowledged is on disk"])


class Slow(Served):
    options = ["--slow-call-ms=1"]

    def test_a_slow_call_says_where_the_time_went(self):
        # Eight megabytes take longer than a millisecond to come.
        request = health.HealthCheckRequest(service="x" * (8 << 20))
        with self.server.channel() as channel, self.assertRaises(grpc.RpcError):
            health_grpc.HealthStub(channel).Check(request, metadata=[("traceparent", f"00-{TRACE}-b7ad6b7169203331-01")])
        [line] = self.until(lambda: [l for l in self.server.lines if 'msg="slow call"' in l])
        self.assertRegex(
            line,
            r'^time=\S+ level=warn msg="slow call" method=/grpc\.health\.v1\.Health/Check code=NOT_FOUND '
            r"duration_ms=\d+\.\d{3} request_bytes=83886\d\d response_bytes=0 peer=127\.0\.0\.1:\d+ "
            rf"trace_id={TRACE} reason=SERVICE_UNKNOWN "
            r'error="service is .{250,350}" queue_ms=\d+\.\d{3} storage_ms=0\.000 flow_control_ms=0\.000$')


class Draining(Served):
    def probe(self):
        try:
            return self.curl("/healthz")[::2]
        except AssertionError:
            # A loop that has nothing to wait for closes its listener, with what had come to that.
            return None

    def test_probes_are_told_until_the_last_call_has_ended(self):
        done = threading.Event()

        def questions():
            yield reflection.ServerReflectionRequest(list_services="")
            done.wait(60)

        with self.server.channel() as channel:
            answers = reflection_grpc.ServerReflectionStub(channel).ServerReflectionInfo(questions())
            next(answers)
            self.server.process.send_signal(signal.SIGTERM)
            self.until(lambda: self.probe() == (503, "draining\n"))
            self.assertEqual(self.metrics()[0]["mado_draining", ()], 1)
            with self.server.channel() as late, self.assertRaises(grpc.RpcError) as raised:
                health_grpc.HealthStub(late).Check(health.HealthCheckRequest(), timeout=5)
            self.assertIn(raised.exception.code(),
                          (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED))
            done.set()
            self.assertEqual(list(answers), [])
        self.assertEqual(self.server.process.wait(60), 0)


class Logfmt(Served):
    options = ["--log-level", "warn"]

    def test_lines_below_the_level_are_not_written(self):
        self.assertEqual([l for l in self.server.lines if l.startswith("time=")], [])


if __name__ == "__main__":
    unittest.main()
