"""torchvision's numbers for augment.test.ts: python torchvision_reference.py > torchvision_reference.json

One 48x48 picture by a formula, changed by fixed parameters, bilinearly. Made with torchvision 0.29.2.
"""

import json

import torch
from torchvision.transforms import functional as F
from torchvision.transforms import InterpolationMode

BILINEAR = InterpolationMode.BILINEAR
y, x = torch.meshgrid(torch.arange(48), torch.arange(48), indexing="ij")
picture = ((x * 7 + y * 13 + x * y) % 256).float()[None]


def crop(image):
    return F.crop(image, 4, 4, 40, 40)


results = {
    "zoom": crop(F.resized_crop(picture, 3, 5, 40, 36, [48, 48], BILINEAR, antialias=False)),
    "shift": crop(F.affine(picture, 0, [7, -4], 1, [0, 0], BILINEAR)),
    "mirror": crop(F.hflip(picture)),
    "rotation": crop(F.rotate(picture, 8.5, BILINEAR)),
    "corner": F.crop(picture, 6, 1, 40, 40),
}
print(json.dumps({name: [round(v, 4) for v in image.flatten().tolist()] for name, image in results.items()}))
