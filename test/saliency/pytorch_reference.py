"""PyTorch's and captum's maps, for methods.test.ts: python pytorch_reference.py > pytorch_reference.json

The paper's VGG at an eighth of its width; weights and images follow one formula on both sides, in TensorFlow's layouts.
Made with torch 2.15.0 and captum 0.9.0 on a CPU.
"""

import json
import math

import torch
from captum.attr import IntegratedGradients, LayerGradCam, Occlusion
from torch import nn

WIDTH = 1 / 8
IMAGES = 2
TARGETS = [3, 5]


def noise(shape, bound, number):
    """Values in ±bound, the i-th from the fraction of 43758.5453 * sin(12.9898 * i + 78.233 * number), in float64."""
    i = torch.arange(math.prod(shape), dtype=torch.float64)
    x = 43758.5453 * torch.sin(12.9898 * i + 78.233 * number)
    return (bound * (2 * (x - torch.floor(x)) - 1)).float().reshape(shape)


def convolution(filters, channels):
    conv = nn.Conv2d(channels, filters, 3, padding=1, bias=False)
    weight = noise((3, 3, channels, filters), 3 / math.sqrt(9 * channels), next(numbers))  # HWIO
    conv.weight.data = weight.permute(3, 2, 0, 1).contiguous()
    return conv


def normalization(filters):
    norm = nn.BatchNorm2d(filters)
    norm.weight.data = 1 + noise((filters,), 0.5, next(numbers))
    norm.bias.data = noise((filters,), 0.2, next(numbers))
    norm.running_mean = noise((filters,), 0.1, next(numbers))
    norm.running_var = 1 + noise((filters,), 0.5, next(numbers))
    return norm


def dense(inputs, units, channels=None):
    layer = nn.Linear(inputs, units)
    weight = noise((inputs, units), 2 / math.sqrt(inputs), next(numbers))
    if channels:  # TensorFlow flattens [2, 2, channels], PyTorch [channels, 2, 2]
        weight = weight.reshape(2, 2, channels, units).permute(2, 0, 1, 3).reshape(inputs, units)
    layer.weight.data = weight.T.contiguous()
    layer.bias.data = noise((units,), 0.1, next(numbers))
    return layer


numbers = iter(range(100))
layers, channels = {}, 1
for block, width in enumerate((64, 128, 256, 512), 1):
    filters = int(width * WIDTH)
    for part in "ab":
        layers[f"conv{block}{part}"] = convolution(filters, channels)
        layers[f"bn{block}{part}"] = normalization(filters)
        layers[f"relu{block}{part}"] = nn.ReLU()
        channels = filters
    layers[f"pool{block}"] = nn.MaxPool2d(2)
layers["flatten"] = nn.Flatten()
hidden = int(4096 * WIDTH)
layers["lin1"] = dense(4 * channels, hidden, channels)
layers["relu_lin1"] = nn.ReLU()
layers["lin2"] = dense(hidden, hidden)
layers["relu_lin2"] = nn.ReLU()
layers["lin3"] = dense(hidden, 7)
net = nn.Sequential()
for name, layer in layers.items():
    net.add_module(name, layer)
net.eval()

x = (noise((IMAGES, 40, 40, 1), 0.5, 100) + 0.5).permute(0, 3, 1, 2).contiguous().requires_grad_()
logits = net(x)


def flat(tensor):
    return [float(f"{value:.7g}") for value in tensor.detach().flatten().tolist()]


def gradient(score):
    return flat(torch.autograd.grad(score.sum(), x, retain_graph=True)[0])


rows = torch.arange(IMAGES)
integrated = IntegratedGradients(net)
attributions, delta = integrated.attribute(x, baselines=0, target=TARGETS, return_convergence_delta=True)
result = {
    "targets": TARGETS,
    "logits": flat(logits),
    "largest": gradient(logits.max(1).values),
    "target": gradient(logits[rows, TARGETS]),
    "difference": gradient(logits[:, 6] - logits[:, 0]),
    "integrated": flat(attributions),
    "convergence_delta": flat(delta),
    "cams": {
        name: flat(LayerGradCam(net, layers[name]).attribute(x, target=TARGETS, relu_attributions=True))
        for name in ("conv2b", "conv3b", "relu4b", "conv4b")
    },
    # Constant on squares of four pixels, so every fourth tells all.
    "occlusion": flat(
        Occlusion(net).attribute(
            x,
            sliding_window_shapes=(1, 8, 8),
            strides=(1, 4, 4),
            baselines=x.mean((1, 2, 3), keepdim=True).detach(),
            target=TARGETS,
        )[:, :, ::4, ::4]
    ),
}
print(json.dumps(result))
