"""JAX, without a library of layers: convolutions, pools and products of jax.lax in one jitted step."""

import jax
import numpy as np
from jax import lax
from jax import numpy as jnp

from serve import serve
from task import task

given = task()
CORNERS = [(0, 0), (0, 1), (1, 0), (1, 1), (0.5, 0.5)]


class Pass:
    """One forward pass: parameters by name, the new running statistics, and keys for dropout."""

    def __init__(self, weights, key=None):
        self.weights, self.key, self.moved = weights, key, {}

    def row(self, parts, x):
        for part in parts:
            x = getattr(self, part["layer"])(part["name"], part.get("options"), x)
        return x

    def dropped(self, x, rate, shape):
        if self.key is None or rate == 0:
            return x
        self.key, own = jax.random.split(self.key)
        return jnp.where(jax.random.bernoulli(own, 1 - rate, shape), x / (1 - rate), 0)

    def convolution(self, name, options, x, groups):
        options = options or {}
        weight = self.weights[f"{name}.weight"]
        if groups > 1:
            weight = weight.reshape(*weight.shape[:2], 1, groups)
        stride = options.get("stride", 1)
        names = ("NHWC", "HWIO", "NHWC")
        return lax.conv_general_dilated(
            x, weight, (stride, stride), "SAME", dimension_numbers=names, feature_group_count=groups
        )

    def conv2d(self, name, options, x):
        return self.convolution(name, options, x, 1)

    def depthwiseConv2d(self, name, options, x):
        return self.convolution(name, options, x, x.shape[-1])

    def batchNorm(self, name, options, x):
        options = options or {}
        scale, offset, mean, variance = (
            self.weights[f"{name}.{part}"] for part in ("weight", "bias", "running_mean", "running_var")
        )
        if self.key is not None:
            share, count = options.get("momentum", 0.1), x.size // x.shape[-1]
            new_mean, new_variance = jnp.mean(x, (0, 1, 2)), jnp.var(x, (0, 1, 2))
            unbiased = new_variance * count / max(count - 1, 1)
            self.moved[f"{name}.running_mean"] = (1 - share) * mean + share * new_mean
            self.moved[f"{name}.running_var"] = (1 - share) * variance + share * unbiased
            mean, variance = new_mean, new_variance
        factor = scale * lax.rsqrt(variance + options.get("epsilon", 1e-5))
        return x * factor + (offset - mean * factor)

    def relu(self, name, options, x):
        return jax.nn.relu(x)

    def swish(self, name, options, x):
        return jax.nn.silu(x)

    def maxPool(self, name, options, x):
        return lax.reduce_window(x, -jnp.inf, lax.max, (1, 2, 2, 1), (1, 2, 2, 1), "VALID")

    def globalAveragePool(self, name, options, x):
        return jnp.mean(x, (1, 2), keepdims=True)

    def flatten(self, name, options, x):
        return x.reshape(x.shape[0], -1)

    def dense(self, name, options, x):
        return x @ self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]

    def dropout(self, name, options, x):
        return self.dropped(x, options["rate"], x.shape)

    def dropPath(self, name, options, x):
        return self.dropped(x, options["rate"], (x.shape[0], 1, 1, 1))

    def repeatChannel(self, name, options, x):
        return jnp.repeat(x, options, 3)

    def squeezeExcite(self, name, options, x):
        def pointwise(part, y):
            return y @ self.weights[f"{name}.{part}.weight"][0, 0] + self.weights[f"{name}.{part}.bias"]

        squeezed = jax.nn.silu(pointwise("conv_reduce", jnp.mean(x, (1, 2), keepdims=True)))
        return x * jax.nn.sigmoid(pointwise("conv_expand", squeezed))

    def block(self, name, options, x):
        y = self.row(options["recipes"], x)
        return x + y if options["residual"] else y

    def projected(self, name, options, x):
        return self.row(options["recipes"], x) + self.row(options["shortcut"], x)


LAYERS = given.network["layers"]
TRAINED = [p["name"] for p in given.network["parameters"] if p["trainable"]]
weights = {name: jnp.asarray(value) for name, value in given.weights.items()}


def training_step():
    x = jnp.asarray(given.images(given.batch, given.input_size) / np.float32(255))
    labels = jnp.arange(given.batch) % 7

    def loss_of(trained, rest, key):
        forward = Pass({**trained, **rest}, key)
        chances = jax.nn.log_softmax(forward.row(LAYERS, x))
        return -jnp.mean(chances[jnp.arange(given.batch), labels]), forward.moved

    def update(trained, rest, momenta, key):
        (loss, moved), gradients = jax.value_and_grad(loss_of, has_aux=True)(trained, rest, key)
        gradients = jax.tree.map(lambda g, w: g + 1e-4 * w, gradients, trained)
        momenta = jax.tree.map(lambda m, g: 0.9 * m + g, momenta, gradients)
        trained = jax.tree.map(lambda w, g, m: w - 0.01 * (g + 0.9 * m), trained, gradients, momenta)
        return trained, moved, momenta, loss

    jitted = jax.jit(update, donate_argnums=(0, 1, 2))
    trained = {name: jnp.array(weights[name]) for name in TRAINED}
    state = {
        "trained": trained,
        "rest": {name: jnp.array(value) for name, value in weights.items() if name not in trained},
        "momenta": jax.tree.map(jnp.zeros_like, trained),
        "steps": 0,
    }

    def step():
        key = jax.random.key(state["steps"])
        results = jitted(state["trained"], state["rest"], state["momenta"], key)
        state["trained"], state["rest"], state["momenta"], loss = results
        state["steps"] += 1
        return float(loss)

    return step


def ten_crop_step():
    size, margin = given.input_size, given.size - given.input_size
    data = given.images(given.batch, given.size)

    @jax.jit
    def probabilities(weights, images):
        x = images.astype(jnp.float32) / 255
        corners = [(int(top * margin), int(left * margin)) for top, left in CORNERS]
        crops = jnp.concatenate([x[:, top : top + size, left : left + size] for top, left in corners])
        logits = Pass(weights).row(LAYERS, jnp.concatenate([crops, crops[:, :, ::-1]]))
        return jax.nn.softmax(logits.reshape(10, given.batch, 7).mean(0))

    return lambda: np.asarray(probabilities(weights, data)).flatten().tolist()


serve(
    training_step() if given.job == "step" else ten_crop_step(),
    jax=jax.__version__,
    parameters=int(sum(weights[name].size for name in TRAINED)),
    logits=np.asarray(jax.jit(lambda w, x: Pass(w).row(LAYERS, x))(weights, given.probe())).flatten().tolist(),
)
