"""TLS from outside: what is spoken, sessions that resume, certificates that change, clients that show theirs."""

import contextlib
import os
import pathlib
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
import unittest

import grpc

import stock
from grpc.health.v1 import health_pb2 as health
from grpc.health.v1 import health_pb2_grpc as health_grpc

SERVING = health.HealthCheckResponse.SERVING


def openssl(*arguments, stdin=b"", check=True):
    ended = subprocess.run(["openssl", *arguments], input=stdin, capture_output=True, timeout=60)
    if check and ended.returncode != 0:
        raise RuntimeError(ended.stderr.decode())
    return (ended.stdout + ended.stderr).decode(errors="replace")


def make_pair(certificate, key, name, usage="serverAuth", issuer=None):
    """A certificate for localhost, self-signed or by `issuer`, a pair of files; OpenSSL's own tool makes it."""
    signer = ["-CA", issuer[0], "-CAkey", issuer[1]] if issuer else []
    openssl(
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
        "-keyout", f"{key}.new", "-out", f"{certificate}.new", "-subj", f"/O=Mado/CN={name}",
        "-addext", f"subjectAltName=DNS:localhost,DNS:{name}", "-addext", f"extendedKeyUsage={usage}", *signer)
    os.rename(f"{certificate}.new", certificate)
    os.rename(f"{key}.new", key)


def until(condition, seconds=30):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise AssertionError("it did not come to pass")
        time.sleep(0.05)


