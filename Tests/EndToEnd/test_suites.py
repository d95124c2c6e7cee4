"""The programs that outside suites drive: gRPC's interoperability tests and connectrpc's conformance suite."""

import os
import pathlib
import struct
import subprocess
import unittest

import grpc
from google.protobuf import any_pb2, descriptor_pb2, descriptor_pool, message_factory
from grpc_tools import protoc

import stock

TESTS = stock.ROOT / "Tests"
TIMEOUT = 60


class Schema:
    """Messages by name, from the schema files of a folder."""

    def __init__(self, folder):
        out = os.path.join(stock.scratch_folder(), "schema.binpb")
        include = os.path.join(os.path.dirname(protoc.__file__), "_proto")
        files = [str(path) for path in pathlib.Path(folder).rglob("*.proto")]
        command = ["protoc", f"-I{include}", f"-I{folder}", f"--descriptor_set_out={out}", "--include_imports"]
        if protoc.main(command + files) != 0:
            raise RuntimeError(f"protoc refuses {folder}")
        with open(out, "rb") as file:
            descriptors = descriptor_pb2.FileDescriptorSet.FromString(file.read())
        self.pool = descriptor_pool.DescriptorPool()
        for descriptor in descriptors.file:
            self.pool.Add(descriptor)

    def __getitem__(self, name):
        return message_factory.GetMessageClass(self.pool.FindMessageTypeByName(name))


class Certificate:
    """A certificate for localhost that is its own root."""

    def __init__(self):
        folder = stock.scratch_folder()
        self.certificate = os.path.join(folder, "certificate.pem")
        self.key = os.path.join(folder, "key.pem")
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
             "-keyout", self.key, "-out", self.certificate, "-days", "2", "-subj", "/CN=localhost",
             "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"], check=True, capture_output=True)

    def pair(self):
        with open(self.certificate, "rb") as certificate, open(self.key, "rb") as key:
            return certificate.read(), key.read()


def stop(process):
    process.terminate()
    process.wait(TIMEOUT)
    for stream in (process.stdin, process.stdout):
        if stream and not stream.closed:
            stream.close()


