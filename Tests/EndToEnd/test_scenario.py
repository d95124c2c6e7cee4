"""Years of a company's life, played: what came of them is what somebody has read and kept."""

import pathlib
import unittest

import scenario


class Scenarios(unittest.TestCase):
    def test_each_comes_out_as_its_golden_file_says(self):
        for file in sorted((pathlib.Path(__file__).parent / "Scenarios").glob("*.txt")):
            with self.subTest(file.stem):
                self.assertEqual(scenario.check(file), "")


if __name__ == "__main__":
    unittest.main()
