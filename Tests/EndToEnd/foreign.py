"""A stock gRPC server with a schema of its own, for a client that was not built with it."""

import os
import subprocess
import sys
import threading
from concurrent import futures

import grpc
from grpc_reflection.v1alpha import reflection as stock_reflection
from grpc_tools import protoc

import stock

GOODS = """
syntax = "proto3";
package shop.v1;
import "google/protobuf/any.proto";
import "google/protobuf/struct.proto";
import "google/protobuf/timestamp.proto";
enum Size { SIZE_UNSPECIFIED = 0; SIZE_SMALL = 1; SIZE_BIG = 2; }
message Item {
  string name = 1;
  int64 price = 2;
  Size size = 3;
  repeated string tags = 4;
  map<string, int32> stock = 5;
  google.protobuf.Timestamp since = 6;
  oneof medium { string book = 7; bytes picture = 8; }
  google.protobuf.Any extra = 9;
  google.protobuf.Value note = 10;
  optional bool sold = 11;
  Item part = 12;
}
"""
SHOP = """
syntax = "proto3";
package shop.v1;
import "shop/v1/goods.proto";
service Shop {
  rpc Echo(Item) returns (Item);
  rpc Sum(stream Item) returns (Total);
  rpc Find(Query) returns (stream Item);
  rpc Chat(stream Item) returns (stream Item);
}
message Query { string prefix = 1; int32 count = 2; }
message Total { int32 items = 1; int64 price = 2; }
"""


def make_schema():
    """Writes the schema into a folder, with its descriptor set, and makes its Python importable."""
    folder = stock.scratch_folder("mado-shop-")
    os.makedirs(os.path.join(folder, "shop/v1"))
    for name, text in (("goods", GOODS), ("shop", SHOP)):
        with open(os.path.join(folder, f"shop/v1/{name}.proto"), "w", encoding="utf-8") as file:
            file.write(text)
    include = os.path.join(os.path.dirname(protoc.__file__), "_proto")
    paths = [f"-I{include}", f"-I{folder}", "shop/v1/goods.proto", "shop/v1/shop.proto"]
    for options in (
        [f"--python_out={folder}", f"--grpc_python_out={folder}"],
        ["--include_imports", f"--descriptor_set_out={folder}/shop.binpb"],
        [f"--descriptor_set_out={folder}/lone.binpb"],
    ):
        if protoc.main(["protoc", *options, *paths]) != 0:
            raise RuntimeError("protoc refuses the schema of the shop")
    sys.path.insert(0, folder)
    return folder


SCHEMA = make_schema()
from shop.v1 import goods_pb2 as goods  # noqa: E402
from shop.v1 import shop_pb2 as shop  # noqa: E402
from shop.v1 import shop_pb2_grpc as shop_grpc  # noqa: E402


class Shop(shop_grpc.ShopServicer):
    """Echoes, counts, finds and answers; keeps the metadata of the last call, and what was to be echoed."""

    metadata = {}
    items = []

    def Echo(self, request, context):
        Shop.metadata = dict(context.invocation_metadata())
        Shop.items.append(request)
        if request.name == "slow":
            # Until the client has had enough, or 20 s as a last resort.
            gone = threading.Event()
            context.add_callback(gone.set)
            gone.wait(20)
        if request.name == "nothing":
            context.abort(grpc.StatusCode.NOT_FOUND, "there is no such item")
        return request

    def Sum(self, requests, context):
        items = list(requests)
        return shop.Total(items=len(items), price=sum(item.price for item in items))

    def Find(self, request, context):
        for number in range(request.count):
            yield goods.Item(name=f"{request.prefix}{number}")

    def Chat(self, requests, context):
        for item in requests:
            yield goods.Item(name=item.name.upper())


def server(reflecting=True, credentials=None, services=()):
    """A server on a free port: itself and the port."""
    made = grpc.server(futures.ThreadPoolExecutor(8))
    shop_grpc.add_ShopServicer_to_server(Shop(), made)
    for add in services:
        add(made)
    if reflecting:
        names = ("shop.v1.Shop", stock_reflection.SERVICE_NAME)
        stock_reflection.enable_server_reflection(names, made)
    if credentials:
        port = made.add_secure_port("localhost:0", credentials)
    else:
        port = made.add_insecure_port("127.0.0.1:0")
    made.start()
    return made, port


def mado(*arguments, input=""):
    """Runs our command-line client without any context."""
    home = stock.scratch_folder("mado-home-")
    return subprocess.run(
        [stock.binary("mado"), *arguments], input=input, capture_output=True, text=True, timeout=60,
        env={"PATH": os.environ["PATH"], "MADO_HOME": home}, check=False)
