"""Networks in PyTorch, by its own layers, from the description that the project stores with a run."""

import torch
from torch import nn
from torch.nn import functional as F


class SamePadding(nn.Module):
    """TensorFlow's padding of strided convolutions, which may be asymmetric, as in timm's `tf_` networks."""

    def __init__(self, kernel, stride, size):
        super().__init__()
        total = max((-(-size // stride) - 1) * stride + kernel - size, 0)
        self.sides = (total // 2, total - total // 2) * 2

    def forward(self, x):
        return F.pad(x, self.sides)


class Residual(nn.Module):
    """The sum of a branch and a shortcut."""

    def __init__(self, branch, shortcut):
        super().__init__()
        self.branch, self.shortcut = branch, shortcut

    def forward(self, x):
        return self.branch(x) + self.shortcut(x)


class SqueezeExcite(nn.Module):
    def __init__(self, channels, reduced):
        super().__init__()
        self.conv_reduce = nn.Conv2d(channels, reduced, 1)
        self.conv_expand = nn.Conv2d(reduced, channels, 1)

    def forward(self, x):
        squeezed = F.silu(self.conv_reduce(x.mean((2, 3), keepdim=True)), inplace=True)
        return x * torch.sigmoid(self.conv_expand(squeezed))


class DropPath(nn.Module):
    def __init__(self, rate):
        super().__init__()
        self.rate = rate

    def forward(self, x):
        if not self.training or self.rate == 0:
            return x
        kept = torch.empty(x.shape[0], 1, 1, 1, dtype=x.dtype, device=x.device).bernoulli_(1 - self.rate)
        return x * kept.div_(1 - self.rate)


class RepeatChannel(nn.Module):
    def __init__(self, times):
        super().__init__()
        self.times = times

    def forward(self, x):
        return x.expand(-1, self.times, -1, -1)


class Builder:
    def __init__(self, weights):
        self.weights = weights
        self.unrolled = None  # [height, width, channels] in front of the last flatten

    def row(self, layers, shape):
        """The layers one after another. Returns them and the shape of their output."""
        made = []
        for layer in layers:
            built, shape = getattr(self, layer["layer"])(layer["name"], layer.get("options"), shape)
            made += built
        return made, shape

    def value(self, name, *axes):
        array = self.weights[name]
        return torch.from_numpy(array.transpose(axes).copy() if axes else array.copy())

    def conv2d(self, name, options, shape):
        return self.convolution(name, options, shape, options["filters"], 1)

    def depthwiseConv2d(self, name, options, shape):
        return self.convolution(name, options or {}, shape, shape[2], shape[2])

    def convolution(self, name, options, shape, filters, groups):
        height, width, channels = shape
        kernel, stride = options.get("kernel", 3), options.get("stride", 1)
        padding = kernel // 2 if stride == 1 else 0
        conv = nn.Conv2d(channels, filters, kernel, stride, padding, groups=groups, bias=False)
        conv.weight.data = self.value(f"{name}.weight", *((3, 2, 0, 1) if groups == 1 else (2, 3, 0, 1)))
        padded = [SamePadding(kernel, stride, height)] if stride > 1 and kernel > 1 else []
        return [*padded, conv], [-(-height // stride), -(-width // stride), filters]

    def batchNorm(self, name, options, shape):
        options = options or {}
        norm = nn.BatchNorm2d(shape[-1], options.get("epsilon", 1e-5), options.get("momentum", 0.1))
        for part in ("weight", "bias", "running_mean", "running_var"):
            getattr(norm, part).data = self.value(f"{name}.{part}")
        return [norm], shape

    def relu(self, name, options, shape):
        return [nn.ReLU(inplace=True)], shape

    def swish(self, name, options, shape):
        return [nn.SiLU(inplace=True)], shape

    def maxPool(self, name, options, shape):
        return [nn.MaxPool2d(2)], [shape[0] // 2, shape[1] // 2, shape[2]]

    def globalAveragePool(self, name, options, shape):
        return [nn.AdaptiveAvgPool2d(1)], [1, 1, shape[2]]

    def flatten(self, name, options, shape):
        self.unrolled = shape
        return [nn.Flatten()], [shape[0] * shape[1] * shape[2]]

    def dense(self, name, options, shape):
        linear = nn.Linear(shape[0], options["units"])
        weight = self.value(f"{name}.weight", 1, 0)
        if self.unrolled:  # PyTorch flattens channel by channel, this project pixel by pixel
            height, width, channels = self.unrolled
            weight = weight.reshape(-1, height, width, channels).permute(0, 3, 1, 2).reshape(weight.shape).contiguous()
            self.unrolled = None
        linear.weight.data, linear.bias.data = weight, self.value(f"{name}.bias")
        return [linear], [options["units"]]

    def dropout(self, name, options, shape):
        return [nn.Dropout(options["rate"])], shape

    def dropPath(self, name, options, shape):
        return [DropPath(options["rate"])], shape

    def repeatChannel(self, name, options, shape):
        return [RepeatChannel(options)], [*shape[:2], options]

    def squeezeExcite(self, name, options, shape):
        layer = SqueezeExcite(shape[2], options["reduced"])
        for part in ("conv_reduce", "conv_expand"):
            conv = getattr(layer, part)
            conv.weight.data = self.value(f"{name}.{part}.weight", 3, 2, 0, 1)
            conv.bias.data = self.value(f"{name}.{part}.bias")
        return [layer], shape

    def block(self, name, options, shape):
        layers, out = self.row(options["recipes"], shape)
        branch = nn.Sequential(*layers)
        return [Residual(branch, nn.Identity()) if options["residual"] else branch], out

    def projected(self, name, options, shape):
        branch, out = self.row(options["recipes"], shape)
        shortcut, _ = self.row(options["shortcut"], shape)
        return [Residual(nn.Sequential(*branch), nn.Sequential(*shortcut))], out


def build(task):
    layers, _ = Builder(task.weights).row(task.network["layers"], task.network["inputShape"])
    return nn.Sequential(*layers)
