"""The load tester against servers that know nothing of it."""

import csv
import io
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

import grpc
from PIL import Image

import foreign
import stock
import test_tls
from stock import telework

SET = os.path.join(foreign.SCHEMA, "shop.binpb")


def loadtest(*arguments, input=""):
    """Runs the load tester without any context."""
    home = stock.scratch_folder("mado-home-")
    return subprocess.run(
        [stock.binary("loadtest"), *arguments], input=input, capture_output=True, text=True, timeout=120,
        env={"PATH": os.environ["PATH"], "MADO_HOME": home}, check=False)


class Calls(unittest.TestCase):
    """Every kind of method of a stock grpcio server, by its reflection or by a file."""

    @classmethod
    def setUpClass(cls):
        cls.server, port = foreign.server()
        cls.addClassCleanup(cls.server.stop, None)
        silent, silent_port = foreign.server(reflecting=False)
        cls.addClassCleanup(silent.stop, None)
        cls.reflecting = ("--server", f"http://127.0.0.1:{port}")
        cls.silent = ("--server", f"http://127.0.0.1:{silent_port}")

    def setUp(self):
        foreign.Shop.items.clear()

    def run_load(self, method, *arguments, status=0, way=None, input=""):
        done = loadtest("call", f"shop.v1.Shop/{method}", *(way or self.reflecting), "--warm-up", "0s", *arguments,
                        input=input)
        self.assertEqual(done.returncode, status, done.stderr + done.stdout)
        return done

    def report(self, method, *arguments, **options):
        return json.loads(self.run_load(method, *arguments, "--report", "json", **options).stdout)

    def test_calls_of_all_kinds_are_made_and_counted(self):
        item = '{"name": "x", "price": 2}'
        rows = [
            # method, options, requests, responses
            ("Echo", ["--data", item], 30, 30),
            ("Sum", ["--data", item, "--messages", "4"], 120, 30),
            ("Find", ["--data", '{"prefix": "n", "count": 3}'], 30, 90),
            ("Chat", ["--data", item, "--messages", "4"], 120, 120),
            ("Chat", ["--data", item, "--messages", "4", "--lockstep"], 120, 120),
            ("Chat", ["--data", item, "--messages", "0"], 0, 0),
        ]
        models = [["--concurrency", "5"], ["--rate", "1000"], ["--rate", "100..2000", "--arrivals", "random"]]
        for way in (self.reflecting, self.silent + ("--descriptor-set", SET)):
            for method, options, requests, responses in rows:
                for model in models:
                    with self.subTest(method=method, options=options, model=model, way=way):
                        report = self.report(
                            method, *options, *model, "--requests", "30", "--connections", "2", "--threads", "2",
                            way=way)
                        if "random" not in model:
                            self.assertEqual((report["started"], report["ok"], report["errors"]), (30, 30, 0))
                            self.assertEqual(report["requests"]["messages"], requests)
                            self.assertEqual(report["responses"]["messages"], responses)
                        self.assertEqual(report["outcomes"], [{"code": "OK", "reason": "", "count": report["ok"]}])
                        self.assertEqual(report["service_ms"]["count"], report["ok"])
                        self.assertEqual("response_ms" in report, "--rate" in model)
                        self.assertEqual(report["generator"]["held"], 0)

    def test_each_call_has_a_request_of_its_own(self):
        data = '{"name": "item-{{seq}}", "price": "{{int(5, 9)}}", "size": "{{choice(SIZE_SMALL, SIZE_BIG)}}",' \
            ' "stock": {"a": "{{seq}}"}, "since": "{{now}}", "picture": "{{bytes(7)}}", "part": {"name": "{{uuid}}"}}'
        self.report("Echo", "--data", data, "--requests", "50", "--connections", "3", "--threads", "2")
        items = foreign.Shop.items
        self.assertEqual(sorted(item.name for item in items), sorted(f"item-{number}" for number in range(50)))
        self.assertEqual({item.price for item in items} - set(range(5, 10)), set())
        self.assertEqual({item.size for item in items}, {1, 2})
        self.assertEqual({len(item.picture) for item in items}, {7})
        self.assertEqual(len({item.part.name for item in items}), 50)
        self.assertTrue(all(item.stock["a"] == int(item.name[5:]) for item in items))
        self.assertTrue(all(item.since.seconds > 1_700_000_000 for item in items))

    def test_templates_take_turns(self):
        self.report("Echo", "--data", "-", "--requests", "20", input='{"name": "a"}\n{"name": "b"}\n')
        self.assertEqual([item.name for item in foreign.Shop.items].count("a"), 10)

    def test_errors_are_told_apart_and_rules_decide(self):
        data = ("--data", '{"name": "nothing"}{"name": "there"}', "--requests", "20")
        report = self.report("Echo", *data, status=1)
        self.assertEqual(report["outcomes"], [
            {"code": "OK", "reason": "", "count": 10},
            {"code": "NOT_FOUND", "reason": "there is no such item", "count": 10}])
        self.assertTrue(report["failed"])
        self.report("Echo", *data, "--fail-if", "errors>50%,p50>1m")
        text = self.run_load("Echo", *data, "--fail-if", "errors>=50%", "--fail-if", "p50>1m", status=1).stdout
        self.assertIn("  10  NOT_FOUND (there is no such item)\n", text)
        self.assertIn("FAILED errors>=50%: it is 50.0 %\n", text)
        self.assertIn("kept   p50>1m: it is", text)

    def test_what_does_not_answer_is_cut_off(self):
        data = ("--data", '{"name": "slow"}', "--rate", "20:200ms", "--grace", "100ms")
        report = self.report("Echo", *data, status=1)
        self.assertEqual([(row["code"], row["count"]) for row in report["outcomes"]], [("UNANSWERED", 4)])
        # However the run is bounded, the grace begins when the last call has started.
        slow = ("--data", '{"name": "slow"}', "--concurrency", "3", "--requests", "3", "--grace", "100ms")
        for bound in ((), ("--duration", "1h")):
            report = self.report("Echo", *slow, *bound, status=1)
            self.assertEqual([(row["code"], row["count"]) for row in report["outcomes"]], [("UNANSWERED", 3)])
        report = self.report("Echo", *data, "--timeout", "50ms", status=1)
        # Whether the server or the tester's own clock said so first may differ from call to call.
        self.assertEqual({row["code"] for row in report["outcomes"]}, {"DEADLINE_EXCEEDED"})
        self.assertEqual(sum(row["count"] for row in report["outcomes"]), 4)

    def test_calls_beyond_the_bound_wait_and_are_said_to(self):
        text = self.run_load(
            "Echo", "--data", '{"name": "slow"}', "--rate", "20:200ms", "--grace", "100ms", "--max-in-flight", "1",
            status=1).stdout
        self.assertIn("3 starts waited because 1 calls were in flight", text)

    def test_a_server_that_is_not_there_is_unavailable(self):
        way = ("--server", "http://127.0.0.1:1", "--descriptor-set", SET)
        report = self.report("Echo", "--requests", "5", way=way, status=1)
        self.assertEqual({row["code"] for row in report["outcomes"]}, {"UNAVAILABLE"})
        self.assertEqual(report["ok"], 0)

    def test_reports_go_to_files_and_hold_the_same(self):
        with tempfile.TemporaryDirectory() as folder:
            paths = {form: os.path.join(folder, form) for form in ("text", "json", "csv", "series")}
            words = [word for form, path in paths.items() for word in ("--report", f"{form}={path}")]
            done = self.run_load("Echo", "--rate", "100:2500ms", *words)
            self.assertEqual(done.stdout, "")
            self.assertIn("1 s: ", done.stderr)
            contents = {}
            for form, path in paths.items():
                with open(path, encoding="utf-8") as file:
                    contents[form] = file.read()
        report = json.loads(contents["json"])
        self.assertIn("250 of 250 calls started have ended", contents["text"])
        [row] = csv.DictReader(io.StringIO(contents["csv"]))
        self.assertEqual((row["started"], row["ok"], row["failed"]), ("250", "250", "false"))
        series = list(csv.DictReader(io.StringIO(contents["series"])))
        self.assertEqual(sum(int(row["ok"]) for row in series), 250)
        self.assertEqual([float(row["from"]) for row in series], [row["from"] for row in report["series"]])
        self.assertGreaterEqual(len(series), 3)

    def test_metadata_goes_along(self):
        self.report("Echo", "--requests", "1", "--token", "t", "--metadata", "x-name=a=b")
        self.assertEqual(foreign.Shop.metadata["authorization"], "Bearer t")
        self.assertEqual(foreign.Shop.metadata["x-name"], "a=b")

    def test_what_is_wrong_is_named(self):
        rows = [
            ("Ecko", [], "there is no method 'Ecko'; did you mean Echo?"),
            ("Echo", ["--data", '{"nmae": 1}'], "--data, line 1, column 10: shop.v1.Item has no field nmae"),
            ("Echo", ["--data", '{"name": "{{sek}}"}'], "column 13: there is no function sek; did you mean seq?"),
            ("Echo", ["--rate", "x"], "--rate 'x', column 1: 'x' is no rate"),
            ("Echo", ["--fail-if", "p99>20"], "--fail-if 'p99>20', column 7: a time has a unit"),
            ("Echo", ["--messages", "2"], "--messages is for streams of requests"),
            ("Sum", ["--lockstep"], "--lockstep is for streams both ways"),
        ]
        for method, arguments, text in rows:
            with self.subTest(method=method, arguments=arguments):
                self.assertIn(text, self.run_load(method, *arguments, status=2).stderr)
        self.assertIn("the server offers no reflection", self.run_load("Echo", way=self.silent, status=2).stderr)


