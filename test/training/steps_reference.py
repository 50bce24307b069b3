"""PyTorch's numbers for whole training epochs: python steps_reference.py > steps_reference.json

Made with torch 2.15.0 on a CPU. steps.ts makes the same data and network; steps.test.ts names the same cases.
"""

import copy
import json
import math

import torch
from torch import nn
from torch.nn import functional

PLACES = [0, 9, 44, 90]  # of 10 × 10: in neither rectangle below, in the second, in both, in the first
SPLITS = [0, 1, 0, 2, 0, 0, 1, 0, 2, 0, 1, 2]  # Training, PublicTest, PrivateTest
LABELS = [i * 5 % 7 for i in range(12)]
GRAYS = [(i * 67 + 15) % 256 for i in range(12)]  # each image is of one gray, so that all its crops are the same
TRAINING, PUBLIC, PRIVATE = ([i for i, split in enumerate(SPLITS) if split == wanted] for wanted in range(3))
ORDER = {6: [0, 4, 5, 3, 2, 1], 9: [0, 1, 5, 4, 8, 7, 6, 3, 2]}  # of the first epoch with seed 0
SHARES = [0.17777183651924133, 0.07529877871274948]  # of mixup in its two steps
RECTANGLES = [(10, 40, 0, 21), (0, 25, 13, 40)]  # of cutmix: top, bottom, left, right
LR = 0.02


def noise(shape, bound, number):
    values = []
    for i in range(math.prod(shape)):
        x = 43758.5453 * math.sin(12.9898 * i + 78.233 * number)
        values.append(bound * (2 * (x - math.floor(x)) - 1))
    return torch.tensor(values).reshape(shape)


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.bn = nn.BatchNorm2d(1)
        self.lin = nn.Linear(100, 7)
        with torch.no_grad():
            self.bn.weight += noise([1], 0.5, 1)
            self.bn.bias += noise([1], 0.5, 2)
            self.lin.weight.copy_(noise([100, 7], 0.2, 3).T)
            self.lin.bias.copy_(noise([7], 0.5, 4))

    def forward(self, x):
        pooled = functional.max_pool2d(x, 4)
        return self.lin(self.bn(pooled).flatten(1))


def images(indices):
    return (torch.tensor([GRAYS[i] for i in indices]) / 255).reshape(-1, 1, 1, 1).expand(-1, 1, 40, 40)


def one_hot(indices):
    return functional.one_hot(torch.tensor([LABELS[i] for i in indices]), 7).float()


def votes(indices):
    """Image i has i % 4 + 1 votes for its label, 2 for the next, 3 for contempt; image 0 is no face at all."""
    rows = []
    for i in indices:
        row = torch.zeros(7)
        row[LABELS[i]] = i % 4 + 1
        row[(LABELS[i] + 1) % 7] = 2
        rows.append(one_hot([i])[0] if i == 0 else row / row.sum())
    return torch.stack(rows)


def mixup(x, y, step):
    share = SHARES[step]
    return share * x + (1 - share) * x.flip(0), share * y + (1 - share) * y.flip(0)


def cutmix(x, y, step):
    top, bottom, left, right = RECTANGLES[step]
    pasted = x.clone()
    pasted[:, :, top:bottom, left:right] = x.flip(0)[:, :, top:bottom, left:right]
    share = 1 - (bottom - top) * (right - left) / 1600
    return pasted, share * y + (1 - share) * y.flip(0)


def two_groups(network):
    kernels = [p for p in network.parameters() if p.dim() > 1]
    vectors = [p for p in network.parameters() if p.dim() == 1]
    return [{"params": kernels}, {"params": vectors, "weight_decay": 0.0}]


