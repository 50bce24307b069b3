"""Writes photos_reference.json beside it: photos in several forms, and what Pillow and PyTorch make of them.

    python test/photos/reference.py        (needs pillow, numpy and torch)
"""

import base64
import io
import json
from pathlib import Path

import numpy
import torch
from PIL import Image, ImageOps

y, x = numpy.mgrid[0:12, 0:16]
rgb = Image.fromarray(numpy.stack([x * 15, y * 20, (x + y) * 9], -1).astype(numpy.uint8))


def encoded(image, kind, **options):
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def turned(orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    return encoded(rgb, "JPEG", quality=95, exif=exif)


read = {
    "rgb.jpg": encoded(rgb, "JPEG", quality=95),
    "cmyk.jpg": encoded(rgb.convert("CMYK"), "JPEG", quality=95),
    "gray.jpg": encoded(rgb.convert("L"), "JPEG", quality=95),
    "rgb.png": encoded(rgb, "PNG"),
    "alpha.png": encoded(rgb.convert("RGBA"), "PNG"),
    "palette.png": encoded(rgb.convert("P"), "PNG"),
    "rgb.webp": encoded(rgb, "WEBP", lossless=True),
    "rgb.tiff": encoded(rgb, "TIFF"),
    **{f"turned-{k}.jpg": turned(k) for k in range(1, 9)},
}
deep = Image.fromarray((x * 4096 + 128).astype(numpy.uint16))


def pixels(data):
    image = ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB")
    return {"width": image.width, "height": image.height, "rgb": text(image.tobytes())}


def text(data):
    return base64.b64encode(data).decode()


def temperature():
    logits = torch.tensor(numpy.random.default_rng(0).normal(size=(40, 3)) * 4)
    labels = torch.tensor(numpy.random.default_rng(1).integers(0, 3, 40))
    labels[:25] = logits[:25].argmax(1)
    scale = torch.zeros((), dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([scale], max_iter=200, tolerance_grad=1e-12, tolerance_change=1e-14)

    def closure():
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(logits / scale.exp(), labels)
        loss.backward()
        return loss

    optimizer.step(closure)
    best = scale.exp().item()
    return {
        "probabilities": logits.softmax(1).flatten().tolist(),
        "labels": labels.tolist(),
        "temperature": best,
        "scaled": (logits / best).softmax(1).flatten().tolist(),
    }


reference = {
    "read": {name: {"file": text(data), **pixels(data)} for name, data in read.items()},
    "deep": {"file": text(encoded(deep, "PNG")), "gray": [int(v) >> 8 for v in numpy.asarray(deep)[0]]},
    "animated": {
        kind: text(encoded(rgb, kind, save_all=True, append_images=[rgb.transpose(0)])) for kind in ("GIF", "PNG", "WEBP")
    },
    "bomb": text(encoded(Image.new("1", (12000, 12000)), "PNG", optimize=True)),
    "resized": {
        f"{w}x{h}": text(rgb.resize((w, h), Image.BILINEAR).tobytes()) for w, h in [(8, 6), (5, 4), (32, 24), (16, 12)]
    },
    "temperature": temperature(),
}
(Path(__file__).parent / "photos_reference.json").write_text(json.dumps(reference) + "\n")
