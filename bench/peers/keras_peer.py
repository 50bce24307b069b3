"""Keras on TensorFlow. Settings: jit_compile, which is whether XLA compiles the step."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ["KERAS_BACKEND"] = "tensorflow"

import keras
import numpy as np
import tensorflow as tf
from keras import layers

from serve import serve
from task import task

given = task()
jit = given.settings["jit_compile"]
CORNERS = [(0, 0), (0, 1), (1, 0), (1, 1), (0.5, 0.5)]


class Builder:
    """The network of a description, by Keras' own layers."""

    def __init__(self, weights):
        self.weights, self.values = weights, []

    def with_weights(self, layer, x, *names):
        y = layer(x)
        self.values.append((layer, [self.weights[name] for name in names]))
        return y

    def row(self, parts, x):
        for part in parts:
            x = getattr(self, part["layer"])(part["name"], part.get("options"), x)
        return x

    def conv2d(self, name, options, x):
        kernel, stride = options.get("kernel", 3), options.get("stride", 1)
        conv = layers.Conv2D(options["filters"], kernel, stride, padding="same", use_bias=False)
        return self.with_weights(conv, x, f"{name}.weight")

    def depthwiseConv2d(self, name, options, x):
        options = options or {}
        conv = layers.DepthwiseConv2D(
            options.get("kernel", 3), options.get("stride", 1), padding="same", use_bias=False
        )
        return self.with_weights(conv, x, f"{name}.weight")

    def batchNorm(self, name, options, x):
        options = options or {}
        norm = layers.BatchNormalization(
            momentum=1 - options.get("momentum", 0.1), epsilon=options.get("epsilon", 1e-5)
        )
        return self.with_weights(norm, x, *(f"{name}.{part}" for part in ("weight", "bias", "running_mean", "running_var")))

    def relu(self, name, options, x):
        return layers.ReLU()(x)

    def swish(self, name, options, x):
        return layers.Activation("swish")(x)

    def maxPool(self, name, options, x):
        return layers.MaxPooling2D(2)(x)

    def globalAveragePool(self, name, options, x):
        return layers.GlobalAveragePooling2D(keepdims=True)(x)

    def flatten(self, name, options, x):
        return layers.Flatten()(x)

    def dense(self, name, options, x):
        return self.with_weights(layers.Dense(options["units"]), x, f"{name}.weight", f"{name}.bias")

    def dropout(self, name, options, x):
        return layers.Dropout(options["rate"])(x)

    def dropPath(self, name, options, x):
        return layers.Dropout(options["rate"], noise_shape=(None, 1, 1, 1))(x)

    def repeatChannel(self, name, options, x):
        return layers.Concatenate()([x] * options)

    def squeezeExcite(self, name, options, x):
        y = layers.GlobalAveragePooling2D(keepdims=True)(x)
        reduce = layers.Conv2D(options["reduced"], 1, activation="swish")
        y = self.with_weights(reduce, y, f"{name}.conv_reduce.weight", f"{name}.conv_reduce.bias")
        expand = layers.Conv2D(x.shape[-1], 1, activation="sigmoid")
        y = self.with_weights(expand, y, f"{name}.conv_expand.weight", f"{name}.conv_expand.bias")
        return layers.Multiply()([x, y])

    def block(self, name, options, x):
        y = self.row(options["recipes"], x)
        return layers.Add()([x, y]) if options["residual"] else y

    def projected(self, name, options, x):
        return layers.Add()([self.row(options["recipes"], x), self.row(options["shortcut"], x)])


class DecayedSGD(keras.optimizers.SGD):
    """SGD whose weight decay is part of the gradient, as in PyTorch; that of Keras is not."""

    def apply(self, grads, trainable_variables=None):
        variables = trainable_variables if trainable_variables is not None else self._trainable_variables
        super().apply([g + 1e-4 * tf.convert_to_tensor(v) for g, v in zip(grads, variables)], trainable_variables)


builder = Builder(given.weights)
image = keras.Input(given.network["inputShape"])
model = keras.Model(image, builder.row(given.network["layers"], image))
for layer, values in builder.values:
    layer.set_weights(values)


def training_step():
    sgd = DecayedSGD(0.01, momentum=0.9, nesterov=True)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(sgd, loss, jit_compile=jit)
    x = tf.constant(given.images(given.batch, given.input_size) / np.float32(255))
    labels = tf.constant(np.arange(given.batch) % 7)
    return lambda: float(model.train_on_batch(x, labels))


def ten_crop_step():
    size, margin = given.input_size, given.size - given.input_size
    data = given.images(given.batch, given.size)

    @tf.function(jit_compile=jit)
    def probabilities(images):
        x = tf.cast(images, tf.float32) / 255
        corners = [(int(top * margin), int(left * margin)) for top, left in CORNERS]
        crops = tf.concat([x[:, top : top + size, left : left + size] for top, left in corners], 0)
        logits = model(tf.concat([crops, crops[:, :, ::-1]], 0), training=False)
        return tf.nn.softmax(tf.reduce_mean(tf.reshape(logits, [10, given.batch, 7]), 0))

    return lambda: probabilities(tf.constant(data)).numpy().flatten().tolist()


serve(
    training_step() if given.job == "step" else ten_crop_step(),
    keras=keras.__version__,
    keras_tensorflow=tf.__version__,
    parameters=int(sum(np.prod(v.shape) for v in model.trainable_variables)),
    logits=np.asarray(model(given.probe(), training=False)).flatten().tolist(),
)
