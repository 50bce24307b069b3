"""PyTorch's numbers for optimizers and schedules: python pytorch_reference.py > pytorch_reference.json

Made with torch 2.15.0 on a CPU. optimizers.test.ts and schedules.test.ts say what each list means.
"""

import json
import math

import torch
from torch.optim import SGD, Adadelta, Adagrad, Adam, AdamW, ASGD, Muon
from torch.optim import lr_scheduler as schedulers

OPTIMIZERS = {
    "sgd": lambda p: SGD(p, lr=0.05, momentum=0.9, weight_decay=1e-2),
    "sgd_nesterov": lambda p: SGD(p, lr=0.05, momentum=0.9, nesterov=True, weight_decay=1e-2),
    "adam": lambda p: Adam(p, lr=0.05, weight_decay=1e-2),
    "amsgrad": lambda p: Adam(p, lr=0.05, weight_decay=1e-2, amsgrad=True),
    "adamw": lambda p: AdamW(p, lr=0.05, weight_decay=1e-2),
    "adadelta": lambda p: Adadelta(p, lr=0.05, weight_decay=1e-2),
    "adagrad": lambda p: Adagrad(p, lr=0.05, weight_decay=1e-2),
    "asgd": lambda p: ASGD(p, lr=0.05, weight_decay=1e-2),
    "muon": lambda p: AdamW(p, lr=0.05, weight_decay=1e-2),  # which moves vectors; PyTorch's Muon takes matrices only
}


def ten_steps(make):
    """Parameters after each of ten steps; the rate is halved after five."""
    parameter = torch.nn.Parameter(torch.tensor([1.0, -2.0, 0.5, 3.0]))
    optimizer = make([parameter])
    after = []
    for step in range(10):
        if step == 5:
            optimizer.param_groups[0]["lr"] = 0.025
        parameter.grad = torch.tensor([math.sin(step + i) * (i + 1) for i in range(4)])
        optimizer.step()
        after.append(parameter.tolist())
    return after


def ten_steps_of_one_cycle(make):
    """The same where OneCycleLR moves the rate and the momentum (β₁ of Adam) over these ten steps."""
    parameter = torch.nn.Parameter(torch.tensor([1.0, -2.0, 0.5, 3.0]))
    optimizer = make([parameter])
    scheduler = schedulers.OneCycleLR(optimizer, max_lr=0.05, total_steps=10)
    after = []
    for step in range(10):
        parameter.grad = torch.tensor([math.sin(step + i) * (i + 1) for i in range(4)])
        optimizer.step()
        scheduler.step()
        after.append(parameter.tolist())
    return after


def ten_steps_of_muon(rows, columns):
    """A matrix [rows, columns] after each of ten steps, in float32 where PyTorch orthogonalises in bfloat16."""
    bfloat16, torch.bfloat16 = torch.bfloat16, torch.float32
    parameter = torch.nn.Parameter(torch.tensor([math.cos(i) for i in range(rows * columns)]).reshape(rows, columns))
    optimizer = Muon([parameter], lr=0.05, weight_decay=1e-2, momentum=0.9, adjust_lr_fn="match_rms_adamw")
    after = []
    for step in range(10):
        gradient = [math.sin(step + i) * (i + 1) for i in range(rows * columns)]
        parameter.grad = torch.tensor(gradient).reshape(rows, columns)
        optimizer.step()
        after.append(parameter.flatten().tolist())
    torch.bfloat16 = bfloat16
    return after


EPOCHS, STEPS = 300, 3
SCHEDULES = {
    "plateau": lambda o: schedulers.ReduceLROnPlateau(o, mode="max", factor=0.75, patience=5),
    "step": lambda o: schedulers.StepLR(o, 20, gamma=0.5),
    "cosine": lambda o: schedulers.CosineAnnealingLR(o, T_max=10, eta_min=1e-6),
    "cosine_restarts": lambda o: schedulers.CosineAnnealingWarmRestarts(o, T_0=10, T_mult=1, eta_min=1e-6),
    "constant": lambda o: schedulers.LambdaLR(o, lambda _: 1.0),
    "onecycle": lambda o: schedulers.OneCycleLR(o, max_lr=0.01, steps_per_epoch=STEPS, epochs=EPOCHS),
}


def accuracy(epoch):
    """Rises, then stalls again and again."""
    return 0.3 + 0.4 * (1 - math.exp(-epoch / 40)) + 0.02 * math.sin(epoch * 1.7)


def rates(name, make):
    """[rate, momentum] of the last step of each epoch."""
    optimizer = SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.01, momentum=0.9)
    scheduler = make(optimizer)
    result = []
    for epoch in range(EPOCHS):
        for step in range(STEPS):
            group = optimizer.param_groups[0]
            used = [group["lr"], group["momentum"]]
            optimizer.step()
            if name == "onecycle":
                scheduler.step()
        result.append(used)
        if name == "plateau":
            scheduler.step(accuracy(epoch + 1))
        elif name != "onecycle":
            scheduler.step()
    return result


def compact(value):
    return [compact(v) for v in value] if isinstance(value, list) else float(f"{value:.9g}")


print(
    json.dumps(
        {
            "optimizers": {name: compact(ten_steps(make)) for name, make in OPTIMIZERS.items()},
            "one_cycle": {
                name: compact(ten_steps_of_one_cycle(OPTIMIZERS[name]))
                for name in ["sgd", "sgd_nesterov", "adam", "amsgrad", "adamw"]
            },
            "muon": {f"{r}x{c}": compact(ten_steps_of_muon(r, c)) for r, c in [(4, 2), (2, 3), (3, 3)]},
            "schedules": {name: compact(rates(name, make)) for name, make in SCHEDULES.items()},
        }
    )
)
