"""What a contender is to do, as JSON in its first argument, and the network that bench/harness/task.ts wrote for it."""

import json
import os
import sys
from pathlib import Path

import numpy as np


class Task:
    """`job` is step or predict, `batch` the images per step, `settings` those of the peer's record."""

    def __init__(self, given):
        self.job, self.batch, self.precision = given["job"], given["batch"], given["precision"]
        self.settings = given["settings"]
        folder = Path(given["folder"])
        self.network = json.loads((folder / "network.json").read_text())
        values = np.fromfile(folder / "weights.bin", dtype="<f4")
        self.weights, at = {}, 0
        for parameter in self.network["parameters"]:
            size = int(np.prod(parameter["shape"]))
            self.weights[parameter["name"]] = values[at : at + size].reshape(parameter["shape"])
            at += size

    @property
    def input_size(self):
        return self.network["inputShape"][0]

    def images(self, count, size):
        """Gray images [count, size, size, 1], uint8, the same for every contender."""
        return (np.arange(count * size * size) * 37 % 256).astype(np.uint8).reshape(count, size, size, 1)

    @property
    def size(self):
        """Height and width of the images whose ten crops have the size of the input: six fifths, as 48 for 40."""
        return self.input_size * 6 // 5

    def probe(self):
        """The images whose logits every contender reports before it starts, [2, size, size, 1], 0 to 1."""
        return self.images(2, self.input_size).astype(np.float32) / 255


def task():
    return Task(json.loads(sys.argv[1]))


def threads():
    return int(os.environ["OMP_NUM_THREADS"])
