"""PyTorch's numbers for the kernels, for kernels-pytorch.test.ts:

    python kernels_reference.py > kernels_reference.json

Inputs follow one formula on both sides, in TensorFlow's layouts. Made with torch 2.15.0 on a CPU.
"""

import json
import math

import torch
from torch.nn import functional as F


def noise(shape, number):
    """Values in ±1, the i-th from the fraction of 43758.5453 * sin(12.9898 * i + 78.233 * number), in float64."""
    i = torch.arange(math.prod(shape), dtype=torch.float64)
    x = 43758.5453 * torch.sin(12.9898 * i + 78.233 * number)
    return (2 * (x - torch.floor(x)) - 1).float().reshape(shape)


def nchw(x):
    return x.permute(0, 3, 1, 2)


def nhwc(x):
    return x.permute(0, 2, 3, 1)


def same(x, kernel, stride):
    """TensorFlow's zero padding of [n, c, h, w]: where it is odd, the zero more stands below and to the right."""
    pads = []
    for size in (x.shape[3], x.shape[2]):
        total = max((math.ceil(size / stride) - 1) * stride + kernel - size, 0)
        pads += [total // 2, total - total // 2]
    return F.pad(x, pads)


def conv2d(stride):
    def kernel(x, filter):
        return nhwc(F.conv2d(same(nchw(x), filter.shape[0], stride), filter.permute(3, 2, 0, 1), stride=stride))

    return kernel


def depthwise(stride):
    def kernel(x, filter):
        padded = same(nchw(x), filter.shape[0], stride)
        return nhwc(F.conv2d(padded, filter.permute(2, 3, 0, 1), stride=stride, groups=x.shape[3]))

    return kernel


def batch_norm(training):
    def kernel(x, scale, offset):
        channels = x.shape[3]
        mean, variance = torch.full((channels,), 0.25), torch.full((channels,), 1.5)
        y = F.batch_norm(nchw(x), mean, variance, scale, offset, training=training, momentum=0.1, eps=1e-3)
        return [nhwc(y), mean, variance] if training else nhwc(y)

    return kernel


def cross_entropy(targets):
    return lambda logits: F.cross_entropy(logits, targets, reduction="none")


def warp(images, transforms):
    """As TensorFlow describes a projective map: from a pixel's place in the output to its place in the input."""
    height, width = images.shape[1:3]
    y, x = torch.meshgrid(torch.arange(height).float(), torch.arange(width).float(), indexing="ij")
    a0, a1, a2, b0, b1, b2, c0, c1 = transforms.T[:, :, None, None]
    k = c0 * x + c1 * y + 1
    place = torch.stack([2 * (a0 * x + a1 * y + a2) / k / (width - 1) - 1, 2 * (b0 * x + b1 * y + b2) / k / (height - 1) - 1], -1)
    return nhwc(F.grid_sample(nchw(images), place, align_corners=True))


HARD = F.one_hot(torch.tensor([0, 6, 3]), 7).float()
SOFT = torch.softmax(noise((3, 7), 70), 1)
MAPS = torch.tensor([[0.8, 0.3, 0.5, -0.2, 0.9, 0.7, 0.01, -0.02], [-1, 0, 3.6, 0.1, 1.1, -0.4, 0, 0]])

CASES = {
    "conv2d": (conv2d(1), [(2, 4, 4, 2), (3, 3, 2, 3)]),
    "conv2d, stride 2, even": (conv2d(2), [(2, 4, 4, 2), (3, 3, 2, 3)]),
    "conv2d, stride 2, odd": (conv2d(2), [(2, 5, 5, 2), (3, 3, 2, 3)]),
    "conv2d, 1×1": (conv2d(1), [(2, 3, 3, 4), (1, 1, 4, 3)]),
    "depthwiseConv2d": (depthwise(1), [(2, 4, 4, 3), (3, 3, 3, 1)]),
    "depthwiseConv2d, stride 2, even": (depthwise(2), [(2, 6, 6, 2), (3, 3, 2, 1)]),
    "depthwiseConv2d, stride 2, odd": (depthwise(2), [(2, 5, 5, 2), (5, 5, 2, 1)]),
    "depthwiseConv2d, filter larger than the image": (depthwise(1), [(2, 2, 3, 3), (5, 5, 3, 1)]),
    "depthwiseConv2d, stride 2, filter larger than the image": (depthwise(2), [(2, 3, 3, 3), (5, 5, 3, 1)]),
    "dense": (lambda x, w, b: x @ w + b, [(4, 5), (5, 6), (6,)]),
    "biasAdd": (lambda x, b: x + b, [(2, 2, 2, 3), (3,)]),
    "relu": (F.relu, [(5, 6)]),
    "sigmoid": (torch.sigmoid, [(5, 6)]),
    "swish": (F.silu, [(5, 6)]),
    "add": (torch.add, [(3, 4), (3, 4)]),
    "globalAveragePool": (lambda x: x.mean((1, 2), keepdim=True), [(2, 3, 4, 3)]),
    "scaleChannels": (torch.mul, [(2, 3, 3, 3), (2, 1, 1, 3)]),
    "repeatChannel": (lambda x: x.repeat(1, 1, 1, 3), [(2, 3, 3, 1)]),
    "maxPool": (lambda x: nhwc(F.max_pool2d(nchw(x), 2)), [(2, 4, 5, 3)]),
    "flatten": (lambda x: x.flatten(1), [(2, 3, 2, 2)]),
    "batchNormTraining": (batch_norm(True), [(3, 3, 3, 2), (2,), (2,)]),
    "batchNormInference": (batch_norm(False), [(3, 3, 3, 2), (2,), (2,)]),
    "softmaxCrossEntropy, hard labels": (cross_entropy(HARD), [(3, 7)]),
    "softmaxCrossEntropy, soft labels": (cross_entropy(SOFT), [(3, 7)]),
    "warp": (lambda x: warp(x, MAPS), [(2, 5, 6, 1)]),
}


def numbers(tensor):
    return [float(f"{value:.7g}") for value in tensor.detach().flatten().tolist()]


def reference(kernel, shapes):
    inputs = [noise(shape, number).requires_grad_() for number, shape in enumerate(shapes)]
    outputs = kernel(*inputs)
    outputs = outputs if isinstance(outputs, list) else [outputs]
    (outputs[0] * noise(outputs[0].shape, 50)).sum().backward()
    return {
        "shapes": shapes,
        "outputs": [numbers(output) for output in outputs],
        "gradients": [numbers(x.grad) for x in inputs],
    }


result = {name: reference(kernel, shapes) for name, (kernel, shapes) in CASES.items()}
result["warp"]["gradients"] = []  # ours has none
print(json.dumps(result, ensure_ascii=False))
