"""PyTorch's probabilities of the narrow VGG for four drawn faces, for the test of page and Node beside this.

    python test/demo/reference.py > test/demo/reference.json        (needs torch)

The faces are those of ../models/weights/reference.json; weights follow its formula. Made with torch 2.15.0 on a CPU.
"""

import base64
import json
import math
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

TEMPERATURE = 1.5
# With this gain the pictures reach the logits, and no probability is 0 or 1.
GAIN = 1.5


class NarrowVgg(nn.Module):
    def __init__(self):
        super().__init__()
        channels = 1
        for name, filters in [("0", 32), ("1a", 64), ("1b", 64), ("2a", 128), ("2b", 128), ("3a", 256), ("3b", 256), ("4", 512)]:
            self.add_module(f"conv{name}", nn.Conv2d(channels, filters, 3, padding=1, bias=False))
            self.add_module(f"bn{name}", nn.BatchNorm2d(filters))
            channels = filters
        self.lin = nn.Linear(512, 7)

    def forward(self, x):
        for name in ["0", "1a", "1b", "2a", "2b", "3a", "3b", "4"]:
            x = getattr(self, f"conv{name}")(x)
            x = F.max_pool2d(x, 2) if name.endswith("a") else x
            x = F.relu(getattr(self, f"bn{name}")(x))
        return self.lin(x.mean((2, 3)))


def noise(shape, bound, number):
    """Values in ±bound, the i-th from the fraction of 43758.5453 * sin(12.9898 * i + 78.233 * number), in float64."""
    i = torch.arange(math.prod(shape), dtype=torch.float64)
    x = 43758.5453 * torch.sin(12.9898 * i + 78.233 * number)
    return (bound * (2 * (x - torch.floor(x)) - 1)).float().reshape(shape)


@torch.no_grad()
def fill(net):
    for name, tensor in net.state_dict().items():
        if name.endswith("num_batches_tracked"):
            continue
        bound = GAIN * math.sqrt(3 / tensor[0].numel()) if tensor.dim() > 1 else 0.2
        is_scale = tensor.dim() == 1 and (name.endswith("weight") or name.endswith("running_var"))
        tensor.copy_(noise(tensor.shape, bound, sum(name.encode()) % 97) + (1 if is_scale else 0))
    return net.eval()


weights = Path(__file__).parents[1] / "models" / "weights" / "reference.json"
faces = base64.b64decode(json.loads(weights.read_text())["faces"])
crops = torch.frombuffer(bytearray(faces), dtype=torch.uint8).reshape(-1, 1, 48, 48)[:, :, 4:44, 4:44].float() / 255
with torch.no_grad():
    probabilities = (fill(NarrowVgg())(crops) / TEMPERATURE).softmax(1)
print(json.dumps({"gain": GAIN, "temperature": TEMPERATURE, "probabilities": [[round(p, 8) for p in row] for row in probabilities.tolist()]}))
