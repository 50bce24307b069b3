"""The VGG in PyTorch, by its own layers, where PyTorch likes it: on the GPU if there is one."""

import os

import torch
from torch import nn

torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
FORMATS = {"default": torch.contiguous_format, "channels-last": torch.channels_last}
ABOUT = {"torch": torch.__version__, "torch_device": DEVICE}


def vgg():
    layers, channels = [], 1
    for filters in (64, 128, 256, 512):
        for _ in range(2):
            layers += [nn.Conv2d(channels, filters, 3, padding=1, bias=False), nn.BatchNorm2d(filters), nn.ReLU(True)]
            channels = filters
        layers.append(nn.MaxPool2d(2))
    layers.append(nn.Flatten())
    for inputs in (2048, 4096):
        layers += [nn.Linear(inputs, 4096), nn.Dropout(0.2), nn.ReLU(True)]
    return nn.Sequential(*layers, nn.Linear(4096, 7)).to(DEVICE)


def autocast(precision):
    return torch.autocast(DEVICE, dtype=getattr(torch, precision), enabled=precision != "float32")
