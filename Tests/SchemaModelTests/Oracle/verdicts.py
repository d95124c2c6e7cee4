"""What protoc says about schema files: Debian's and the one inside grpcio-tools.

usage: verdicts.py FOLDER... < import paths, a line each

Prints a line of JSON per file: its path, and for each compiler whether it accepted and what it said.
"""
import json
import os
import subprocess
import sys
import tempfile

from grpc_tools import protoc


def debian(arguments):
    done = subprocess.run(["protoc", *arguments], capture_output=True)
    return done.returncode == 0, done.stderr


def grpcio(arguments):
    """In a process of its own, since some wrong files abort it; a fork spares the interpreter's start."""
    with tempfile.TemporaryFile() as said:
        child = os.fork()
        if child == 0:
            os.dup2(said.fileno(), 1)
            os.dup2(said.fileno(), 2)
            os._exit(min(protoc.main(["protoc", *arguments]), 1))
        _, status = os.waitpid(child, 0)
        said.seek(0)
        return status == 0, said.read()


def main():
    folders = [os.path.join(folder, "") for folder in sys.argv[1:]]
    for path in sys.stdin.read().splitlines():
        arguments = [f"-I{folder}" for folder in folders] + ["--descriptor_set_out=/dev/null", path]
        answers = {"path": path}
        for name, compiler in (("debian", debian), ("grpcio", grpcio)):
            accepted, said = compiler(arguments)
            text = said.decode(errors="replace")
            for folder in folders:
                text = text.replace(folder, "")
            answers[name] = {"isAccepted": accepted, "messages": text}
        print(json.dumps(answers), flush=True)


main()
