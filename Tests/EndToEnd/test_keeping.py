"""What an operator does to keep what is stored: back up under load, lose the folder, restore, verify, change the key."""

import contextlib
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import threading
import time
import unittest

import grpc

import stock
from pictures import picture
from stock import telework
from test_bad_input import details, image


class Keeping(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="mado-keeping-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.server = stock.Server(folder=f"{self.folder}/server", options=["--master-key-file", f"{self.folder}/key"])
        os.mkdir(f"{self.folder}/server")
        self.addCleanup(self.stop)

    def stop(self):
        if self.server.process and self.server.process.poll() is None:
            self.server.stop()

    def madod(self, *arguments, code=0, data=None, key=None):
        """Runs a command of madod's beside the server; returns what it said."""
        done = subprocess.run(
            [stock.binary("madod"), *arguments, "--data", data or self.server.data,
             "--master-key-file", key or f"{self.folder}/key"],
            capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def verified(self, agent="demo-device"):
        chain = self.server.evidence("demo-manager").VerifyChain(telework.VerifyChainRequest(agent_id=agent))
        self.assertEqual(chain.state, telework.VerifyChainResponse.STATE_OK, chain)
        return chain.checked

    def test_back_up_under_load_lose_everything_restore_and_serve_on(self):
        self.server.start()
        acknowledged, stop = [], threading.Event()

        def requests():
            for sequence in range(1, 100_000):
                if stop.is_set():
                    return
                yield image(sequence, picture(64, 48, seed=sequence % 50))

        def upload():
            for response in self.server.evidence("demo-device").Upload(requests()):
                self.assertEqual(response.image.verdict, telework.VERDICT_STORED)
                acknowledged.append(response.image.sequence)

        device = threading.Thread(target=upload)
        device.start()
        backup = f"{self.folder}/backup"
        for number in range(1, 6):
            before = len(acknowledged)
            said = self.madod("backup", backup)
            self.assertIn(f"backup {number} of ", said)
            self.assertIn("all is as it was stored", said)
        kept = before  # what had been acknowledged before the last backup began
        # One that is killed, whenever that may be, leaves the one before.
        for delay in (0.0, 0.02, 0.05, 0.1, 0.2):
            killed = subprocess.Popen(
                [stock.binary("madod"), "backup", backup, "--data", self.server.data,
                 "--master-key-file", f"{self.folder}/key"], stdout=subprocess.DEVNULL)
            time.sleep(delay)
            killed.kill()
            killed.wait()
            self.assertIn("all is as it was stored", self.madod("verify", backup))
        stop.set()
        device.join()
        self.server.kill()
        shutil.rmtree(self.server.data)

        self.assertIn("all is as it was stored", self.madod("restore", backup))
        self.server.start()
        listed = self.verified()
        self.assertGreaterEqual(listed, kept)
        self.assertGreater(kept, 0)
        # The agent goes on where the copy ends.
        for response in self.server.evidence("demo-device").Upload(iter([image(200_000, picture(64, 48))])):
            self.assertEqual(response.image.verdict, telework.VERDICT_STORED)
        self.assertEqual(self.verified(), listed + 1)
        self.assertIn("is not empty", self.madod("restore", backup, code=1))

    def fill(self):
        self.server.start()
        for response in self.server.evidence("demo-device").Upload(
                iter([image(n, picture(64, 48, seed=n)) for n in (1, 2, 3)])):
            self.assertEqual(response.image.verdict, telework.VERDICT_STORED)

    def test_a_restored_copy_passes_elsewhere_with_the_key_alone(self):
        self.fill()
        self.madod("backup", f"{self.folder}/backup")
        self.server.stop()
        os.mkdir(f"{self.folder}/elsewhere")
        shutil.move(f"{self.folder}/backup", f"{self.folder}/elsewhere/backup")
        other = f"{self.folder}/elsewhere/data"
        said = self.madod("restore", f"{self.folder}/elsewhere/backup", data=other, key=f"{self.folder}/none", code=1)
        self.assertIn("none is missing", said)
        self.assertFalse(os.path.exists(other))
        self.madod("restore", f"{self.folder}/elsewhere/backup", data=other)
        self.server.data = other
        self.server.start()
        self.assertEqual(self.verified(), 3)

    def test_the_key_changes_and_the_old_one_is_of_no_use(self):
        self.fill()
        shutil.copy(f"{self.folder}/key", f"{self.folder}/old")
        self.assertIn("in use by another server", self.madod("rotate-key", code=1))
        self.server.stop()
        self.assertIn("is new, and the keys of", self.madod("rotate-key"))
        said = self.madod("verify", key=f"{self.folder}/old", code=1)
        self.assertIn("does not fit: the database was made with another", said)
        self.server.start()
        self.assertEqual(self.verified(), 3)
        self.server.stop()
        # What the server itself says of a key that is wrong or gone.
        for key, what in ((f"{self.folder}/old", "does not fit"), (f"{self.folder}/none", "is missing")):
            refused = subprocess.run(
                self.server.command("--listen", "127.0.0.1:0", "--master-key-file", key),
                capture_output=True, text=True, timeout=60)
            self.assertEqual(refused.returncode, 1)
            self.assertIn(what, refused.stderr)
            self.assertIn("put", refused.stderr)

    def test_another_program_neither_reads_the_database_nor_takes_its_log(self):
        self.server.start()
        database = f"{self.server.data}/mado.db"
        for mode in ("rw", "ro"):
            other = sqlite3.connect(f"file:{database}?mode={mode}", uri=True, timeout=0.1)
            with self.assertRaisesRegex(sqlite3.OperationalError, "locked"):
                other.execute("SELECT COUNT(*) FROM tenant").fetchone()
            other.close()
        self.assertTrue(os.path.exists(f"{database}-wal"))
        self.server.stop()
        with contextlib.closing(sqlite3.connect(database)) as other:
            other.execute("SELECT COUNT(*) FROM tenant").fetchone()
            refused = subprocess.run(
                self.server.command("admin-token", "--master-key-file", f"{self.folder}/key"), capture_output=True, text=True,
                timeout=60)
            self.assertIn("another program has the database", refused.stderr)
        self.server.start()

    def test_a_picture_changed_on_the_disk_is_named(self):
        self.fill()
        [log] = os.listdir(f"{self.server.data}/evidence")
        with open(f"{self.server.data}/evidence/{log}", "r+b") as file:
            file.seek(100)
            byte = file.read(1)[0]
            file.seek(100)
            file.write(bytes([byte ^ 1]))
        said = self.madod("verify", code=1)
        self.assertIn("evidence demo-device.1: CONTENT_UNREADABLE", said)
        self.assertNotIn("demo-device.2", said)

    def test_uploads_are_refused_while_the_disk_is_nearly_full(self):
        self.server.options += ["--min-free-bytes", str(1 << 50)]
        self.server.start()
        with self.assertRaises(grpc.RpcError) as raised:
            list(self.server.evidence("demo-device").Upload(iter([image(1, picture(64, 48))])))
        self.assertEqual(raised.exception.code(), grpc.StatusCode.RESOURCE_EXHAUSTED)
        found = details(raised.exception)
        self.assertEqual(found["ErrorInfo"].reason, "DISK_LOW")
        self.assertEqual(found["RetryInfo"].retry_delay.seconds, 60)
        # What is there is still to be seen.
        self.server.evidence("demo-manager").List(telework.EvidenceServiceListRequest())
        said = self.madod("doctor", "--min-free-bytes", str(1 << 50), "--json", code=1)
        found = {f["subject"]: f for f in json.loads(said)["findings"]}
        self.assertEqual(found["disk"]["level"], "problem")
        self.assertIn("free space", found["disk"]["fix"])
        self.assertEqual(found["locks"]["text"], "they hold; a server is at work")


class ServiceManager(unittest.TestCase):
    def test_systemd_is_told_and_the_journal_gets_its_lines(self):
        folder = tempfile.mkdtemp(prefix="mado-notify-")
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager, open(f"{folder}/log", "w+b") as log:
            manager.bind(f"{folder}/notify")
            manager.settimeout(60)
            status = os.fstat(log.fileno())
            server = subprocess.Popen(
                [stock.binary("madod"), "--data", f"{folder}/data", "--listen", "127.0.0.1:0"],
                stdout=subprocess.DEVNULL, stderr=log, env={
                    **os.environ, "NOTIFY_SOCKET": f"{folder}/notify",
                    "JOURNAL_STREAM": f"{status.st_dev}:{status.st_ino}"})
            said = []
            while not any(s.startswith("READY=1\nSTATUS=serving https://127.0.0.1:") for s in said):
                said.append(manager.recv(4096).decode())
            while "WATCHDOG=1" not in said:
                said.append(manager.recv(4096).decode())
            server.send_signal(signal.SIGTERM)
            while not any(s.startswith("STOPPING=1") for s in said):
                said.append(manager.recv(4096).decode())
            self.assertEqual(server.wait(60), 0)
            log.seek(0)
            lines = log.read().decode().splitlines()
        self.assertTrue(lines[0].startswith("<6>msg=started address=https://127.0.0.1:"), lines)

    @unittest.skipUnless(shutil.which("systemd-analyze"), "systemd is not installed")
    def test_the_unit_is_one_that_systemd_takes_and_finds_safe(self):
        folder = tempfile.mkdtemp(prefix="mado-unit-")
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        subprocess.run([stock.binary("madod"), "install", "--root", folder], check=True, stdout=subprocess.DEVNULL)
        unit = f"{folder}/etc/systemd/system/mado.service"
        with open(unit) as file:
            self.assertIn("Type=notify\n", file.read())
        checked = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True)
        self.assertEqual((checked.returncode, checked.stderr), (0, ""))
        rated = subprocess.run(
            ["systemd-analyze", "security", "--offline=true", "--threshold=20", unit], capture_output=True, text=True)
        self.assertEqual(rated.returncode, 0, rated.stdout)
        users = subprocess.run(
            ["systemd-sysusers", f"--root={folder}", "--dry-run"], capture_output=True, text=True)
        self.assertEqual(users.returncode, 0, users.stderr)


if __name__ == "__main__":
    unittest.main()
