"""Compressed messages as the stock client makes and reads them: what crosses the wire is counted on the way."""

import socket
import threading
import unittest

import grpc

import stock
from grpc.health.v1 import health_pb2 as health
from grpc.health.v1 import health_pb2_grpc as health_grpc
from mado.calendar.v1 import calendar_pb2 as calendar
from mado.calendar.v1 import calendar_pb2_grpc as calendar_grpc


class Relay:
    """Passes one connection on to a port and counts its bytes each way."""

    def __init__(self, port):
        self.port = port
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = self.listener.getsockname()
        self.sent = self.received = 0
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        with self.listener:
            client, _ = self.listener.accept()
        with client, socket.create_connection(("127.0.0.1", self.port)) as server:
            sender = threading.Thread(target=self._copy, args=(client, server, "sent"), daemon=True)
            sender.start()
            self._copy(server, client, "received")
            sender.join()

    def _copy(self, source, target, count):
        try:
            while data := source.recv(1 << 16):
                setattr(self, count, getattr(self, count) + len(data))
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            pass


class Compression(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = stock.Server().start()
        cls.addClassCleanup(cls.server.stop)

    def channel(self, compression):
        relay = Relay(self.server.port)
        credentials = grpc.composite_channel_credentials(
            grpc.ssl_channel_credentials(self.server.certificate()),
            grpc.access_token_call_credentials(self.server.token("demo-administrator")))
        channel = grpc.secure_channel(
            f"localhost:{relay.address[1]}", credentials, compression=compression)
        self.addCleanup(channel.close)
        return channel, relay

    def years(self, compression):
        channel, relay = self.channel(compression)
        answer = calendar_grpc.CalendarServiceStub(channel).ListHolidays(
            calendar.ListHolidaysRequest(from_year=2007, to_year=2099), timeout=30)
        return answer, relay

    def test_a_client_that_compresses_gets_compressed_answers(self):
        plain, on_plain = self.years(grpc.Compression.NoCompression)
        packed, on_packed = self.years(grpc.Compression.Gzip)
        self.assertEqual(plain, packed)
        self.assertGreater(plain.ByteSize(), 10_000)
        self.assertGreater(on_plain.received, plain.ByteSize())
        self.assertLess(on_packed.received, plain.ByteSize())

    def test_compressed_requests_are_read(self):
        channel, relay = self.channel(grpc.Compression.Gzip)
        with self.assertRaises(grpc.RpcError) as raised:
            health_grpc.HealthStub(channel).Check(
                health.HealthCheckRequest(service="mado." + "x" * 200_000), timeout=30)
        self.assertEqual(raised.exception.code(), grpc.StatusCode.NOT_FOUND)
        self.assertLess(relay.sent, 50_000)

    def test_a_request_that_unpacks_to_more_than_the_limit_is_refused(self):
        channel, relay = self.channel(grpc.Compression.Gzip)
        with self.assertRaises(grpc.RpcError) as raised:
            health_grpc.HealthStub(channel).Check(
                health.HealthCheckRequest(service="x" * (64 << 20)), timeout=60)
        self.assertEqual(raised.exception.code(), grpc.StatusCode.RESOURCE_EXHAUSTED)
        self.assertIn("the limit is", raised.exception.details())
        self.assertLess(relay.sent, 1 << 20)

    def test_an_encoding_that_is_not_spoken_is_refused_with_the_list(self):
        channel, _ = self.channel(grpc.Compression.Deflate)
        with self.assertRaises(grpc.RpcError) as raised:
            health_grpc.HealthStub(channel).Check(health.HealthCheckRequest(service="x" * 1000), timeout=30)
        self.assertEqual(raised.exception.code(), grpc.StatusCode.UNIMPLEMENTED)
        self.assertIn("identity,gzip", raised.exception.details())


if __name__ == "__main__":
    unittest.main()
