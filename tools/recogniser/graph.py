"""A recognition model in ONNX as a torch module whose weights can be trained and written back into the same graph.

Only the operations of PaddleOCR's exported recognition models are known. Batch normalisation keeps its statistics: what
was exported is a folded network, and a few thousand lines would not measure them better.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import numpy_helper

_SMALL = 8
"""Float constants with fewer values are numbers of a formula, not weights."""


class Graph(torch.nn.Module):
    """Runs the nodes of ``model`` behind the value called ``start``, up to the logits before the last softmax."""

    def __init__(self, model: onnx.ModelProto, start: str = "x") -> None:
        super().__init__()
        self.model, self.start = model, start
        self.weights = torch.nn.ParameterDict()
        self.fixed: dict[str, torch.Tensor] = {}
        statistics = {
            name for node in model.graph.node if node.op_type == "BatchNormalization" for name in node.input[3:]
        }
        for one in model.graph.initializer:
            value = torch.from_numpy(numpy_helper.to_array(one).copy())
            if value.is_floating_point() and value.numel() >= _SMALL and one.name not in statistics:
                self.weights[_key(one.name)] = torch.nn.Parameter(value)
            else:
                self.fixed[one.name] = value
        for node in model.graph.node:
            if node.op_type == "Constant":
                self.fixed[node.output[0]] = torch.from_numpy(numpy_helper.to_array(node.attribute[0].t).copy())
        self.nodes = _with_gelu([node for node in model.graph.node if node.op_type != "Constant"])
        assert self.nodes[-1].op_type == "Softmax"
        self.nodes = _behind(self.nodes, start)
        needed = {name for node in self.nodes for name in node.input}
        kept = {_key(name) for name in needed} & set(self.weights)
        self.weights = torch.nn.ParameterDict({key: self.weights[key] for key in sorted(kept)})
        self.head = (self.nodes[-4].input[1], self.nodes[-3].input[1])
        """Names of the last layer's weights and bias."""
        self.attributes = [{a.name: onnx.helper.get_attribute_value(a) for a in node.attribute} for node in self.nodes]

    def forward(self, value: torch.Tensor) -> torch.Tensor:
        """(batch, steps, 1 + characters) logits from the value at the start."""
        known: dict[str, Any] = {self.start: value}
        for node, attributes in zip(self.nodes[:-1], self.attributes[:-1], strict=True):
            inputs = [self._value(name, known) for name in node.input]
            known[node.output[0]] = _OPERATIONS[node.op_type](inputs, attributes)
        return known[self.nodes[-1].input[0]]

    def _value(self, name: str, known: dict[str, Any]) -> Any:
        if name in known:
            return known[name]
        if name in self.fixed:
            return self.fixed[name]
        return self.weights[_key(name)]

    def replace_head(self, weights: torch.Tensor, bias: torch.Tensor) -> None:
        """Put a last layer for another dictionary in place."""
        for name, value in zip(self.head, (weights, bias), strict=True):
            self.weights[_key(name)] = torch.nn.Parameter(value)

    def head_values(self) -> tuple[torch.Tensor, torch.Tensor]:
        """(width, 1 + characters) weights and (1 + characters) bias of the last layer."""
        return self.weights[_key(self.head[0])].detach(), self.weights[_key(self.head[1])].detach()

    def take(self, values: dict[str, np.ndarray]) -> None:
        """Put ``values``, by the names of the graph, in place of the weights."""
        for key, weights in self.weights.items():
            weights.data = torch.from_numpy(values[key.replace("~", ".")].copy()).reshape(weights.shape)

    def written_back(self) -> onnx.ModelProto:
        """The same graph with the weights as they are now."""
        model = onnx.ModelProto()
        model.CopyFrom(self.model)
        for one in model.graph.initializer:
            if _key(one.name) in self.weights:
                value = self.weights[_key(one.name)].detach().numpy().astype(np.float32)
                one.CopyFrom(numpy_helper.from_array(value, one.name))
        for node in model.graph.node:
            if node.op_type == "Constant" and _key(node.output[0]) in self.weights:
                value = self.weights[_key(node.output[0])].detach().numpy().astype(np.float32)
                node.attribute[0].t.CopyFrom(numpy_helper.from_array(value))
        return model


def _with_gelu(nodes: list[onnx.NodeProto]) -> list[onnx.NodeProto]:
    """The nodes with every GELU written out (x · ½ · (1 + erf(x / √2))) as one: it is a third of the time otherwise."""
    kept = list(nodes)
    for place in [index for index, node in enumerate(nodes) if node.op_type == "Erf"]:
        assert [node.op_type for node in nodes[place - 1 : place + 4]] == ["Div", "Erf", "Add", "Mul", "Mul"]
        gelu = onnx.helper.make_node("Gelu", [nodes[place - 1].input[0]], [nodes[place + 3].output[0]])
        kept[place - 1 : place + 4] = [gelu, *[onnx.NodeProto()] * 4]
    return [node for node in kept if node.op_type]


