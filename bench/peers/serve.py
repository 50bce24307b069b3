"""The other side of bench/harness/worker.ts, in Python."""

import json
import sys
import time


def serve(step, **about):
    """Says that it is ready, then does one step for each line that comes and answers with its milliseconds.

    A line `value` asks for the result of the step instead.
    """
    print(json.dumps(about), flush=True)
    for line in sys.stdin:
        began = time.perf_counter()
        value = step()
        milliseconds = (time.perf_counter() - began) * 1000
        print(json.dumps(value) if line.strip() == "value" else milliseconds, flush=True)
