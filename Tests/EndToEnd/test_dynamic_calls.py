"""Our command-line client against servers whose schema it was not built with."""

import json
import os
import tempfile
import unittest

import grpc
from google.protobuf import descriptor_pb2, json_format

import foreign
import stock
from grpc.reflection.v1 import reflection_pb2 as reflection
from grpc.reflection.v1 import reflection_pb2_grpc as reflection_grpc

SET = os.path.join(foreign.SCHEMA, "shop.binpb")
ITEM = {
    "name": "窓", "price": "9007199254740993", "size": "SIZE_BIG", "tags": ["a", ""],
    "stock": {"x": 1, "y": -2}, "since": "2026-04-01T00:00:00.500Z", "picture": "AP8=",
    "extra": {"@type": "type.googleapis.com/shop.v1.Item", "name": "inner"}, "note": [None, {"k": 1}],
    "sold": False, "part": {"book": ""},
}


class Calls(unittest.TestCase):
    """The same calls by reflection (v1alpha, which is what Python's server has) and by a file."""

    @classmethod
    def setUpClass(cls):
        cls.server, port = foreign.server()
        cls.addClassCleanup(cls.server.stop, None)
        silent, silent_port = foreign.server(reflecting=False)
        cls.addClassCleanup(silent.stop, None)
        cls.reflecting = ("--server", f"http://127.0.0.1:{port}")
        cls.silent = ("--server", f"http://127.0.0.1:{silent_port}")
        cls.ways = (cls.reflecting, cls.silent + ("--descriptor-set", SET))

    def call(self, method, *arguments, input="", status=0, way=None):
        done = foreign.mado("call", f"shop.v1.Shop/{method}", *(way or self.reflecting), *arguments, input=input)
        self.assertEqual(done.returncode, status, done.stderr)
        return done

    def lines(self, *arguments, **options):
        return [json.loads(line) for line in self.call(*arguments, **options).stdout.splitlines()]

    def test_a_unary_call_brings_every_kind_of_field_back(self):
        for way in self.ways:
            for data in (json.dumps(ITEM), "@" + self.file(json.dumps(ITEM)), "-"):
                [answer] = self.lines("Echo", "--data", data, input=json.dumps(ITEM), way=way)
                self.assertEqual(answer, ITEM)

    def file(self, text):
        with tempfile.NamedTemporaryFile("w", suffix=".json", delete=False) as file:
            file.write(text)
        return file.name

    def test_its_json_is_that_of_stock_protobuf(self):
        [answer] = self.lines("Echo", "--data", json.dumps(ITEM))
        message = json_format.Parse(json.dumps(ITEM), foreign.goods.Item())
        self.assertEqual(answer, json_format.MessageToDict(message))

    def test_no_data_is_an_empty_request(self):
        self.assertEqual(self.lines("Echo"), [{}])

    def test_a_stream_of_requests_is_a_line_each(self):
        for way in self.ways:
            lines = '{"price": 1}\n\n{"price": "41"}\n'
            self.assertEqual(self.lines("Sum", "--data", "-", input=lines, way=way), [{"items": 2, "price": "42"}])

    def test_a_stream_of_responses_is_a_line_each(self):
        for way in self.ways:
            answers = self.lines("Find", "--data", '{"prefix": "n", "count": 3}', way=way)
            self.assertEqual(answers, [{"name": "n0"}, {"name": "n1"}, {"name": "n2"}])

    def test_streams_go_both_ways(self):
        for way in self.ways:
            answers = self.lines("Chat", "--data", "-", input='{"name": "a"}\n{"name": "b"}\n', way=way)
            self.assertEqual(answers, [{"name": "A"}, {"name": "B"}])

    def test_responses_can_be_tables_and_pretty_json(self):
        table = self.call("Echo", "--data", '{"name":"x","part":{"name":"y"}}', "--output", "table").stdout
        self.assertEqual(table, "name       x\npart.name  y\n")
        self.assertEqual(
            self.call("Echo", "--data", '{"name":"x"}', "--output", "json").stdout, '{\n  "name": "x"\n}\n')

    def test_metadata_and_token_go_along(self):
        self.call("Echo", "--token", "t", "--metadata", "x-name=a=b", "--metadata", "x-bytes-bin=AP8=")
        self.assertEqual(foreign.Shop.metadata["x-name"], "a=b")
        self.assertEqual(foreign.Shop.metadata["x-bytes-bin"], b"\x00\xff")
        self.assertEqual(foreign.Shop.metadata["authorization"], "Bearer t")

    def test_a_failed_call_ends_with_its_status(self):
        done = self.call("Echo", "--data", '{"name": "nothing"}', status=15)
        self.assertIn("NOT_FOUND: there is no such item", done.stderr)

    def test_what_is_wrong_is_named_with_the_nearest_name(self):
        rows = [
            ("Ecko", [], "there is no method 'Ecko'; did you mean Echo?"),
            ("Echo", ["--data", '{"nmae": "x"}'],
             "--json is no shop.v1.Item: line 1, column 9: nmae: shop.v1.Item has no such field; did you mean name?"),
            ("Echo", ["--data", '{"size": "SIZE_BIGG"}'], "no value is called SIZE_BIGG; did you mean SIZE_BIG?"),
            ("Echo", ["--data", '{"price": "x"}'], "price: a whole number expected"),
            ("Echo", ["--data", "{"], "--json is no JSON"),
            ("Echo", ["--metadata", "x"], "give NAME=VALUE"),
            ("Echo", ["--metadata", "x-bin=?"], "is not base64"),
            ("Sum", ["--data", '{"price": 1}\n{"pirce": 1}'], "--json, line 2 is no shop.v1.Item"),
            ("Sum", [], "there is nothing to send"),
        ]
        for way in self.ways:
            for method, arguments, text in rows:
                with self.subTest(method=method, arguments=arguments):
                    self.assertIn(text, self.call(method, *arguments, way=way, status=2).stderr)

    def test_an_unknown_service_lists_near_names(self):
        for way in self.ways:
            done = foreign.mado("call", "shop.v1.Shpo/Echo", *way)
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertIn("there is no service or type 'shop.v1.Shpo'; did you mean shop.v1.Shop?", done.stderr)

    def test_without_reflection_it_says_so_and_what_to_do(self):
        done = self.call("Echo", way=self.silent, status=2)
        self.assertIn("the server offers no reflection", done.stderr)
        self.assertIn("--descriptor-set", done.stderr)

    def test_a_descriptor_set_that_is_none_is_named(self):
        rows = [
            ("/nowhere", "--descriptor-set: open /nowhere"),
            (__file__, "is no descriptor set"),
            (os.path.join(foreign.SCHEMA, "lone.binpb"), "make the set with protoc --include_imports"),
        ]
        for path, text in rows:
            done = self.call("Echo", way=self.silent + ("--descriptor-set", path), status=2)
            self.assertIn(text, done.stderr)

    def test_without_a_server_the_call_is_unavailable(self):
        self.call("Echo", way=("--server", "http://127.0.0.1:1"), status=24)


