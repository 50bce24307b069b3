"""The gradients of bench/ours/saliency.ts in PyTorch. Settings: layout, images; the batch is that of a pass."""

import torch

from serve import serve
from task import task, threads
from torch_network import build

torch.set_num_threads(threads())
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
LAYOUTS = {"default": torch.contiguous_format, "channels-last": torch.channels_last}

given = task()
layout = LAYOUTS[given.settings["layout"]]
net = build(given).to(DEVICE).to(memory_format=layout).eval().requires_grad_(False)
data = torch.from_numpy(given.images(given.settings["images"], given.input_size)).permute(0, 3, 1, 2)


def step():
    gradients = []
    for part in data.split(given.batch):
        images = (part.to(DEVICE).float() / 255).contiguous(memory_format=layout).requires_grad_()
        largest = net(images).max(1).values.sum()
        gradients.append(torch.autograd.grad(largest, images)[0].cpu())
    return len(torch.cat(gradients).numpy())


serve(step, torch=torch.__version__, torch_device=DEVICE)