class Interop(unittest.TestCase):
    """gRPC's interoperability tests, in part: all of them, with gRPC's own programs, are in tools/interop."""

    @classmethod
    def setUpClass(cls):
        cls.schema = Schema(TESTS / "Interop/Schema")
        cls.own = Certificate()
        cls.plain = cls.serve()
        cls.secured = cls.serve(cls.own.certificate, cls.own.key)

    @classmethod
    def serve(cls, *pair):
        server = subprocess.Popen(
            [stock.binary("interop-server"), "0", *pair], stdout=subprocess.PIPE, text=True)
        cls.addClassCleanup(stop, server)
        return int(server.stdout.readline().rsplit(":", 1)[1])

    def call(self, kind, method, response):
        channel = grpc.insecure_channel(f"127.0.0.1:{self.plain}")
        self.addCleanup(channel.close)
        return getattr(channel, kind)(
            f"/grpc.testing.TestService/{method}",
            request_serializer=lambda message: message.SerializeToString(),
            response_deserializer=self.schema[f"grpc.testing.{response}"].FromString)

    def test_a_stock_client_gets_what_it_asks_for(self):
        unary = self.call("unary_unary", "UnaryCall", "SimpleResponse")
        request = self.schema["grpc.testing.SimpleRequest"](response_size=314159)
        request.payload.body = bytes(271828)
        metadata = [("x-grpc-test-echo-initial", "first"), ("x-grpc-test-echo-trailing-bin", b"\xab\xab\xab")]
        response, call = unary.with_call(request, metadata=metadata, timeout=TIMEOUT)
        self.assertEqual(response.payload.body, bytes(314159))
        self.assertIn(metadata[0], call.initial_metadata())
        self.assertIn(metadata[1], call.trailing_metadata())

    def test_a_stock_client_reads_any_status(self):
        unary = self.call("unary_unary", "UnaryCall", "SimpleResponse")
        request = self.schema["grpc.testing.SimpleRequest"]()
        request.response_status.code = 2
        request.response_status.message = "\t\r\n ☺ 😈 %"
        with self.assertRaises(grpc.RpcError) as raised:
            unary(request, timeout=TIMEOUT)
        self.assertEqual(raised.exception.code(), grpc.StatusCode.UNKNOWN)
        self.assertEqual(raised.exception.details(), "\t\r\n ☺ 😈 %")

    def test_a_stock_client_sees_what_is_missing(self):
        with self.assertRaises(grpc.RpcError) as raised:
            self.call("unary_unary", "UnimplementedCall", "Empty")(self.schema["grpc.testing.Empty"](), timeout=TIMEOUT)
        self.assertEqual(raised.exception.code(), grpc.StatusCode.UNIMPLEMENTED)

    def test_a_stock_client_compresses_and_is_answered_so(self):
        unary = self.call("unary_unary", "UnaryCall", "SimpleResponse")
        request = self.schema["grpc.testing.SimpleRequest"](response_size=314159)
        request.payload.body = bytes(271828)
        request.response_compressed.value = True
        request.expect_compressed.value = True
        response = unary(request, compression=grpc.Compression.Gzip, timeout=TIMEOUT)
        self.assertEqual(response.payload.body, bytes(314159))
        with self.assertRaises(grpc.RpcError) as raised:
            unary(request, timeout=TIMEOUT)
        self.assertEqual(raised.exception.code(), grpc.StatusCode.INVALID_ARGUMENT)

    def test_our_client_passes_every_case_at_our_server(self):
        command = [stock.binary("interop-client"), "--server_host=localhost"]
        listed = subprocess.run(
            command + ["--server_port=1", "--test_case=?"], capture_output=True, text=True, timeout=TIMEOUT)
        cases = listed.stderr.split("there are: ")[1].strip().split(", ")
        self.assertGreater(len(cases), 15)
        secured = ["--use_tls", "--use_test_ca", f"--ca_file={self.own.certificate}"]
        for port, flags in ((self.plain, []), (self.secured, secured)):
            for case in cases:
                with self.subTest(case, flags=flags):
                    done = subprocess.run(
                        command + [f"--server_port={port}", f"--test_case={case}", *flags,
                                   "--soak_iterations=3", "--soak_per_iteration_max_acceptable_latency_ms=60000"],
                        capture_output=True, text=True, timeout=300)
                    self.assertEqual(done.returncode, 0, done.stderr)

    def test_a_client_that_trusts_another_root_fails(self):
        done = subprocess.run(
            [stock.binary("interop-client"), f"--server_port={self.secured}", "--test_case=empty_unary", "--use_tls",
             "--use_test_ca", f"--ca_file={Certificate().certificate}"],
            capture_output=True, text=True, timeout=TIMEOUT)
        self.assertEqual(done.returncode, 1)
        self.assertIn("certificate", done.stderr)


