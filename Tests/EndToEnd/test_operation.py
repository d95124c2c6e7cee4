"""What an operator meets: starts that cannot be, stops that must lose nothing, lost tokens."""

import os
import queue
import shutil
import signal
import socket
import stat
import subprocess
import tempfile
import threading
import unittest

import grpc

import stock
from pictures import picture
from stock import telework
from test_bad_input import details, image


class Refusals(unittest.TestCase):
    """One clear line, and exit 1."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="mado-operation-")
        self.addCleanup(shutil.rmtree, self.folder)

    def refused(self, *arguments, code=1):
        result = subprocess.run(
            [stock.binary("madod"), "--data", f"{self.folder}/data", "--listen", "127.0.0.1:0", *arguments],
            capture_output=True, text=True, timeout=60)
        self.assertEqual(result.returncode, code, result.stdout + result.stderr)
        [line] = result.stderr.splitlines()
        return line

    def test_a_port_in_use(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            address = f"127.0.0.1:{taken.getsockname()[1]}"
            self.assertIn(f"{address} is in use", self.refused("--listen", address))

    def test_a_unix_socket(self):
        path = f"{self.folder}/mado.sock"
        self.assertIn("give --plaintext too", self.refused("--listen", f"unix:{path}", code=2))
        server = stock.Server(options=["--listen", f"unix:{path}", "--plaintext"]).start()
        self.addCleanup(server.stop)
        ours = subprocess.run(
            [stock.binary("mado"), "--context", "demo-manager", "telework", "evidence", "list"],
            env={**os.environ, "MADO_HOME": server.contexts}, capture_output=True, text=True, timeout=60)
        self.assertEqual(ours.returncode, 0, ours.stderr)
        with grpc.insecure_channel(f"unix:{path}") as channel:
            grpc.channel_ready_future(channel).result(timeout=60)

    def test_a_second_server_at_the_port_of_the_first(self):
        server = stock.Server().start()
        self.addCleanup(server.stop)
        self.assertIn("is in use", self.refused("--listen", f"127.0.0.1:{server.port}"))

    def test_a_second_server_on_the_same_folder(self):
        server = stock.Server().start()
        self.addCleanup(server.stop)
        line = self.refused("--data", server.data)
        self.assertIn("in use by another server", line)
        self.assertIn(str(server.process.pid), line)

    def test_a_certificate_that_cannot_be_read(self):
        missing = f"{self.folder}/none.pem"
        self.assertIn(missing, self.refused("--certificate-file", missing, "--key-file", missing))
        with open(f"{self.folder}/text.pem", "w") as file:
            file.write("no certificate\n")
        self.assertIn("text.pem", self.refused("--certificate-file", f"{self.folder}/text.pem",
                                               "--key-file", f"{self.folder}/text.pem"))

    def test_a_folder_that_cannot_be_written(self):
        subprocess.run(["mount", "-t", "tmpfs", "-o", "ro", "mado-test", self.folder], check=True)
        self.addCleanup(subprocess.run, ["umount", self.folder], check=True)
        line = self.refused()
        self.assertIn(f"{self.folder}/data", line)
        self.assertIn("Read-only", line)

    def test_a_folder_that_is_newer_than_the_program(self):
        server = stock.Server().start()
        server.stop()
        with open(f"{server.data}/format", "w") as file:
            file.write("mado 999\n")
        self.assertIn("999", self.refused("--data", server.data))

    def test_a_wrong_value(self):
        line = self.refused("--loops", "many", code=2)
        self.assertEqual(line, 'madod: --loops: "many" is not allowed: give a whole number from 0 to 1024')


class Stopping(unittest.TestCase):
    def test_a_stream_under_way_is_told_where_to_go_on(self):
        server = stock.Server().start()
        first = [picture(64, 48, seed=s) for s in range(3)]
        said, hold = queue.Queue(), queue.Queue()

        def requests():
            for sequence, content in enumerate(first, start=1):
                yield image(sequence, content)
            hold.get()

        call = server.evidence("demo-device").Upload(requests())

        def read():
            try:
                for response in call:
                    said.put(response.image)
                said.put(None)
            except grpc.RpcError as error:
                said.put(error)

        reader = threading.Thread(target=read)
        reader.start()
        verdicts = [said.get(timeout=30) for _ in first]
        server.process.send_signal(signal.SIGTERM)
        error = said.get(timeout=30)
        hold.put(None)
        self.assertEqual(server.process.wait(60), 0)
        self.assertEqual({v.verdict for v in verdicts}, {telework.VERDICT_STORED})
        self.assertEqual(error.code(), grpc.StatusCode.UNAVAILABLE)
        info = details(error)["ErrorInfo"]
        self.assertEqual(info.reason, "SERVER_DRAINING")
        self.assertEqual(info.metadata["resume_from_sequence"], "4")
        reader.join()

        server.start()
        listed = server.evidence("demo-manager").List(telework.EvidenceServiceListRequest()).evidence
        self.assertEqual([e.sequence for e in listed], [1, 2, 3])
        self.assertEqual(server.stop(), 0)

    def test_an_idle_connection_does_not_hold_the_server_up(self):
        server = stock.Server().start()
        stub = server.evidence("demo-manager")
        stub.List(telework.EvidenceServiceListRequest())
        self.assertEqual(server.stop(timeout=15), 0)

    def test_what_is_secret_is_for_its_owner_alone(self):
        server = stock.Server().start()
        self.addCleanup(server.stop)
        self.assertEqual(stat.S_IMODE(os.stat(server.data).st_mode), 0o700)
        for path in ("master.key", "mado.db", "tls/key.pem"):
            self.assertEqual(stat.S_IMODE(os.stat(os.path.join(server.data, path)).st_mode), 0o600, path)
        for name in os.listdir(os.path.join(server.contexts, "contexts")):
            mode = os.stat(os.path.join(server.contexts, "contexts", name)).st_mode
            self.assertEqual(stat.S_IMODE(mode), 0o600, name)


class AdministratorToken(unittest.TestCase):
    def test_a_lost_token_is_replaced_and_the_old_one_ends(self):
        server = stock.Server().start()
        lost = server.token("demo-administrator")
        server.evidence("demo-device").Upload(iter([])).cancel()
        server.stop()
        made = subprocess.run(server.command("admin-token", "--tenant", "demo"), capture_output=True, text=True, check=True)
        server.start_without_demo()
        self.addCleanup(server.stop)
        request = telework.VerifyChainRequest(agent_id="demo-device")

        def verify(token):
            return stock.telework_grpc.EvidenceServiceStub(server.channel(token)).VerifyChain(request)

        self.assertEqual(verify(made.stdout.strip()).state, telework.VerifyChainResponse.STATE_OK)
        with self.assertRaises(grpc.RpcError) as raised:
            verify(lost)
        self.assertEqual(raised.exception.code(), grpc.StatusCode.UNAUTHENTICATED)

    def test_an_unknown_tenant_is_said(self):
        server = stock.Server()
        made = subprocess.run(server.command("admin-token", "--tenant", "none"), capture_output=True, text=True)
        self.assertEqual(made.returncode, 1)
        self.assertIn('there is no tenant "none"', made.stderr)


if __name__ == "__main__":
    unittest.main()
