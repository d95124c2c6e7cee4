"""What the samples share: their options and the connection."""

import argparse
import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent / ".build"))

import grpc  # noqa: E402


def options():
    parser = argparse.ArgumentParser()
    for name in ("server", "ca", "token", "device-token"):
        variable = "MADO_" + name.upper().replace("-", "_")
        parser.add_argument("--" + name, default=os.environ.get(variable, ""), help=f"or ${variable}")
    return parser.parse_args()


def channel(arguments, token):
    """A TLS connection that shows `token` with every call; with none, it shows nothing."""
    with open(arguments.ca, "rb") as file:
        credentials = grpc.ssl_channel_credentials(file.read())
    if token:
        credentials = grpc.composite_channel_credentials(
            credentials, grpc.access_token_call_credentials(token))
    return grpc.secure_channel(arguments.server, credentials)


def expect(holds, what):
    """Ends the sample unless `holds`."""
    if not holds:
        sys.exit(f"expected {what}")
