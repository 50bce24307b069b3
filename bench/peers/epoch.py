"""An epoch of bench/ours/epoch.ts in PyTorch: DataLoader, torchvision's v2 transforms, steps, validation, checkpoint.

Settings: trained and validated images, workers of the DataLoader, and the checkpoint's file.
"""

import numpy as np
import torch
import torchvision
from torch.nn import functional as F
from torch.utils.data import DataLoader, Dataset, TensorDataset
from torchvision.transforms import v2

from serve import serve
from task import task, threads
from torch_network import build

torch.set_num_threads(threads())
given = task()
trained, validated, workers = (given.settings[key] for key in ("trained", "validated", "workers"))
layout = torch.channels_last
AUGMENT = v2.Compose(
    [
        v2.RandomResizedCrop(48, scale=(0.8, 1.2), antialias=True),
        v2.RandomApply([v2.RandomAffine(0, translate=(0.2, 0.2))], 0.5),
        v2.RandomHorizontalFlip(),
        v2.RandomApply([v2.RandomRotation(10)], 0.5),
        v2.RandomCrop(given.input_size),
        v2.ToDtype(torch.float32, scale=True),
        v2.RandomErasing(0.5),
    ]
)


class Augmented(Dataset):
    def __init__(self, images, labels):
        self.images, self.labels = images, labels

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, index):
        return AUGMENT(self.images[index]), self.labels[index]


def main():
    pixels = torch.from_numpy(given.images(trained + validated, given.size)).permute(0, 3, 1, 2)
    labels = torch.from_numpy(np.arange(trained + validated) % 7)
    margin = (given.size - given.input_size) // 2
    size = given.input_size
    centers = pixels[trained:, :, margin : margin + size, margin : margin + size].float() / 255
    training = DataLoader(
        Augmented(pixels[:trained], labels[:trained]),
        given.batch,
        shuffle=True,
        num_workers=workers,
        persistent_workers=workers > 0,
    )
    validation = DataLoader(TensorDataset(centers, labels[trained:]), 128)
    net = build(given).to(memory_format=layout)
    options = {"lr": 0.01, "momentum": 0.9, "nesterov": True, "weight_decay": 1e-4, "fused": True}
    optimizer = torch.optim.SGD(net.parameters(), **options)

    def epoch():
        net.train()
        seen = correct = total = 0
        for x, y in training:
            optimizer.zero_grad()
            logits = net(x.contiguous(memory_format=layout))
            loss = F.cross_entropy(logits, y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(y)
            correct += (logits.argmax(1) == y).sum().item()
            seen += len(y)
        net.eval()
        with torch.inference_mode():
            validated_loss = sum(
                F.cross_entropy(net(x.contiguous(memory_format=layout)), y, reduction="sum").item()
                for x, y in validation
            )
        torch.save({"net": net.state_dict(), "optimizer": optimizer.state_dict()}, given.settings["checkpoint"])
        return [total / seen, correct / seen, validated_loss / validated]

    serve(epoch, torch=torch.__version__, torchvision=torchvision.__version__)


if __name__ == "__main__":
    main()
