"""The gradients of bench/ours/saliency.ts in PyTorch. Arguments: memory layout, images, images a batch."""

import sys

import torch

from network import ABOUT, DEVICE, FORMATS, vgg
from serve import serve

layout = FORMATS[sys.argv[1]]
images, batch = int(sys.argv[2]), int(sys.argv[3])
net = vgg().to(memory_format=layout).eval().requires_grad_(False)
data = (torch.arange(images * 40 * 40) * 37 % 256).to(torch.uint8).reshape(images, 1, 40, 40)


def step():
    gradients = []
    for part in data.split(batch):
        crops = (part.to(DEVICE).float() / 255).contiguous(memory_format=layout).requires_grad_()
        largest = net(crops).max(1).values.sum()
        gradients.append(torch.autograd.grad(largest, crops)[0].cpu())
    return torch.cat(gradients).numpy()


serve(step, **ABOUT)
