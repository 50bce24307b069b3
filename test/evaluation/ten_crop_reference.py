"""torchvision's TenCrop and PyTorch's logits for ten-crop.test.ts:

    python ten_crop_reference.py > ten_crop_reference.json

Weights and images follow one formula on both sides, in TensorFlow's layouts. Made with torch 2.15.0 and torchvision
0.29.2 on a CPU.
"""

import json
import math

import torch
from torch import nn
from torchvision.transforms import TenCrop

IMAGES, FILTERS, CLASSES = 3, 8, 7


def noise(shape, bound, number):
    """Values in ±bound, the i-th from the fraction of 43758.5453 * sin(12.9898 * i + 78.233 * number), in float64."""
    i = torch.arange(math.prod(shape), dtype=torch.float64)
    x = 43758.5453 * torch.sin(12.9898 * i + 78.233 * number)
    return (bound * (2 * (x - torch.floor(x)) - 1)).float().reshape(shape)


conv, norm = nn.Conv2d(1, FILTERS, 3, padding=1, bias=False), nn.BatchNorm2d(FILTERS)
linear = nn.Linear(20 * 20 * FILTERS, CLASSES)
conv.weight.data = noise((3, 3, 1, FILTERS), 1, 0).permute(3, 2, 0, 1).contiguous()  # HWIO
norm.running_mean.data, norm.running_var.data = noise((FILTERS,), 0.5, 1), 1 + noise((FILTERS,), 0.5, 2)
weight = noise((20 * 20 * FILTERS, CLASSES), 1 / math.sqrt(20 * 20), 3)
weight = weight.reshape(20, 20, FILTERS, CLASSES).permute(2, 0, 1, 3).reshape(-1, CLASSES)  # from NHWC to NCHW
linear.weight.data, linear.bias.data = weight.T.contiguous(), noise((CLASSES,), 1, 4)
network = nn.Sequential(conv, norm, nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), linear).eval()

y, x = torch.meshgrid(torch.arange(48), torch.arange(48), indexing="ij")
images = [((5 * x + 3 * y + x * y + 17 * i) % 256).float()[None] / 255 for i in range(IMAGES)]
with torch.no_grad():
    logits = torch.stack([network(torch.stack(TenCrop(40)(image))) for image in images], 1)  # [10, images, 7]
print(json.dumps({"crops": logits.tolist(), "mean": logits.mean(0).tolist()}))
