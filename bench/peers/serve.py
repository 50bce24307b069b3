"""The other side of bench/harness/worker.ts, in Python."""

import json
import sys
import time


def serve(step, **about):
    """Says that it is ready, then does one step for each line that comes and answers with its milliseconds."""
    print(json.dumps(about), flush=True)
    for _ in sys.stdin:
        began = time.perf_counter()
        step()
        print((time.perf_counter() - began) * 1000, flush=True)
