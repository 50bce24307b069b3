"""The training step of bench/ours/step.ts in PyTorch. Arguments: element type, memory layout, images."""

import sys

import torch
from torch.nn import functional as F

from network import ABOUT, DEVICE, FORMATS, autocast, vgg
from serve import serve

precision, layout, images = sys.argv[1], FORMATS[sys.argv[2]], int(sys.argv[3])
net = vgg().to(memory_format=layout)
optimizer = torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9, nesterov=True, weight_decay=1e-4)
x = torch.rand(images, 1, 40, 40, device=DEVICE).contiguous(memory_format=layout)
labels = torch.arange(images, device=DEVICE) % 7


def step():
    optimizer.zero_grad()
    with autocast(precision):
        loss = F.cross_entropy(net(x), labels)
    loss.backward()
    optimizer.step()
    return loss.item()


serve(step, **ABOUT)