class Handshakes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = stock.Server().start()
        cls.addClassCleanup(cls.server.stop)

    def connect(self, *options, stdin=b"", check=False):
        root = os.path.join(self.server.data, "tls", "certificate.pem")
        return openssl("s_client", "-connect", f"localhost:{self.server.port}", "-CAfile", root, *options,
                       stdin=stdin, check=check)

    def test_what_is_spoken(self):
        for options, expected in [
            (["-tls1_3", "-alpn", "h2"], ["New, TLSv1.3", "ALPN protocol: h2", "Verify return code: 0"]),
            (["-tls1_2", "-alpn", "h2"], ["New, TLSv1.2", "ECDHE-ECDSA-", "ALPN protocol: h2"]),
            (["-alpn", "http/1.1,h2"], ["ALPN protocol: h2"]),
            (["-alpn", "http/1.1"], ["ALPN protocol: http/1.1"]),
            (["-alpn", "spdy/3"], ["no application protocol"]),
            (["-tls1_2", "-cipher", "ECDHE-ECDSA-AES256-SHA384"], ["alert handshake failure"]),
            (["-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-SHA"], ["alert handshake failure"]),
            (["-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"], ["alert protocol version"]),
        ]:
            said = self.connect(*options)
            for words in expected:
                self.assertIn(words, said, options)

    def counted(self):
        """Handshakes, resumptions and failures: over HTTP/1.1, with a connection of its own that counts, too."""
        root = os.path.join(self.server.data, "tls", "certificate.pem")
        page = subprocess.run(["curl", "-sS", "--http1.1", "--cacert", root,
                               f"https://localhost:{self.server.port}/metrics"],
                              capture_output=True, text=True, check=True, timeout=60).stdout
        return [sum(int(line.split()[-1]) for line in page.splitlines() if line.startswith(f"mado_tls_{name}{{"))
                for name in ("handshakes_total", "resumptions_total", "handshakes_failed_total")]

    def leave(self, behind_handshake):
        """A client that leaves in the middle of its handshake, or says goodbye together with the end of it."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        session = context.wrap_bio(incoming, outgoing)
        with socket.create_connection(("127.0.0.1", self.server.port), 20) as connection:
            while True:
                try:
                    session.do_handshake()
                    break
                except ssl.SSLWantReadError:
                    connection.sendall(outgoing.read())
                    incoming.write(connection.recv(1 << 16))
                if not behind_handshake:
                    return
            with contextlib.suppress(ssl.SSLWantReadError):
                session.unwrap()
            connection.sendall(outgoing.read())
            while connection.recv(1 << 16):
                pass

    def test_a_client_that_leaves_at_once_is_counted_as_it_left(self):
        done, _, failed = self.counted()
        self.leave(behind_handshake=True)
        now, _, failed_now = self.counted()
        self.assertEqual((now, failed_now), (done + 2, failed))
        self.leave(behind_handshake=False)
        until(lambda: self.counted()[2] == failed + 1)

    def test_handshakes_are_counted(self):
        done, resumed, failed = self.counted()
        with tempfile.NamedTemporaryFile() as session:
            self.connect("-tls1_2", "-alpn", "h2", "-sess_out", session.name)

            def resumes():
                # A client that has gone again before its end was read is not counted.
                self.connect("-tls1_2", "-alpn", "h2", "-sess_in", session.name)
                return self.counted()[1] >= resumed + 1

            until(resumes)
        self.connect("-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0")
        until(lambda: self.counted()[2] >= failed + 1)
        self.assertGreaterEqual(self.counted()[0], done + 3)

    def test_a_session_resumes(self):
        for version in ("-tls1_2", "-tls1_3"):
            with tempfile.NamedTemporaryFile() as session:
                # The ticket of TLS 1.3 follows the handshake, so the client has to read on; the server ends
                # the connection, being told what is no HTTP/2.
                first = self.connect(version, "-ign_eof", "-alpn", "http/1.1", "-sess_out", session.name,
                                     stdin=b"nonsense\r\n\r\n")
                self.assertIn("New, TLS", first)
                second = self.connect(version, "-alpn", "h2", "-sess_in", session.name)
                self.assertIn("Reused, TLS", second, version)


class Renewal(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="mado-tls-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.certificate, self.key = self.folder / "server.pem", self.folder / "server.key"
        make_pair(self.certificate, self.key, "first")
        self.server = stock.Server(options=[
            "--certificate-file", str(self.certificate), "--key-file", str(self.key)]).start()
        self.addCleanup(self.server.stop)

    def shown(self):
        """The common name of the certificate that a new connection is shown."""
        said = openssl("s_client", "-connect", f"localhost:{self.server.port}", "-alpn", "h2", check=False)
        return said.split("CN = ")[1].split()[0]

    def watch(self):
        """A call that stays open; returns what it has been told, and the call."""
        channel = grpc.secure_channel(
            f"localhost:{self.server.port}", grpc.ssl_channel_credentials(self.certificate.read_bytes()))
        self.addCleanup(channel.close)
        call = health_grpc.HealthStub(channel).Watch(health.HealthCheckRequest(), timeout=120)
        self.assertEqual(next(call).status, SERVING)
        return channel, call

    def told(self, words):
        return [line for line in self.server.lines if words in line]

    def test_a_new_pair_is_used_and_no_connection_ends(self):
        for number, how in enumerate(["asked", "unasked"]):
            channel, call = self.watch()
            name = f"new-{number}"
            make_pair(self.certificate, self.key, name)
            if how == "asked":
                self.server.process.send_signal(signal.SIGHUP)
            until(lambda: self.shown() == name)
            # The call and its connection are still there.
            answer = health_grpc.HealthStub(channel).Check(health.HealthCheckRequest(), timeout=30)
            self.assertEqual(answer.status, SERVING)
            self.assertTrue(call.is_active())
            call.cancel()

    def test_a_broken_pair_is_refused_in_a_line_and_the_old_one_kept(self):
        make_pair(self.folder / "other.pem", self.key, "other")
        self.server.process.send_signal(signal.SIGHUP)
        until(lambda: self.told("does not belong"))
        [line] = self.told("does not belong")
        self.assertIn(f"key-file {self.key}", line)
        self.assertIn(f"certificate-file {self.certificate}", line)
        self.assertEqual(self.shown(), "first")
        self.key.unlink()
        until(lambda: self.told("key-file: open"))
        self.assertEqual(self.shown(), "first")
        self.assertIsNone(self.server.process.poll())


class ClientCertificates(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="mado-mtls-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.root = (self.path("root.pem"), self.path("root.key"))
        openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                "-keyout", self.root[1], "-out", self.root[0], "-subj", "/O=Mado/CN=root",
                "-addext", "keyUsage=critical,keyCertSign")

    def path(self, name):
        return str(self.folder / name)

    def client(self, name, issuer):
        certificate, key = self.path(f"{name}.pem"), self.path(f"{name}.key")
        request = self.path(f"{name}.csr")
        openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key,
                "-out", request, "-subj", f"/O=Mado/CN={name}")
        openssl("x509", "-req", "-in", request, "-CA", issuer[0], "-CAkey", issuer[1], "-CAcreateserial",
                "-days", "2", "-out", certificate)
        return pathlib.Path(certificate).read_bytes(), pathlib.Path(key).read_bytes()

    def serve(self, word):
        server = stock.Server(
            options=["--client-certificates", word, "--client-ca-file", self.root[0], "--log-calls"]).start()
        self.addCleanup(server.stop)
        return server

    def check(self, server, certificate=None, key=None):
        credentials = grpc.ssl_channel_credentials(server.certificate(), key, certificate)
        with grpc.secure_channel(f"localhost:{server.port}", credentials) as channel:
            try:
                return health_grpc.HealthStub(channel).Check(health.HealthCheckRequest(), timeout=30).status
            except grpc.RpcError as error:
                return error.code()

    def test_who_may_come_in(self):
        known = self.client("device-7", self.root)
        stranger = (self.path("stranger.pem"), self.path("stranger.key"))
        make_pair(*stranger, "stranger", "clientAuth")
        unknown = tuple(pathlib.Path(path).read_bytes() for path in stranger)
        refused = grpc.StatusCode.UNAVAILABLE
        for word, of_none, of_unknown in [("required", refused, refused), ("optional", SERVING, refused)]:
            server = self.serve(word)
            self.assertEqual(self.check(server, *known), SERVING, word)
            until(lambda: any(' client="CN=device-7,O=Mado"' in line for line in server.lines))
            self.assertEqual(self.check(server), of_none, word)
            self.assertEqual(self.check(server, *unknown), of_unknown, word)


if __name__ == "__main__":
    unittest.main()
