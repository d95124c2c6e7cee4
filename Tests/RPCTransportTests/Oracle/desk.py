"""A stock gRPC server for the channel's tests: desk.py NAME PORT [OPTION=NUMBER...]

Says its port on standard output and serves until it is killed. Messages are plain bytes.
"""

import sys
import threading
from concurrent import futures

import grpc

name, port, *options = sys.argv[1:]
options = [(key, int(value)) for key, value in (option.split("=") for option in options)]
attempts = {}
lock = threading.Lock()


def who(request, context):
    return name.encode()


def flaky(request, context):
    """Fails `request[0]` times for each key in the metadata, asking for another try in a millisecond."""
    metadata = dict(context.invocation_metadata())
    with lock:
        attempts[metadata["key"]] = attempts.get(metadata["key"], 0) + 1
        attempt = attempts[metadata["key"]]
    if attempt <= request[0]:
        context.set_trailing_metadata((("grpc-retry-pushback-ms", metadata["pushback"]),))
        context.abort(grpc.StatusCode.UNAVAILABLE, f"attempt {attempt}")
    left = context.time_remaining()
    said = metadata.get("grpc-previous-rpc-attempts", "none")
    deadline = "no deadline" if left is None or left > 1e6 else "deadline"
    return f"attempt {attempt}, {said} before, {deadline}, {request[1:].decode()}".encode()


def total(requests, context):
    return str(sum(len(request) for request in requests)).encode()


handlers = {
    "Who": grpc.unary_unary_rpc_method_handler(who),
    "Flaky": grpc.unary_unary_rpc_method_handler(flaky),
    "Total": grpc.stream_unary_rpc_method_handler(total),
}
server = grpc.server(futures.ThreadPoolExecutor(8), options=[("grpc.so_reuseport", 0)] + options)
server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("stock.Desk", handlers),))
print(server.add_insecure_port(f"127.0.0.1:{port}"), flush=True)
server.start()
server.wait_for_termination()
