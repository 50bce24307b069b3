"""Writes arrays.npz and fortran.npy as NumPy does, for formats.test.ts: python numpy_reference.py (NumPy 2.4.6)."""
from pathlib import Path

import numpy as np

here = Path(__file__).parent
scores = np.array([[0.5, 0.25, 0.25], [0.125, 0.125, 0.75]])
np.savez(here / "arrays.npz", probabilities=scores.astype(np.float16), index=np.array([7, 9]), label=np.array([0, 2], np.uint8))
np.save(here / "fortran.npy", np.asfortranarray(scores.astype(np.float32)))
np.save(here / "objects.npy", np.array([{"a": 1}], dtype=object), allow_pickle=True)
