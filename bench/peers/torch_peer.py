"""PyTorch, on the GPU if there is one. Settings: layout (default or channels-last), sgd (foreach or fused), compile."""

import numpy as np
import torch
from torch.nn import functional as F
from torch.utils.flop_counter import FlopCounterMode

from serve import serve
from task import task, threads
from torch_network import build

torch.set_num_threads(threads())
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
LAYOUTS = {"default": torch.contiguous_format, "channels-last": torch.channels_last}
CORNERS = [(0, 0), (0, 1), (1, 0), (1, 1), (0.5, 0.5)]

given = task()
layout = LAYOUTS[given.settings.get("layout", "default")]
net = build(given).to(DEVICE).to(memory_format=layout)


def placed(images):
    """[n, h, w, 1] as PyTorch has it."""
    return torch.from_numpy(images).to(DEVICE).permute(0, 3, 1, 2).contiguous(memory_format=layout)


def autocast():
    return torch.autocast(DEVICE, dtype=getattr(torch, given.precision), enabled=given.precision != "float32")


def multiply_adds():
    """Millions per image, by PyTorch's own counter."""
    with FlopCounterMode(display=False) as counter:
        net(placed(given.probe()[:1]))
    return counter.get_total_flops() / 2e6


net.eval()
with torch.no_grad():
    about = {
        "torch": torch.__version__,
        "torch_device": DEVICE,
        "parameters": sum(p.numel() for p in net.parameters()),
        "mega_multiply_adds": multiply_adds(),
        "logits": net(placed(given.probe())).flatten().tolist(),
    }
model = torch.compile(net) if given.settings.get("compile") else net


def training_step():
    model.train()
    sgd = {given.settings["sgd"]: True} if "sgd" in given.settings else {}
    options = {"lr": 0.01, "momentum": 0.9, "nesterov": True, "weight_decay": 1e-4, **sgd}
    optimizer = torch.optim.SGD(net.parameters(), **options)
    x = placed(given.images(given.batch, given.input_size).astype(np.float32) / 255)
    labels = torch.arange(given.batch, device=DEVICE) % 7

    def step():
        optimizer.zero_grad()
        with autocast():
            loss = F.cross_entropy(model(x), labels)
        loss.backward()
        optimizer.step()
        return loss.item()

    return step


def ten_crop_step():
    size = given.input_size
    data = torch.from_numpy(given.images(given.batch, given.size)).permute(0, 3, 1, 2)
    margin = given.size - size
    corners = [(int(top * margin), int(left * margin)) for top, left in CORNERS]

    @torch.inference_mode()
    def step():
        x = data.to(DEVICE).float() / 255
        crops = torch.cat([x[:, :, top : top + size, left : left + size] for top, left in corners])
        crops = torch.cat([crops, crops.flip(3)]).contiguous(memory_format=layout)
        with autocast():
            logits = model(crops).float()
        return logits.reshape(10, given.batch, 7).mean(0).softmax(1).cpu().numpy().flatten().tolist()

    return step


serve(training_step() if given.job == "step" else ten_crop_step(), **about)