def epoch(
    fitted=TRAINING,
    validation=PUBLIC,
    batches=2 * [3],
    targets=one_hot,
    mix=lambda x, y, step: (x, y),
    smoothing=0.0,
    groups=lambda network: network.parameters(),
    clip=0.0,
    ema=0.0,
    optimizer=lambda groups, decay: torch.optim.SGD(groups, LR, 0.9, weight_decay=decay, nesterov=True),
    decay=1e-4,
    scheduler=None,
):
    network = Network()
    mean = copy.deepcopy(network)
    optimizer = optimizer(groups(network), decay)
    scheduler = scheduler(optimizer) if scheduler else None
    order = [fitted[i] for i in ORDER[len(fitted)]]
    loss_sum = correct = seen = 0
    for step, size in enumerate(batches):
        indices = order[seen : seen + size]
        x, y = mix(images(indices), targets(indices), step)
        logits = network.train()(x)
        loss = functional.cross_entropy(logits, y, label_smoothing=smoothing)
        optimizer.zero_grad()
        loss.backward()
        if clip:
            nn.utils.clip_grad_norm_(network.parameters(), clip)
        rate = optimizer.param_groups[0]["lr"]
        optimizer.step()
        if scheduler:
            scheduler.step()
        loss_sum += loss.item() * size
        correct += (logits.argmax(1) == one_hot(indices).argmax(1)).sum().item()
        seen += size
        with torch.no_grad():
            old = min(ema, (1 + step) / (10 + step))
            for name, value in mean.state_dict().items():
                if value.is_floating_point():
                    value.copy_(old * value + (1 - old) * network.state_dict()[name])
    with torch.no_grad():
        logits = mean.eval()(images(validation))
        labels = one_hot(validation)
        result = {
            "trainLoss": loss_sum / seen,
            "trainAccuracy": correct / seen,
            "validationLoss": functional.cross_entropy(logits, labels).item(),
            "validationAccuracy": (logits.argmax(1) == labels.argmax(1)).float().mean().item(),
            "learningRate": rate,
            "weights": weights(mean),
        }
        return {**result, "trained": weights(network)} if ema else result


def weights(network):
    state = network.state_dict()
    state["lin.weight"] = state["lin.weight"].T[PLACES]
    return {name: value.flatten().tolist() for name, value in state.items() if value.is_floating_point()}


CASES = {
    "plain": {},
    "label_smoothing=0.3": {"smoothing": 0.3},
    "labels=ferplus": {"targets": votes},
    "labels=ferplus label_smoothing=0.3": {"targets": votes, "smoothing": 0.3},
    "mixup=1": {"mix": mixup},
    "mixup=1 label_smoothing=0.3": {"mix": mixup, "smoothing": 0.3},
    "cutmix=1": {"mix": cutmix},
    "weight_decay=5": {"decay": 5},
    "weight_decay=5 decay_on=kernels": {"decay": 5, "groups": two_groups},
    "weight_decay=5 optimizer=adamw decay_on=kernels": {
        "decay": 5,
        "groups": two_groups,
        "optimizer": lambda groups, decay: torch.optim.AdamW(groups, LR, weight_decay=decay),
    },
    "clip_norm=0.5 weight_decay=5": {"clip": 0.5, "decay": 5},
    "ema=0.15": {"ema": 0.15},
    "fit=training+validation": {"fitted": TRAINING + PUBLIC, "batches": 3 * [3]},
    "protocol=paper": {"validation": PRIVATE},
    "protocol=paper fit=training+validation": {
        "validation": PRIVATE,
        "fitted": TRAINING + PRIVATE,
        "batches": 3 * [3],
    },
    "bs=4": {"batches": [4, 2]},
    "bs=4 last_batch=drop": {"batches": [4]},
    "warmup=2": {"scheduler": lambda o: torch.optim.lr_scheduler.LambdaLR(o, lambda step: (step + 1) / 4)},
}


def compact(value):
    if isinstance(value, dict):
        return {key: compact(v) for key, v in value.items()}
    return [compact(v) for v in value] if isinstance(value, list) else float(f"{value:.7g}")


print(json.dumps({title: compact(epoch(**options)) for title, options in CASES.items()}, indent=1))
