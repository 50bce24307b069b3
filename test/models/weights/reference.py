"""PyTorch's and timm's logits for state dicts by formula, and checkpoints that PyTorch wrote, for the tests beside this.

    python reference.py faces.gray

`faces.gray` holds the bytes of the first four drawn faces of PrivateTest (seed 0), which travel in `reference.json`.
Weights follow one formula on both sides, in PyTorch's layouts. Made with torch 2.15.0 and timm 1.0.31 on a CPU.
"""

import base64
import json
import math
import sys

import timm
import torch
from torch import nn
from torch.nn import functional as F


def noise(shape, bound, number):
    """Values in ±bound, the i-th from the fraction of 43758.5453 * sin(12.9898 * i + 78.233 * number), in float64."""
    i = torch.arange(math.prod(shape), dtype=torch.float64)
    x = 43758.5453 * torch.sin(12.9898 * i + 78.233 * number)
    return (bound * (2 * (x - torch.floor(x)) - 1)).float().reshape(shape)


def fill(net, gain=1.0):
    """Values that depend on a tensor's name and shape: of variance gain² / fan-in, around 1 for scales and variances."""
    for name, tensor in net.state_dict().items():
        if name.endswith("num_batches_tracked"):
            continue
        bound = gain * math.sqrt(3 / tensor[0].numel()) if tensor.dim() > 1 else 0.2
        is_scale = tensor.dim() == 1 and (name.endswith("weight") or name.endswith("running_var"))
        tensor.copy_(noise(tensor.shape, bound, sum(name.encode()) % 97) + (1 if is_scale else 0))
    return net.eval()


class Vgg(nn.Module):
    """The paper's network under the names that its PyTorch code gives the layers."""

    def __init__(self):
        super().__init__()
        channels = 1
        self.blocks = [f"{i}{part}" for i in range(1, 5) for part in "ab"]
        for block, filters in zip(self.blocks, [64, 64, 128, 128, 256, 256, 512, 512]):
            self.add_module(f"conv{block}", nn.Conv2d(channels, filters, 3, padding=1))
            self.add_module(f"bn{block}", nn.BatchNorm2d(filters))
            channels = filters
        self.lin1, self.lin2, self.lin3 = nn.Linear(2048, 4096), nn.Linear(4096, 4096), nn.Linear(4096, 7)

    def forward(self, x):
        for block in self.blocks:
            x = F.relu(getattr(self, f"bn{block}")(getattr(self, f"conv{block}")(x)))
            x = F.max_pool2d(x, 2) if block.endswith("b") else x
        return self.lin3(F.relu(self.lin2(F.relu(self.lin1(x.flatten(1))))))


class Small(nn.Module):
    """The network `small` of the tests, with the bias that the study's convolutions have."""

    def __init__(self):
        super().__init__()
        self.conv1, self.bn1, self.lin = nn.Conv2d(1, 4, 3, padding=1), nn.BatchNorm2d(4), nn.Linear(400, 7)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.bn1(self.conv1(F.max_pool2d(x, 2)))), 2)
        return self.lin(x.flatten(1))


faces = torch.frombuffer(bytearray(open(sys.argv[1], "rb").read()), dtype=torch.uint8).reshape(-1, 1, 48, 48)
crops = faces[:, :, 4:44, 4:44].float() / 255


@torch.no_grad()
def logits(net, x=crops):
    return [round(value, 8) for value in net(x).flatten().tolist()]


with torch.no_grad():
    # By these the pictures reach the logits: smaller ones leave the biases alone there, larger ones explode.
    small, vgg = fill(Small()), fill(Vgg(), gain=1.4)
    efficientnet = fill(timm.create_model("tf_efficientnet_b3.ns_jft_in1k", num_classes=7), gain=1.55)

state = small.state_dict()
logs = [1.25], [torch.tensor(1.5).item()], [torch.tensor(0.25)], []
torch.save({"logs": logs, "params": state}, "small.pth")
torch.save(state, "small_legacy.pth", _use_new_zipfile_serialization=False)
types = [torch.bfloat16, torch.float16, torch.float64]
mixed = {name: tensor.to(types[i % 3]) if tensor.dim() else tensor for i, (name, tensor) in enumerate(state.items())}
mixed["conv1.weight"] = mixed["conv1.weight"].to(memory_format=torch.channels_last)
mixed["lin.weight"] = mixed["lin.weight"].T.contiguous().T
torch.save({"epoch": 3, "state_dict": {f"module.{name}": tensor for name, tensor in mixed.items()}}, "small_mixed.pth")

reference = {
    "faces": base64.b64encode(bytes(faces.flatten().tolist())).decode(),
    "small": logits(small),
    "vgg": logits(vgg),
    "efficientnet": logits(efficientnet, crops.repeat(1, 3, 1, 1)),
}
small.load_state_dict({name: tensor.float() for name, tensor in mixed.items()})
reference["small_mixed"] = logits(small)
with open("reference.json", "w") as file:
    json.dump(reference, file)
