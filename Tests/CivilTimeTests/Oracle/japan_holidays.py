"""Prints the national holidays of Japan as PyPI's `holidays` knows them: date, tab, Japanese name.

Run with the years as arguments: first and last.
"""

import sys

import holidays

first, last = int(sys.argv[1]), int(sys.argv[2])
for day, name in sorted(holidays.Japan(years=range(first, last + 1), language="ja").items()):
    print(f"{day.isoformat()}\t{name}")
