"""Writes keras.onnx and keras_reference.json: a small Keras model, exported by the line that docs/commands.md gives, and its
probabilities for one face. Needs keras 3.15.1, tensorflow-cpu 2.21.0, tf2onnx 1.17.0 and onnx 1.23.2."""

import json
import os

os.environ["KERAS_BACKEND"] = "tensorflow"

import keras
import numpy as np

keras.utils.set_random_seed(1)
layers = keras.layers
model = keras.Sequential(
    [
        keras.Input((8, 8, 1)),
        layers.Conv2D(3, 3, activation="relu", padding="same"),
        layers.MaxPooling2D(),
        layers.BatchNormalization(),
        layers.Flatten(),
        layers.Dense(7, activation="softmax", kernel_initializer="he_normal"),
    ]
)
model.save("model.keras")
m = keras.saving.load_model("model.keras"); m(keras.ops.zeros((1, *m.input_shape[1:]))); m.export("keras.onnx", format="onnx")
os.remove("model.keras")

face = (np.arange(64) * 37 % 256).reshape(1, 8, 8, 1)
probabilities = m.predict((face / 255).astype("float32"), verbose=0)[0]
with open("keras_reference.json", "w") as file:
    json.dump({"face": face.ravel().tolist(), "probabilities": [float(f"{p:.7f}") for p in probabilities]}, file)
    file.write("\n")
