"""Writes hub_reference.parquet, laid out as Hugging Face's hub does, for forms.test.ts:

    pip install pyarrow==26.0.1 pillow && python test/data/hub_reference.py

One picture an emotion as a struct of bytes and path, labels by alphabetical names, three rows a group, packed by zstd.
"""

import io
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from PIL import Image

NAMES = ["angry", "disgust", "fear", "happy", "neutral", "sad", "surprise"]


def picture(i):
    """48×48 pixels of value 5 x + 3 y + 17 i, modulo 256."""
    image = Image.new("L", (48, 48))
    image.putdata([(5 * x + 3 * y + 17 * i) % 256 for y in range(48) for x in range(48)])
    png = io.BytesIO()
    image.save(png, "PNG")
    return {"bytes": png.getvalue(), "path": f"{i}.png"}


image = pa.struct({"bytes": pa.binary(), "path": pa.string()})
features = {"image": {"_type": "Image"}, "label": {"names": NAMES, "_type": "ClassLabel"}}
schema = pa.schema(
    {"image": image, "label": pa.int64()}, metadata={"huggingface": json.dumps({"info": {"features": features}})}
)
table = pa.Table.from_pydict({"image": [picture(i) for i in range(7)], "label": list(range(7))}, schema=schema)
pq.write_table(table, Path(__file__).with_suffix(".parquet"), compression="zstd", row_group_size=3)
