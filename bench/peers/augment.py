"""The original study's augmentation in torchvision, image by image over PIL. Arguments: images, random or ten crops.

Its settings, after the paper's section 4 and its code: a part of the picture enlarged, then moved, mirrored and turned at
random; one crop of it or all ten; a rectangle of each crop erased.
"""

import os
import sys

import numpy as np
import torch
import torchvision
from PIL import Image
from torchvision import transforms as T

from serve import serve

torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
count, crops = int(sys.argv[1]), sys.argv[2]
pixels = (np.arange(count * 48 * 48) * 37 % 256).astype(np.uint8).reshape(count, 48, 48)
finish = T.Compose([T.ToTensor(), T.RandomErasing(0.5)])
last = [T.RandomCrop(40), finish]
if crops == "ten":
    last = [T.TenCrop(40), T.Lambda(lambda parts: torch.stack([finish(part) for part in parts]))]
chain = T.Compose(
    [
        T.RandomResizedCrop(48, scale=(0.8, 1.2)),
        T.RandomApply([T.RandomAffine(0, translate=(0.2, 0.2))], 0.5),
        T.RandomHorizontalFlip(),
        T.RandomApply([T.RandomRotation(10)], 0.5),
        *last,
    ]
)


def step():
    return torch.stack([chain(Image.fromarray(image)) for image in pixels])


serve(step, torch=torch.__version__, torchvision=torchvision.__version__)
