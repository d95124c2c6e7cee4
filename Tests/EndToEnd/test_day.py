"""A small day: the whole one is run by tools/soak."""

import os
import subprocess
import sys
import tempfile
import unittest

from pictures import picture

HERE = os.path.dirname(__file__)


class Day(unittest.TestCase):
    def test_a_killed_server_keeps_every_acknowledged_picture_once(self):
        with tempfile.TemporaryDirectory() as folder:
            for n in range(8):
                with open(os.path.join(folder, f"photo-{n}.jpg"), "wb") as file:
                    file.write(picture(640, 480, seed=n))
                with open(os.path.join(folder, f"screen-{n}.png"), "wb") as file:
                    file.write(picture(1920, 1080, "PNG", seed=n))
            result = subprocess.run(
                [sys.executable, os.path.join(HERE, "day.py"), "--pictures", folder, "--agents", "4", "--images", "60"],
                capture_output=True, text=True, timeout=300)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        self.assertIn("read back byte for byte, none twice", result.stdout)


if __name__ == "__main__":
    unittest.main()
