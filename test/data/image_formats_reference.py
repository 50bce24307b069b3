"""Writes image_formats_reference.json for image-formats.test.ts:

    pip install pillow numpy && python test/data/image_formats_reference.py > test/data/image_formats_reference.json

One 48x48 image by a formula, gray and in colour, as each format writes it losslessly, and the gray values that Pillow
gives. Files are in base64; `refused` are whole images that the loader must not guess about.
"""

import base64
import io
import json

import numpy
from PIL import Image

y, x = numpy.mgrid[0:48, 0:48]
channels = [(x * 7 + y * 13 + x * y * k) % 256 for k in (1, 2, 3)]
gray = Image.fromarray(channels[0].astype("uint8"))
colour = Image.fromarray(numpy.stack(channels, -1).astype("uint8"))
few = colour.quantize(32)  # a palette of colours


def file(image, form, **options):
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return base64.b64encode(buffer.getvalue()).decode()


def case(image, form, **options):
    data = file(image, form, **options)
    read = Image.open(io.BytesIO(base64.b64decode(data)))
    return {"file": data, "gray": base64.b64encode(read.convert("L").tobytes()).decode()}


read = {
    "gray.bmp": case(gray, "BMP"),
    "colour.bmp": case(colour, "BMP"),
    "gray.gif": case(gray, "GIF"),
    "palette.gif": case(few, "GIF"),
    "gray.tif": case(gray, "TIFF"),
    "colour.tiff": case(colour, "TIFF", compression="tiff_lzw"),
    "packed.tiff": case(gray, "TIFF", compression="tiff_adobe_deflate"),
    "gray.webp": case(gray.convert("RGB"), "WEBP", lossless=True),
    "colour.WEBP": case(colour, "WEBP", lossless=True, exact=True),
    "gray.jfif": case(gray, "PNG"),
}
refused = {
    "palette.bmp": file(few, "BMP"),
    "two.gif": file(gray, "GIF", save_all=True, append_images=[gray.rotate(90)]),
    "two.tiff": file(gray, "TIFF", save_all=True, append_images=[gray]),
}
print(json.dumps({"read": read, "refused": refused}, indent=1))
