"""``python -m tests.crawler http://127.0.0.1:8000/oparl/system [every]``: visit, and say everything that is wrong."""

from __future__ import annotations

import sys
import time

from tests.crawler.client import OverHttp
from tests.crawler.filters import check_filters, check_unchanged, check_wrong_filters
from tests.crawler.visit import visit


def main(system: str, every: int = 1) -> int:
    """Visit a System; the number of sorts of faults, at most 1, is how the program ends."""
    ask, started = OverHttp(), time.monotonic()
    crawl = visit(ask, system, every=every)
    told = len(crawl.objects)
    for url, (expected, ids) in list(crawl.lists.items()):
        if " " not in url:
            check_filters(crawl, url, expected)
            check_wrong_filters(crawl, url)
            for address in (url, *ids[:1]):
                check_unchanged(crawl, address)
    ask.close()
    seconds = time.monotonic() - started
    sys.stdout.write(f"{told} objects, {crawl.requests} requests, {crawl.bytes} bytes, {seconds:.1f} s\n")
    sys.stdout.write(f"{crawl.faults}\n" if crawl.faults else "no fault\n")
    return 1 if crawl.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], *map(int, sys.argv[2:3])))