class ConnectConformance(unittest.TestCase):
    """The two programs against each other, as the suite's runner would have them."""

    @classmethod
    def setUpClass(cls):
        cls.schema = Schema(TESTS / "ConnectConformance/Schema")

    def message(self, name, /, **fields):
        return self.schema[f"connectrpc.conformance.v1.{name}"](**fields)

    def say(self, process, message):
        body = message.SerializeToString()
        process.stdin.write(struct.pack(">I", len(body)) + body)
        process.stdin.flush()

    def hear(self, process, name):
        (count,) = struct.unpack(">I", process.stdout.read(4))
        return self.schema[f"connectrpc.conformance.v1.{name}"].FromString(process.stdout.read(count))

    def start(self, name):
        process = subprocess.Popen([stock.binary(name)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.addCleanup(stop, process)
        return process

    def begin(self, **request):
        """A server as `request` has it, and a client."""
        self.server = self.start("connect-conformance-server")
        self.say(self.server, self.message("ServerCompatRequest", **request))
        self.place = self.hear(self.server, "ServerCompatResponse")
        self.client = self.start("connect-conformance-client")

    def make(self, method, stream_type, messages, **fields):
        """What came of a call with these request messages."""
        request = self.message(
            "ClientCompatRequest", test_name="t", host=self.place.host, port=self.place.port,
            server_tls_cert=self.place.pem_cert, service="connectrpc.conformance.v1.ConformanceService",
            method=method, stream_type=stream_type, **fields)
        for message in messages:
            packed = any_pb2.Any()
            packed.Pack(message)
            request.request_messages.add(type_url=packed.type_url, value=packed.value)
        self.say(self.client, request)
        response = self.hear(self.client, "ClientCompatResponse")
        self.assertEqual(response.WhichOneof("result"), "response", response.error.message)
        return response.response

    def header(self, name, *values):
        return self.message("Header", name=name, value=values)

    def unary(self, **definition):
        request = self.message("UnaryRequest", request_data=b"asked")
        for name, value in definition.items():
            field = getattr(request.response_definition, name)
            if isinstance(value, list):
                field.extend(value)
            elif hasattr(field, "CopyFrom"):
                field.CopyFrom(value)
            else:
                setattr(request.response_definition, name, value)
        return request

    def test_a_unary_call_tells_back_what_it_was_told(self):
        self.begin()
        request = self.unary(
            response_data=b"answer", response_headers=[self.header("x-head", "1", "2")],
            response_trailers=[self.header("x-tail-bin", "q6ur")])
        result = self.make(
            "Unary", "STREAM_TYPE_UNARY", [request], request_headers=[self.header("x-ask", "a", "b")], timeout_ms=30000)
        self.assertFalse(result.HasField("error"))
        [payload] = result.payloads
        self.assertEqual(payload.data, b"answer")
        self.assertIn(self.header("x-ask", "a", "b"), payload.request_info.request_headers)
        self.assertLessEqual(payload.request_info.timeout_ms, 30000)
        self.assertEqual(payload.request_info.requests[0].value, request.SerializeToString())
        self.assertIn(self.header("x-head", "1", "2"), result.response_headers)
        self.assertIn(self.header("x-tail-bin", "q6ur"), result.response_trailers)

    def test_an_error_keeps_its_text_and_its_details(self):
        self.begin()
        error = self.message("Error", code="CODE_ABORTED", message="窓口")
        result = self.make("Unary", "STREAM_TYPE_UNARY", [self.unary(error=error)])
        self.assertEqual((result.error.code, result.error.message), (10, "窓口"))
        self.assertEqual([detail.type_url.rsplit(".", 1)[1] for detail in result.error.details], ["RequestInfo"])

    def test_what_is_missing_is_refused_without_details(self):
        self.begin()
        result = self.make("Unimplemented", "STREAM_TYPE_UNARY", [self.message("UnimplementedRequest")])
        self.assertEqual((result.error.code, len(result.error.details)), (12, 0))

    def test_requests_and_responses_take_turns(self):
        self.begin()
        first = self.message("BidiStreamRequest", full_duplex=True)
        first.response_definition.response_data.extend([b"1", b"2", b"3"])
        result = self.make(
            "BidiStream", "STREAM_TYPE_FULL_DUPLEX_BIDI_STREAM", [first, self.message("BidiStreamRequest")])
        self.assertEqual([payload.data for payload in result.payloads], [b"1", b"2", b"3"])
        self.assertEqual([len(payload.request_info.requests) for payload in result.payloads], [1, 1, 0])

    def test_a_call_is_cancelled_after_a_response(self):
        self.begin()
        request = self.message("ServerStreamRequest")
        request.response_definition.response_data.extend([b"1", b"2"])
        request.response_definition.response_delay_ms = 200
        cancel = self.schema["connectrpc.conformance.v1.ClientCompatRequest"].Cancel(after_num_responses=1)
        result = self.make("ServerStream", "STREAM_TYPE_SERVER_STREAM", [request], cancel=cancel)
        self.assertEqual(([payload.data for payload in result.payloads], result.error.code), ([b"1"], 1))

    def test_a_message_above_the_limit_is_refused(self):
        self.begin(message_receive_limit=1000)
        result = self.make("Unary", "STREAM_TYPE_UNARY", [self.message("UnaryRequest", request_data=bytes(2000))])
        self.assertEqual(result.error.code, 8)

    def test_both_sides_show_certificates(self):
        certificate, key = Certificate().pair()
        self.begin(use_tls=True, client_tls_cert=certificate)
        shown = self.message("TLSCreds", cert=certificate, key=key)
        result = self.make("Unary", "STREAM_TYPE_UNARY", [self.unary(response_data=b"in")], client_tls_creds=shown)
        self.assertEqual([payload.data for payload in result.payloads], [b"in"])
        other = self.message("TLSCreds", **dict(zip(("cert", "key"), Certificate().pair())))
        result = self.make("Unary", "STREAM_TYPE_UNARY", [self.unary(response_data=b"in")], client_tls_creds=other)
        self.assertEqual(result.error.code, 14)

    def test_the_server_ends_when_it_is_told_to(self):
        self.begin()
        self.server.terminate()
        self.assertEqual(self.server.wait(TIMEOUT), 0)