def _behind(nodes: list[onnx.NodeProto], start: str) -> list[onnx.NodeProto]:
    """The nodes that depend on the value called ``start``."""
    known, kept = {start}, []
    for node in nodes:
        if known & set(node.input):
            kept.append(node)
            known.update(node.output)
    return kept


def _key(name: str) -> str:
    return name.replace(".", "~")


def _conv(x: list[Any], a: dict[str, Any]) -> torch.Tensor:
    picture = x[0]
    top, left, bottom, right = _same_upper(x[1], a) if a.get("auto_pad") == b"SAME_UPPER" else a.get("pads", [0] * 4)
    if (top, left) == (bottom, right):
        padding = (top, left)
    else:
        picture, padding = F.pad(picture, (left, right, top, bottom)), (0, 0)
    bias = x[2] if len(x) > 2 else None
    return F.conv2d(picture, x[1], bias, tuple(a["strides"]), padding, tuple(a["dilations"]), a["group"])


def _same_upper(kernel: torch.Tensor, a: dict[str, Any]) -> list[int]:
    """Padding that keeps the size, the odd pixel at the end; exported for strides of one only."""
    assert a["strides"] == [1, 1] and a["dilations"] == [1, 1]
    high, wide = kernel.shape[2] - 1, kernel.shape[3] - 1
    return [high // 2, wide // 2, high - high // 2, wide - wide // 2]


def _max_pool(x: list[Any], a: dict[str, Any]) -> torch.Tensor:
    assert a["kernel_shape"] == [2, 2] and a["strides"] == [1, 1]
    return F.max_pool2d(F.pad(x[0], (0, 1, 0, 1), value=float("-inf")), 2, 1)


def _slice(x: list[Any], _a: dict[str, Any]) -> Any:
    value, starts, ends = x[0], x[1].tolist(), x[2].tolist()
    axes = x[3].tolist() if len(x) > 3 else range(len(starts))
    for start, end, axis in zip(starts, ends, axes, strict=True):
        length = value.shape[axis]
        value = value.narrow(axis, start % length if start < 0 else start, min(end, length) - start)
    return value


def _reshape(x: list[Any], _a: dict[str, Any]) -> torch.Tensor:
    shape = [x[0].shape[i] if size == 0 else size for i, size in enumerate(x[1].tolist())]
    return x[0].reshape(shape)


def _batch_norm(x: list[Any], a: dict[str, Any]) -> torch.Tensor:
    return F.batch_norm(x[0], x[3], x[4], x[1], x[2], False, 0.0, a["epsilon"])


def _squeeze(x: list[Any], a: dict[str, Any]) -> torch.Tensor:
    value = x[0]
    for axis in sorted(a["axes"], reverse=True):
        value = value.squeeze(axis)
    return value


_OPERATIONS: dict[str, Callable[[list[Any], dict[str, Any]], Any]] = {
    "Add": lambda x, _a: x[0] + x[1],
    "AveragePool": lambda x, a: F.avg_pool2d(x[0], tuple(a["kernel_shape"]), tuple(a["strides"])),
    "BatchNormalization": _batch_norm,
    "Concat": lambda x, a: torch.cat([one.reshape(-1) if one.dim() == 0 else one for one in x], a["axis"]),
    "Conv": _conv,
    "Div": lambda x, _a: x[0] / x[1],
    "Gelu": lambda x, _a: F.gelu(x[0]),
    "HardSigmoid": lambda x, a: (x[0] * a["alpha"] + a["beta"]).clamp(0, 1),
    "Identity": lambda x, _a: x[0],
    "MatMul": lambda x, _a: x[0] @ x[1],
    "MaxPool": _max_pool,
    "Mul": lambda x, _a: x[0] * x[1],
    "Pow": lambda x, _a: x[0] ** x[1],
    "ReduceMean": lambda x, a: x[0].mean(tuple(a["axes"]), keepdim=bool(a.get("keepdims", 1))),
    "Relu": lambda x, _a: F.relu(x[0]),
    "Reshape": _reshape,
    "Shape": lambda x, _a: torch.tensor(x[0].shape),
    "Sigmoid": lambda x, _a: torch.sigmoid(x[0]),
    "Slice": _slice,
    "Softmax": lambda x, a: F.softmax(x[0], a["axis"]),
    "Sqrt": lambda x, _a: torch.sqrt(x[0]),
    "Squeeze": _squeeze,
    "Sub": lambda x, _a: x[0] - x[1],
    "Transpose": lambda x, a: x[0].permute(*a["perm"]),
    "Unsqueeze": lambda x, a: x[0].unsqueeze(a["axes"][0]),
}
