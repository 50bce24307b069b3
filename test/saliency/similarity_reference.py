"""SciPy's and scikit-image's similarities, for checks.test.ts: python similarity_reference.py > similarity_reference.json

Two maps of 0-1 that follow one formula on both sides, with many ties. Made with scipy 1.17.1 and scikit-image 0.26.0.
"""

import json

import numpy as np
from scipy.stats import spearmanr
from skimage.metrics import structural_similarity

k = np.arange(1600)
a = ((k * 7) % 13 / 12).astype(np.float32).reshape(40, 40)
b = ((k * k) % 17 / 16 * 0.5 + a.ravel() * 0.5).astype(np.float32).reshape(40, 40)
result = {
    "spearman": float(spearmanr(a.ravel(), b.ravel()).statistic),
    # Whole windows only: the border of half a window is where they do not fit.
    "ssim": float(structural_similarity(a, b, data_range=1, win_size=7)),
}
print(json.dumps(result))
