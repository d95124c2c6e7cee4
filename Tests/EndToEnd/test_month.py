"""A few days of a small company, played by the load tester: the same as tools/soak month, which plays a whole one."""

import unittest

import month


class Month(unittest.TestCase):
    def test_the_report_says_what_was_sent_and_what_is_over_is_purged(self):
        said = []
        sent = month.main(["--workers", "4", "--days", "3", "--images", "30", "--speed", "10000"], said.append)
        self.assertEqual(sent.image_count, 4 * 3 * 30)
        self.assertEqual(len(said), 5)


if __name__ == "__main__":
    unittest.main()
