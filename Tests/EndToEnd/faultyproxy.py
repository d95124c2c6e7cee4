"""What stands between an agent and its server and does it no good: of bytes, and of uploads."""

import queue
import random
import select
import socket
import threading
import time
from concurrent import futures

import grpc

from stock import telework_grpc
from mado.telework.v1 import agent_pb2_grpc as agent_grpc  # noqa: E402


class FaultyProxy:
    """Passes bytes on to a port of this machine, late, or until it has had so many; then the connection is cut."""

    def __init__(self, port, seed, delay=0.0, cut=None, cuts=0):
        self.random = random.Random(seed)
        self.delay, self.cut, self.cuts_left = delay, cut, cuts
        self.target = port
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            client, _ = self.listener.accept()
            budget = None
            if self.cuts_left:
                budget = self.random.randint(*self.cut)
            threading.Thread(target=self._pass, args=(client, budget), daemon=True).start()

    def _pass(self, client, budget):
        try:
            server = socket.create_connection(("127.0.0.1", self.target))
        except OSError:
            client.close()
            return
        with client, server:
            while True:
                ready, _, _ = select.select([client, server], [], [])
                for source in ready:
                    sink = server if source is client else client
                    try:
                        piece = source.recv(16384)
                        if not piece:
                            return
                        if self.delay:
                            time.sleep(self.random.uniform(0, self.delay))
                        if budget is not None:
                            piece, budget = piece[:budget], budget - len(piece)
                        sink.sendall(piece)
                    except OSError:
                        return
                    if budget is not None and budget <= 0:
                        self.cuts_left = max(0, self.cuts_left - 1)
                        return


class RepeatingProxy(telework_grpc.EvidenceServiceServicer, agent_grpc.AgentServiceServicer):
    """A gRPC server in front of another: of uploads it passes some on twice, and neighbours in another order. What an
    agent says else goes through as it is."""

    def __init__(self, server, seed):
        self.random = random.Random(seed)
        self.repeats = self.swaps = 0
        self.upstream = server.channel()
        self.stub = telework_grpc.EvidenceServiceStub(self.upstream)
        self.agents = agent_grpc.AgentServiceStub(self.upstream)
        self.grpc = grpc.server(futures.ThreadPoolExecutor(16), options=[("grpc.max_receive_message_length", -1)])
        telework_grpc.add_EvidenceServiceServicer_to_server(self, self.grpc)
        agent_grpc.add_AgentServiceServicer_to_server(self, self.grpc)
        self.port = self.grpc.add_insecure_port("127.0.0.1:0")
        self.grpc.start()

    def _worse(self, requests):
        arrived = queue.Queue()

        def read():
            try:
                for request in requests:
                    arrived.put(request)
            except grpc.RpcError:
                pass
            arrived.put(None)

        threading.Thread(target=read, daemon=True).start()
        held = None
        while True:
            try:
                request = arrived.get(timeout=0.2 if held else None)
            except queue.Empty:
                yield held  # nothing follows that it could be swapped with
                held = None
                continue
            if request is None:
                break
            if held is None and self.random.random() < 0.3:
                held = request
                if self.random.random() < 0.5:
                    self.repeats += 1
                    yield held
                continue
            yield request
            if held is not None:
                self.swaps += 1
                yield held
                held = None
        if held is not None:
            yield held

    def Upload(self, requests, context):
        yield from self._pass(self.stub.Upload, self._worse(requests), context)

    def Connect(self, requests, context):
        yield from self._pass(self.agents.Connect, requests, context)

    def Register(self, request, context):
        return self.agents.Register(request, metadata=self._token(context))

    def _pass(self, method, requests, context):
        call = method(requests, metadata=self._token(context))
        context.add_callback(call.cancel)
        try:
            yield from call
        except grpc.RpcError as error:
            context.abort(error.code(), error.details())

    def _token(self, context):
        return [(k, v) for k, v in context.invocation_metadata() if k == "authorization"]
