"""A server that stops: health says so first, clients move on without losing a call, nobody holds it up for ever."""

import queue
import signal
import threading
import time
import unittest

import grpc

import stock
from grpc.health.v1 import health_pb2, health_pb2_grpc
from rawhttp2 import DATA, END_HEADERS, END_STREAM, GOAWAY, HEADERS, Connection, frame, message, request

SERVING = health_pb2.HealthCheckResponse.SERVING
NOT_SERVING = health_pb2.HealthCheckResponse.NOT_SERVING
CHECK = request("/grpc.health.v1.Health/Check")


def channel(*servers):
    addresses = ",".join(f"127.0.0.1:{server.port}" for server in servers)
    return grpc.insecure_channel(f"ipv4:{addresses}", [("grpc.use_local_subchannel_pool", 1)])


def start(case, *options):
    server = stock.Server(options=["--plaintext", *options]).start()
    case.addCleanup(lambda: server.process.poll() is None and server.kill())
    return server


class Drain(unittest.TestCase):
    def test_health_says_so_before_anybody_is_asked_to_leave(self):
        server = start(self, "--drain-notice-seconds", "3600")
        told = queue.Queue()
        with channel(server) as stock_channel:
            stub = health_pb2_grpc.HealthStub(stock_channel)
            watch = stub.Watch(health_pb2.HealthCheckRequest())
            threading.Thread(target=lambda: [told.put(answer.status) for answer in watch], daemon=True).start()
            self.assertEqual(told.get(timeout=30), SERVING)
            server.process.send_signal(signal.SIGTERM)
            self.assertEqual(told.get(timeout=30), NOT_SERVING)
            # The connection and new ones serve on meanwhile, and say the same.
            self.assertEqual(stub.Check(health_pb2.HealthCheckRequest(), timeout=30).status, NOT_SERVING)
            with channel(server) as other:
                answer = health_pb2_grpc.HealthStub(other).Check(health_pb2.HealthCheckRequest(), timeout=30)
                self.assertEqual(answer.status, NOT_SERVING)

    def test_a_stock_client_moves_to_another_server_without_losing_a_call(self):
        old, new = start(self), start(self)
        with channel(old, new) as stock_channel:
            stub = health_pb2_grpc.HealthStub(stock_channel)
            stub.Check(health_pb2.HealthCheckRequest(), timeout=30)
            stop, failures, calls = threading.Event(), [], []

            def call():
                mine = 0
                while not stop.is_set():
                    try:
                        stub.Check(health_pb2.HealthCheckRequest(), timeout=30)
                        mine += 1
                    except grpc.RpcError as error:
                        failures.append(error)
                calls.append(mine)

            threads = [threading.Thread(target=call) for _ in range(4)]
            for thread in threads:
                thread.start()
            time.sleep(0.3)
            self.assertEqual(old.stop(), 0)
            # And on the other server.
            stub.Check(health_pb2.HealthCheckRequest(), timeout=30)
            stop.set()
            for thread in threads:
                thread.join()
        self.assertEqual(failures, [])
        self.assertTrue(all(mine > 0 for mine in calls))
        self.assertEqual(new.stop(), 0)

    def test_goaway_comes_in_two_steps_and_what_was_on_its_way_is_served(self):
        server = start(self)
        connection = Connection(server.port)
        server.process.send_signal(signal.SIGTERM)
        connection.pump(30, until=lambda: connection.frames[GOAWAY])
        self.assertEqual(connection.last_streams, [2**31 - 1])
        # The client has not answered the PING that came with it: it may not have heard of it yet.
        connection.push(frame(HEADERS, END_HEADERS, 1, CHECK) + frame(DATA, END_STREAM, 1, message()))
        connection.pump(30)
        self.assertIn(1, connection.ended)
        self.assertEqual(connection.resets, 0)
        self.assertEqual(connection.last_streams, [2**31 - 1, 1])
        self.assertIn("shutting down", connection.text)
        self.assertEqual(server.process.wait(30), 0)

    def test_what_does_not_end_is_ended(self):
        server = start(self, "--drain-seconds", "1")
        connection = Connection(server.port)
        connection.push(frame(HEADERS, END_HEADERS, 1, CHECK))
        server.process.send_signal(signal.SIGTERM)
        connection.pump(30)
        self.assertIn(1, connection.ended)
        self.assertEqual(server.process.wait(30), 0)


if __name__ == "__main__":
    unittest.main()
