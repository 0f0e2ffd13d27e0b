"""The trained model as a file: weights in 16 bits, which are widened when it is loaded, and the dictionary inside."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import helper, numpy_helper

_SMALL = 64
_HALF = "_half"


def weights_of(path: Path) -> dict[str, np.ndarray]:
    """The weights of a model that :func:`write_model` wrote, widened, by their names in the graph."""
    found: dict[str, np.ndarray] = {}
    model = onnx.load(str(path))
    for one in model.graph.initializer:
        value = numpy_helper.to_array(one)
        found[one.name.removesuffix(_HALF)] = value.astype(np.float32) if value.dtype == np.float16 else value
    for node in model.graph.node:
        if node.op_type == "Constant":
            found[node.output[0]] = numpy_helper.to_array(node.attribute[0].t)
    return found


def write_model(model: onnx.ModelProto, characters: str, path: Path) -> None:
    """Write ``model`` with its large weights halved; ``characters`` are those of its columns after the CTC blank."""
    narrow, widen = [], []
    for one in model.graph.initializer:
        value = numpy_helper.to_array(one)
        if value.dtype != np.float32 or value.size < _SMALL:
            narrow.append(one)
            continue
        narrow.append(numpy_helper.from_array(value.astype(np.float16), one.name + _HALF))
        widen.append(helper.make_node("Cast", [one.name + _HALF], [one.name], to=onnx.TensorProto.FLOAT))
    nodes = [*widen, *model.graph.node]
    del model.graph.initializer[:], model.graph.node[:]
    model.graph.initializer.extend(narrow)
    model.graph.node.extend(nodes)
    del model.graph.value_info[:]  # shapes of the old dictionary
    _resize_output(model, len(characters) + 1)
    del model.metadata_props[:]
    entry = model.metadata_props.add()
    entry.key, entry.value = "character", "\n".join(characters)
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def _resize_output(model: onnx.ModelProto, columns: int) -> None:
    last = model.graph.output[0].type.tensor_type.shape.dim[2]
    last.ClearField("dim_param")
    last.dim_value = columns
