"""Compares a descriptor set with what the protoc of grpcio-tools makes of the same files.

usage: agreement.py SET WITH_SOURCE_INFO -IFOLDER... FILE...

Both are compared as messages, custom options with the extensions that the set itself declares:
how an option's fields are divided among its occurrences is no part of a message. Prints the first
lines in which they differ, or why a file was refused, and exits with 1.
"""

import difflib
import os
import sys
import tempfile

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory, text_format
from grpc_tools import protoc

DESCRIPTORS = "google/protobuf/descriptor.proto"
SET = "google.protobuf.FileDescriptorSet"


def main():
    ours_path, source_info, *words = sys.argv[1:]
    with open(ours_path, "rb") as stream:
        ours = stream.read()
    theirs = compile_set(words, source_info == "1")
    kind = message_kind(theirs)
    ours, theirs = kind.FromString(ours), kind.FromString(theirs)
    if ours == theirs:
        return 0
    lines = [text_format.MessageToString(set_).splitlines() for set_ in (theirs, ours)]
    difference = difflib.unified_diff(*lines, "protoc", "schemac", n=8, lineterm="")
    print("\n".join(list(difference)[:60]))
    return 1


def compile_set(words, source_info):
    with tempfile.TemporaryDirectory() as folder:
        output = os.path.join(folder, "set")
        arguments = ["protoc", "--include_imports", f"--descriptor_set_out={output}"]
        if source_info:
            arguments.append("--include_source_info")
        if protoc.main(arguments + words) != 0:
            sys.exit(1)
        with open(output, "rb") as stream:
            return stream.read()


def message_kind(encoded):
    """The class that reads the set: of a pool that knows the extensions declared in it, if any."""
    plain = descriptor_pb2.FileDescriptorSet.FromString(encoded)
    if DESCRIPTORS not in (file.name for file in plain.file):
        return descriptor_pb2.FileDescriptorSet
    pool = descriptor_pool.DescriptorPool()
    for file in plain.file:
        file.ClearField("source_code_info")
        pool.Add(file)
    kind = message_factory.GetMessageClass(pool.FindMessageTypeByName(SET))
    for file in plain.file:
        message_factory.GetMessageClassesForFiles([file.name], pool)
    return kind


if __name__ == "__main__":
    sys.exit(main())
