"""PyTorch's numbers for the paper's VGG, for vgg.test.ts: python vgg_reference.py > vgg_reference.json

Weights and images follow one formula on both sides, in TensorFlow's layouts. Made with torch 2.15.0 on a CPU.
"""

import json
import math

import torch
from torch import nn
from torch.nn import functional as F

BATCH = 4


def noise(shape, bound, number):
    """Values in ±bound, the i-th from the fraction of 43758.5453 * sin(12.9898 * i + 78.233 * number), in float64."""
    i = torch.arange(math.prod(shape), dtype=torch.float64)
    x = 43758.5453 * torch.sin(12.9898 * i + 78.233 * number)
    return (bound * (2 * (x - torch.floor(x)) - 1)).float().reshape(shape)


def convolution(filters, number, channels):
    conv = nn.Conv2d(channels, filters, 3, padding=1, bias=False)
    weight = noise((3, 3, channels, filters), 1 / math.sqrt(9 * channels), number)  # HWIO
    conv.weight.data = weight.permute(3, 2, 0, 1).contiguous()
    return conv


def dense(inputs, units, number):
    layer = nn.Linear(inputs, units)
    weight = noise((inputs, units), 1 / math.sqrt(inputs), number)
    if inputs == 2048:  # TensorFlow flattens [2, 2, 512], PyTorch [512, 2, 2]
        weight = weight.reshape(2, 2, 512, units).permute(2, 0, 1, 3).reshape(2048, units)
    layer.weight.data = weight.T.contiguous()
    layer.bias.data = noise((units,), 1 / math.sqrt(inputs), number + 1)
    return layer


layers, channels, number = [], 1, 0
for filters in (64, 128, 256, 512):
    for _ in range(2):
        layers += [convolution(filters, number, channels), nn.BatchNorm2d(filters), nn.ReLU()]
        channels, number = filters, number + 1
    layers.append(nn.MaxPool2d(2))
layers += [nn.Flatten(), dense(2048, 4096, 8), nn.ReLU(), dense(4096, 4096, 10), nn.ReLU(), dense(4096, 7, 12)]
net = nn.Sequential(*layers)

x = (noise((BATCH, 40, 40, 1), 0.5, 20) + 0.5).permute(0, 3, 1, 2).contiguous()
labels = torch.arange(BATCH) % 7
optimizer = torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9, nesterov=True, weight_decay=1e-4)


def norms(tensors):
    return [round(float(t.double().norm()), 9) for t in tensors]


result = {"losses": []}
for step in range(3):
    optimizer.zero_grad()
    logits = net(x)
    loss = F.cross_entropy(logits, labels)
    loss.backward()
    if step == 0:
        result["logits"] = logits.detach().flatten().tolist()
        result["gradient_norms"] = norms([p.grad for p in net.parameters()])
        statistics = [s for m in net if isinstance(m, nn.BatchNorm2d) for s in (m.running_mean, m.running_var)]
        result["statistics_norms"] = norms(statistics)
    result["losses"].append(loss.item())
    optimizer.step()
net.eval()
result["inference"] = net(x).detach().flatten().tolist()
print(json.dumps(result))
