"""timm's numbers for EfficientNet-B3 and B0, for efficientnet.test.ts.

    python efficientnet_reference.py > efficientnet_reference.json

Weights and images follow one formula on both sides, in TensorFlow's layouts. Dropout and drop path are off. Made with
torch 2.15.0 and timm 1.0.31 on a CPU.
"""

import json
import math

import timm
import torch
from torch import nn
from torch.nn import functional as F

BATCH = 4
# Where each axis of TensorFlow's weight stands in PyTorch's: [out, in, h, w], [channels, 1, h, w], [out, in].
CONVOLUTION, DEPTHWISE, DENSE = (2, 3, 1, 0), (2, 3, 0, 1), (1, 0)


def noise(shape, bound, number):
    """Values in ±bound, the i-th from the fraction of 43758.5453 * sin(12.9898 * i + 78.233 * number), in float64."""
    i = torch.arange(math.prod(shape), dtype=torch.float64)
    x = 43758.5453 * torch.sin(12.9898 * i + 78.233 * number)
    return (bound * (2 * (x - torch.floor(x)) - 1)).float().reshape(shape)


def axes(name, weight):
    if weight.dim() == 4:
        return DEPTHWISE if "conv_dw" in name else CONVOLUTION
    return DENSE if weight.dim() == 2 else (0,)


def center(name):
    """Batch norms scale by 0.8 to 1.2; all else is around 0."""
    return 1 if ".bn" in f".{name}" and name.endswith("weight") else 0


def bound(name, weight):
    """Weights of variance 1 / fan-in; 0.2 for what is a vector."""
    if weight.dim() == 1:
        return 0.2
    fan_in = weight[0].numel()
    return math.sqrt(3 / fan_in)


def fill(net):
    for number, (name, weight) in enumerate(net.named_parameters()):
        order = axes(name, weight)
        values = noise([weight.shape[a] for a in order], bound(name, weight), number) + center(name)
        weight.data = values.permute([order.index(a) for a in range(len(order))]).contiguous()


def multiply_adds(net, x):
    total = 0

    def count(module, _, output):
        nonlocal total
        total += output[0].numel() * module.weight[0].numel()

    for module in net.modules():
        if isinstance(module, (nn.Conv2d, nn.Linear)):
            module.register_forward_hook(count)
    net.eval()
    net(x[:1])
    return total


def sample(gradient, order):
    """Norm, and the first, middle and last value in TensorFlow's order."""
    flat = gradient.permute(order).flatten()
    return [float(gradient.double().norm()), *(float(flat[i]) for i in (0, len(flat) // 2, len(flat) - 1))]


def rounded(values):
    return [float(f"{value:.7g}") for value in values]


def reference(model, steps=3):
    net = timm.create_model(model, pretrained=False, num_classes=7).train()
    fill(net)
    x = (noise((BATCH, 40, 40, 1), 0.5, 1000) + 0.5).permute(0, 3, 1, 2).repeat(1, 3, 1, 1)
    labels = torch.arange(BATCH) % 7
    optimizer = torch.optim.SGD(net.parameters(), lr=0.001, momentum=0.9, nesterov=True, weight_decay=1e-4)
    result = {"parameters": sum(p.numel() for p in net.parameters()), "losses": []}
    for step in range(steps):
        optimizer.zero_grad()
        logits = net(x)
        loss = F.cross_entropy(logits, labels)
        loss.backward()
        if step == 0:
            result["logits"] = rounded(logits.detach().flatten().tolist())
            result["gradients"] = {n: rounded(sample(p.grad, axes(n, p))) for n, p in net.named_parameters()}
            statistics = {n: b for n, b in net.named_buffers() if not n.endswith("num_batches_tracked")}
            result["statistics"] = {n: rounded([float(b.double().norm())])[0] for n, b in statistics.items()}
        result["losses"].append(loss.item())
        optimizer.step()
    net.eval()
    result["inference"] = rounded(net(x).detach().flatten().tolist())
    result["multiply_adds"] = multiply_adds(net, x)
    return result


b0 = reference("tf_efficientnet_b0_ns")
del b0["gradients"], b0["statistics"]
print(json.dumps({"b3": reference("tf_efficientnet_b3_ns"), "b0": b0}))
