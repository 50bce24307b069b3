"""fer2013.csv with pandas, to arrays of uint8. Arguments: the file, and how the pixels' text becomes numbers."""

import io
import sys

import numpy as np
import pandas as pd

from serve import serve

path, way = sys.argv[1], sys.argv[2]


def joined(texts):
    """All the rows' text at once through NumPy's parser."""
    return np.fromstring(" ".join(texts), dtype=np.uint8, sep=" ")


def row_by_row(texts):
    return np.stack([np.fromstring(text, dtype=np.uint8, sep=" ") for text in texts])


def as_table(texts):
    """Through pandas' own parser, as a table with a column a pixel."""
    return pd.read_csv(io.StringIO("\n".join(texts)), sep=" ", header=None, dtype=np.uint8).to_numpy()


def step():
    frame = pd.read_csv(path)
    pixels = {"joined": joined, "row by row": row_by_row, "as a table": as_table}[way](frame["pixels"])
    images = pixels.reshape(-1, 48, 48, 1)
    return images, frame["emotion"].to_numpy(np.uint8), frame["Usage"].astype("category").cat.codes.to_numpy()


serve(step, pandas=pd.__version__, numpy=np.__version__)