class Secure(unittest.TestCase):
    def test_a_client_shows_its_certificate(self):
        folder = stock.scratch_folder("mado-mtls-")
        server, client = ([os.path.join(folder, f"{who}.{what}") for what in ("pem", "key")]
                          for who in ("server", "client"))
        test_tls.make_pair(*server, "server")
        test_tls.make_pair(*client, "client", usage="clientAuth")
        certificate, key, root = (pathlib.Path(path).read_bytes() for path in (*server, client[0]))
        credentials = grpc.ssl_server_credentials([(key, certificate)], root, require_client_auth=True)
        made, port = foreign.server(credentials=credentials)
        self.addCleanup(made.stop, None)
        words = ("call", "shop.v1.Shop/Echo", "--server", f"https://localhost:{port}", "--ca", server[0],
                 "--descriptor-set", SET, "--requests", "5", "--warm-up", "0s")
        self.assertEqual(loadtest(*words, "--cert", client[0], "--key", client[1]).returncode, 0)
        self.assertEqual(loadtest(*words).returncode, 1)


class Telework(unittest.TestCase):
    def test_agents_upload_pictures_on_schedule(self):
        server = stock.Server(demo_devices=3).start()
        self.addCleanup(server.stop)
        words = ("telework", "--context-folder", server.contexts, "--agents", "3", "--images", "5", "--rate", "50",
                 "--image-bytes", "5000", "--report", "json")
        report = json.loads(loadtest(*words).stdout)
        self.assertEqual((report["scheduled"], report["ok"], report["errors"]), (15, 15, 0))
        evidence = server.evidence("demo-manager")
        for piece in evidence.List(telework.EvidenceServiceListRequest(worker_id="demo-worker-2")).evidence:
            content = b"".join(part.data for part in evidence.Download(telework.DownloadRequest(id=piece.id)))
            self.assertEqual(len(content), 5000)
            image = Image.open(io.BytesIO(content))
            image.load()
            self.assertEqual(image.size, (640, 480))
        # The same numbers again are no new pictures.
        done = loadtest(*words)
        self.assertEqual(done.returncode, 1)
        self.assertEqual([row["code"] for row in json.loads(done.stdout)["outcomes"]], ["DUPLICATE"])

    def test_what_is_built_in_needs_no_reflection(self):
        server = stock.Server().start()
        self.addCleanup(server.stop)
        done = loadtest(
            "call", "mado.calendar.v1.CalendarService/ListHolidays", "--server", f"https://localhost:{server.port}",
            "--ca", os.path.join(server.data, "tls", "certificate.pem"),
            "--token", server.token("demo-worker"), "--data",
            '{"fromYear": 2027, "toYear": "{{int(2027, 2030)}}"}', "--requests", "20", "--warm-up", "0s")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
