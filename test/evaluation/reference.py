"""Writes reference.json: predictions, and what scikit-learn, SciPy and NumPy say about them.

    pip install scikit-learn==1.9.1 && python test/evaluation/reference.py && npx biome format --write test/evaluation
"""

import json
from pathlib import Path

import numpy as np
from scipy.stats import binom, binomtest
from sklearn.calibration import calibration_curve
from sklearn.metrics import accuracy_score, confusion_matrix, log_loss
from sklearn.metrics import precision_recall_fscore_support, top_k_accuracy_score

EMOTIONS = ["Angry", "Disgust", "Fear", "Happy", "Sad", "Surprise", "Neutral"]
BINS = 15


def predictions(rng, labels):
    """Probabilities as float32 holds them; nobody is ever predicted as Disgust, so that its precision is 0 / 0."""
    logits = rng.normal(size=(len(labels), 7)) + 1.5 * np.eye(7)[labels]
    logits[:, 1] = -4
    probabilities = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    return np.round(probabilities, 6).astype(np.float32)


def per_class(labels, predicted, measure):
    each = precision_recall_fscore_support(labels, predicted, labels=range(7), zero_division=0)[measure]
    macro = precision_recall_fscore_support(labels, predicted, labels=range(7), zero_division=0, average="macro")
    return {"macro": macro[measure], **dict(zip(EMOTIONS, each))}


def metrics(labels, probabilities):
    predicted = probabilities.argmax(axis=1)
    hits = int((predicted == labels).sum())
    wide = probabilities.astype(np.float64)
    interval = binomtest(hits, len(labels)).proportion_ci(method="wilson")
    return {
        "n": len(labels),
        "top1": accuracy_score(labels, predicted),
        "top2": top_k_accuracy_score(labels, wide, k=2, labels=range(7)),
        "loss": log_loss(labels, wide / wide.sum(axis=1, keepdims=True), labels=range(7)),
        "precision": per_class(labels, predicted, 0),
        "recall": per_class(labels, predicted, 1),
        "f1": per_class(labels, predicted, 2),
        "confusion": confusion_matrix(labels, predicted, labels=range(7)).tolist(),
        "interval": [interval.low, interval.high],
    }


def calibration(labels, probabilities):
    confidence = probabilities.max(axis=1).astype(np.float64)
    hits = probabilities.argmax(axis=1) == labels
    accuracy, mean_confidence = calibration_curve(hits, confidence, n_bins=BINS)
    n = np.histogram(confidence, np.linspace(0, 1, BINS + 1))[0]
    ece = (n[n > 0] * np.abs(accuracy - mean_confidence)).sum() / len(labels)
    return {"ece": ece, "n": n[n > 0].tolist(), "accuracy": accuracy.tolist(), "confidence": mean_confidence.tolist()}


def mcnemar(labels, a, b):
    only_a = int(((a == labels) & (b != labels)).sum())
    only_b = int(((a != labels) & (b == labels)).sum())
    n = only_a + only_b
    exact = binomtest(only_a, n, 0.5).pvalue
    mid = exact - binom.pmf(only_a, n, 0.5) * (0.5 if only_a == only_b else 1)
    return {"onlyA": only_a, "onlyB": only_b, "exact": exact, "midP": mid}


def main():
    rng = np.random.default_rng(0)
    labels = rng.choice(7, size=300, p=[0.13, 0.02, 0.14, 0.25, 0.17, 0.12, 0.17])
    a, b = predictions(rng, labels), predictions(rng, labels)
    reference = {
        "labels": labels.tolist(),
        "probabilities": [float(f"{p:.6f}") for p in a.ravel()],
        "other": b.argmax(axis=1).tolist(),
        "metrics": metrics(labels, a),
        "calibration": calibration(labels, a),
        "mcnemar": mcnemar(labels, a.argmax(axis=1), b.argmax(axis=1)),
    }
    Path(__file__).with_name("reference.json").write_text(json.dumps(reference) + "\n")


if __name__ == "__main__":
    main()
