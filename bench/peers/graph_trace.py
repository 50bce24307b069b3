"""graph_trace.py FOLDER STEPS OPS: replays the graph that bench/harness/captured-graph.ts wrote, in the same TensorFlow
with the project's ops.

Prints JSON: the milliseconds of each step without and with the trace, and for the traced steps the time of each kernel.
"""

import json
import os
import re
import sys
import time
from collections import defaultdict
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import numpy as np
import tensorflow as tf
from tensorflow.core.protobuf import saved_model_pb2

v1 = tf.compat.v1
WARM_UP = 3


def main(folder, steps, ops):
    tf.load_op_library(ops)
    folder, steps = Path(folder), int(steps)
    model = saved_model_pb2.SavedModel()
    model.ParseFromString((folder / "graph" / "saved_model.pb").read_bytes())
    (graph,) = model.meta_graphs
    config = v1.ConfigProto()
    # As `lib/runtime/native/session.h` opens sessions.
    config.graph_options.rewrite_options.disable_meta_optimizer = "train" in graph.meta_info_def.tags
    if "parts" in graph.meta_info_def.tags:
        config.intra_op_parallelism_threads = 1
    session = v1.Session(graph=tf.Graph(), config=config)
    with session.graph.as_default():
        tf.import_graph_def(graph.graph_def, name="")
    calls = [Call(session, folder, given) for given in json.loads((folder / "calls.json").read_text())]
    assign, step = calls
    assign.run()
    for _ in range(WARM_UP):
        step.run()
    plain = [step.timed() for _ in range(steps)]
    options = v1.RunOptions(trace_level=v1.RunOptions.FULL_TRACE)
    step.run(options, v1.RunMetadata())  # the first trace starts the tracer
    traced, kernels = [], defaultdict(lambda: {"calls": 0, "ms": 0.0})
    for _ in range(steps):
        metadata = v1.RunMetadata()
        traced.append(step.timed(options, metadata))
        for kernel, shapes, flop, milliseconds in kernels_of(metadata):
            entry = kernels[(kernel, shapes)]
            entry["calls"] += 1 / steps
            entry["ms"] += milliseconds / steps
            entry["gflop"] = entry.get("gflop", 0) + flop / 1e9 / steps
    rows = [{"kernel": kernel, "shapes": shapes, **entry} for (kernel, shapes), entry in kernels.items()]
    print(json.dumps({"plain": plain, "traced": traced, "kernels": rows, "tensorflow": tf.__version__}))


class Call:
    def __init__(self, session, folder, given):
        self.session = session
        self.outputs = [tensor_name(name) for name in given["outputs"]]
        self.feeds = {}
        for name, file in zip(given["inputs"], given["files"]):
            tensor = session.graph.get_tensor_by_name(tensor_name(name))
            values = np.fromfile(folder / file, dtype=tensor.dtype.as_numpy_dtype)
            self.feeds[tensor] = values.reshape(tensor.shape.as_list())

    def run(self, *trace):
        return self.session.run(self.outputs, self.feeds, *trace)

    def timed(self, *trace):
        began = time.perf_counter()
        self.run(*trace)
        return (time.perf_counter() - began) * 1000


def tensor_name(name):
    return name if ":" in name else f"{name}:0"


def kernels_of(metadata):
    """Kernel, shapes of its inputs and output, floating-point operations and milliseconds of each node."""
    nodes = [node for device in metadata.step_stats.dev_stats for node in device.node_stats]
    shapes = {
        f"{node.node_name}:{output.slot}": tuple(d.size for d in output.tensor_description.shape.dim)
        for node in nodes
        for output in node.output
    }
    for node in nodes:
        match = re.fullmatch(r"(?:\[.*?\] )?\S+ = (\w+)\((.*)\)", node.timeline_label, re.DOTALL)
        if match is None:
            continue
        kernel = re.sub(r"^_?(Mkl(Native)?)?", "", match[1])
        sources = [name for name in match[2].split(", ") if name and not name.startswith("^")]
        inputs = [shapes.get(tensor_name(name), ()) for name in sources]
        output = shapes.get(f"{node.node_name}:0", ())
        milliseconds = (node.op_end_rel_micros - node.op_start_rel_micros) / 1000
        text = " ".join("×".join(map(str, shape)) for shape in inputs[:2] if len(shape) > 1)
        largest = "×".join(map(str, output)) if output else ""
        yield kernel, f"{text} → {largest}", operations(kernel, inputs, output), milliseconds


def size(shape):
    return int(np.prod(shape)) if shape else 0


def operations(kernel, inputs, output):
    """Multiplications and additions of convolutions and products; 0 for other kernels."""
    if len(inputs) < 2:
        return 0
    x, w = inputs[0], inputs[1]
    if "DepthwiseConv2dNativeBackpropFilter" in kernel:
        return 2 * size(inputs[2]) * output[0] * output[1]
    if "DepthwiseConv2dNativeBackpropInput" in kernel:
        return 2 * size(inputs[2]) * w[0] * w[1]
    if "DepthwiseConv2d" in kernel:
        return 2 * size(output) * w[0] * w[1]
    if "Conv2DBackpropFilter" in kernel:
        return 2 * size(inputs[2]) * size(output) // max(output[3], 1)
    if "Conv2DBackpropInput" in kernel:
        return 2 * size(inputs[2]) * size(w) // max(w[3], 1)
    if "Conv2D" in kernel:
        return 2 * size(output) * size(w) // max(w[3], 1)
    if "MatMul" in kernel and len(output) > 1 and len(x) > 1 and len(w) > 1:
        inner = (x[-1] * x[-2] * w[-1] * w[-2] / (output[-1] * output[-2])) ** 0.5  # whichever is transposed
        return 2 * size(output) * inner
    return 0


main(*sys.argv[1:])
