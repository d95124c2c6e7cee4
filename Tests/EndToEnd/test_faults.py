"""What goes wrong between an agent and its server, a little of each: more of it is done by tools/soak faults."""

import os
import subprocess
import sys
import unittest

FAULTS = os.path.join(os.path.dirname(__file__), "faults.py")


class Faults(unittest.TestCase):
    def test_every_picture_is_there_once_or_known_as_lost(self):
        # Not those that need minutes, or a network and disks of their own.
        names = ["server_killed", "agent_killed", "bytes_cut", "repeated", "clock_jumps"]
        result = subprocess.run(
            [sys.executable, FAULTS, "--scale", "1", *names], capture_output=True, text=True, timeout=400)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in result.stdout.splitlines()[2:]]
        self.assertEqual([row[0] for row in rows], [name.replace("_", " ") for name in names])
        for name, _, pictures, stored, lost, punches, _ in rows:
            self.assertEqual(int(pictures), int(stored) + int(lost), name)
            self.assertGreater(int(punches), 0, name)


if __name__ == "__main__":
    unittest.main()
