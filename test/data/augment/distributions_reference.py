"""How torchvision draws the study's random parameters, for distributions.test.ts:

    python distributions_reference.py > distributions_reference.json

Of 200,000 draws each, the share that is at most a value, by value. Made with torch 2.15.0 and torchvision 0.29.2.
"""

import json

import torch
from torchvision.transforms import RandomAffine, RandomErasing, RandomResizedCrop

DRAWS = 200_000
SIDE, CROP = 48, 40


def cumulative(values):
    """At most a dozen values between the least and the greatest, each with the share of draws up to it."""
    values = torch.tensor(values, dtype=torch.float64)
    low, high = int(values.min()), int(values.max())
    steps = range(low, high + 1, max(1, (high - low) // 12))
    return [[value, round(float((values <= value).double().mean()), 5)] for value in steps]


torch.manual_seed(0)
image, crop = torch.zeros(1, SIDE, SIDE), torch.zeros(1, CROP, CROP)
zoom = [RandomResizedCrop.get_params(image, [0.8, 1.2], [3 / 4, 4 / 3]) for _ in range(DRAWS)]
moves = [RandomAffine.get_params([0, 0], [0.2, 0.2], None, None, [SIDE, SIDE])[1] for _ in range(DRAWS)]
erased = [RandomErasing.get_params(crop, [0.02, 0.33], [0.3, 3.3]) for _ in range(DRAWS)]

print(
    json.dumps(
        {
            "zoomTop": cumulative([i for i, _, _, _ in zoom]),
            "zoomLeft": cumulative([j for _, j, _, _ in zoom]),
            "zoomHeight": cumulative([h for _, _, h, _ in zoom]),
            "zoomWidth": cumulative([w for _, _, _, w in zoom]),
            "zoomArea": cumulative([h * w for _, _, h, w in zoom]),
            "right": cumulative([x for x, _ in moves]),
            "down": cumulative([y for _, y in moves]),
            "erasedTop": cumulative([i for i, _, _, _, _ in erased]),
            "erasedLeft": cumulative([j for _, j, _, _, _ in erased]),
            "erasedHeight": cumulative([h for _, _, h, _, _ in erased]),
            "erasedWidth": cumulative([w for _, _, _, w, _ in erased]),
            "erasedArea": cumulative([h * w for _, _, h, w, _ in erased]),
        }
    )
)