class Discovery(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server, port = foreign.server()
        cls.addClassCleanup(cls.server.stop, None)
        cls.ways = (("--server", f"http://127.0.0.1:{port}"), ("--descriptor-set", SET))

    def out(self, *arguments):
        outs = []
        for way in self.ways:
            done = foreign.mado(*arguments, *way)
            self.assertEqual(done.returncode, 0, done.stderr)
            outs.append(done.stdout)
        return outs

    def test_services_and_methods_are_listed(self):
        reflected, read = self.out("list")
        self.assertEqual(reflected, "grpc.reflection.v1alpha.ServerReflection\nshop.v1.Shop\n")
        self.assertEqual(read, "shop.v1.Shop\n")
        for out in self.out("list", "shop.v1.Shop"):
            self.assertEqual(
                out, "shop.v1.Shop/Echo\nshop.v1.Shop/Sum\nshop.v1.Shop/Find\nshop.v1.Shop/Chat\n")

    def test_declarations_are_shown_as_a_schema_has_them(self):
        for out in self.out("describe", "shop.v1.Shop"):
            self.assertIn("  rpc Chat(stream shop.v1.Item) returns (stream shop.v1.Item);\n", out)
        for out in self.out("describe", "shop.v1.Size"):
            self.assertEqual(
                out, "enum shop.v1.Size {\n  SIZE_UNSPECIFIED = 0;\n  SIZE_SMALL = 1;\n  SIZE_BIG = 2;\n}\n")
        for out in self.out("describe", "shop.v1.Item"):
            for line in ("string name = 1;", "repeated string tags = 4;", "map<string, int32> stock = 5;",
                         "oneof medium {", "  bytes picture = 8;", "optional bool sold = 11;",
                         "shop.v1.Item part = 12;"):
                self.assertIn(f"  {line}\n", out)
        for out in self.out("describe", "shop.v1.Shop/Sum"):
            self.assertIn("message shop.v1.Total {\n", out)
        for out in self.out("describe"):
            self.assertIn("service shop.v1.Shop {\n", out)


class Lies(unittest.TestCase):
    """Servers whose reflection answers what no honest one would."""

    def describe(self, answer):
        """What `mado describe x.X` makes of a server that answers each question with `answer`."""

        class Servicer(reflection_grpc.ServerReflectionServicer):
            def ServerReflectionInfo(self, requests, context):
                for request in requests:
                    yield answer(request)

        server, port = foreign.server(
            reflecting=False,
            services=[lambda made: reflection_grpc.add_ServerReflectionServicer_to_server(Servicer(), made)])
        self.addCleanup(server.stop, None)
        return foreign.mado("describe", "x.X", "--server", f"http://127.0.0.1:{port}")

    @staticmethod
    def files(*files):
        encoded = [file if isinstance(file, bytes) else file.SerializeToString() for file in files]
        return reflection.ServerReflectionResponse(
            file_descriptor_response=reflection.FileDescriptorResponse(file_descriptor_proto=encoded))

    def test_each_ends_with_a_sentence(self):
        file = descriptor_pb2.FileDescriptorProto
        message = descriptor_pb2.DescriptorProto
        field = descriptor_pb2.FieldDescriptorProto

        def endless(request):
            name = request.file_by_filename or "0"
            return self.files(file(name=name, dependency=[str(int(name) + 1)]))

        typeless = message(name="X", field=[field(name="f", number=1, type=11, type_name=".y.Y")])
        rows = [
            (lambda r: self.files(b"\xff"), "the schema that the server tells is broken"),
            (lambda r: self.files(), "answers x.X without it"),
            (lambda r: self.files(file(name="a", dependency=["a"])), "imports itself"),
            (lambda r: self.files(file(name="a", dependency=["b"])), "lacks b, which a imports"),
            (lambda r: self.files(file(name="a", package="x", message_type=[typeless])), "refers to y.Y"),
            (lambda r: reflection.ServerReflectionResponse(), "answers another question"),
            (endless, "more than 10000 files or 64 MiB"),
            (lambda r: self.files(file(name="a", dependency=["\x1b[31m"])), "lacks \\u{1b}[31m, which"),
        ]
        for answer, text in rows:
            with self.subTest(text):
                done = self.describe(answer)
                self.assertEqual(done.returncode, 1, done.stderr)
                self.assertIn(text, done.stderr)
                self.assertEqual(done.stdout, "")

    def test_an_error_of_reflection_is_told_as_one(self):
        error = reflection.ErrorResponse(error_code=grpc.StatusCode.PERMISSION_DENIED.value[0], error_message="no")
        done = self.describe(lambda r: reflection.ServerReflectionResponse(error_response=error))
        self.assertEqual(done.returncode, 17, done.stderr)
        self.assertIn("PERMISSION_DENIED: reflection: no", done.stderr)


class OverTLS(unittest.TestCase):
    """madod, which has reflection v1, and a stock server with its certificate."""

    @classmethod
    def setUpClass(cls):
        cls.madod = stock.Server().start()
        cls.addClassCleanup(cls.madod.stop)
        cls.tls = os.path.join(cls.madod.data, "tls")
        cls.certificate = os.path.join(cls.tls, "certificate.pem")

    def test_our_server_is_called_by_what_it_says_of_itself(self):
        way = ("--server", f"https://localhost:{self.madod.port}", "--ca", self.certificate)
        done = foreign.mado("call", "mado.telework.v1.EvidenceService/List", "--reflection", *way,
                            "--token", self.madod.token("demo-manager"))
        self.assertEqual((done.returncode, done.stdout), (0, "{}\n"), done.stderr)
        done = foreign.mado("call", "mado.telework.v1.EvidenceService/List", "--reflection", *way)
        self.assertEqual(done.returncode, 26, done.stderr)
        self.assertIn("mado.telework.v1.EvidenceService\n", foreign.mado("list", *way).stdout)

    def test_a_stock_server_is_called_over_tls(self):
        with open(os.path.join(self.tls, "key.pem"), "rb") as file:
            key = file.read()
        credentials = grpc.ssl_server_credentials([(key, self.madod.certificate())])
        server, port = foreign.server(credentials=credentials)
        self.addCleanup(server.stop, None)
        call = ("call", "shop.v1.Shop/Echo", "--data", '{"name":"x"}', "--server", f"https://localhost:{port}")
        done = foreign.mado(*call, "--ca", self.certificate)
        self.assertEqual((done.returncode, done.stdout), (0, '{"name":"x"}\n'), done.stderr)
        self.assertEqual(foreign.mado(*call).returncode, 24)


if __name__ == "__main__":
    unittest.main()
