"""The evaluation of bench/ours/predict.ts in PyTorch. Arguments: element type, memory layout, images."""

import sys

import torch

from network import ABOUT, DEVICE, FORMATS, autocast, vgg
from serve import serve

precision, layout, images = sys.argv[1], FORMATS[sys.argv[2]], int(sys.argv[3])
net = vgg().to(memory_format=layout).eval()
data = (torch.arange(images * 48 * 48) * 37 % 256).to(torch.uint8).reshape(images, 1, 48, 48)
CORNERS = [(0, 0), (0, 8), (8, 0), (8, 8), (4, 4)]


def ten_crops(x):
    crops = torch.cat([x[:, :, top : top + 40, left : left + 40] for top, left in CORNERS])
    return torch.cat([crops, crops.flip(3)])


@torch.inference_mode()
def step():
    crops = ten_crops(data.to(DEVICE).float() / 255).contiguous(memory_format=layout)
    with autocast(precision):
        logits = net(crops).float()
    return logits.reshape(10, images, 7).mean(0).softmax(1).cpu().numpy()


serve(step, **ABOUT)
