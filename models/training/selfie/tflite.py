"""Reads TensorFlow Lite files with nothing but flatbuffers: the tables of schema version 3, by field number."""

import struct
from dataclasses import dataclass
from pathlib import Path

import flatbuffers.number_types as types
import flatbuffers.table
import numpy as np

OPERATORS = {
    0: "ADD", 1: "AVERAGE_POOL_2D", 3: "CONV_2D", 4: "DEPTHWISE_CONV_2D", 6: "DEQUANTIZE", 14: "LOGISTIC", 18: "MUL",
    19: "RELU", 23: "RESIZE_BILINEAR", 40: "MEAN", 117: "HARD_SWISH",
}
CUSTOM = 32
ELEMENTS = {0: np.float32, 1: np.float16, 2: np.int32}


class Table:
    """A flatbuffers table; fields are told apart by their number."""

    def __init__(self, data: bytearray, position: int):
        self.data = data
        self.table = flatbuffers.table.Table(data, position)

    def _offset(self, field: int) -> int:
        return self.table.Offset(4 + 2 * field)

    def number(self, field: int, flags=types.Int32Flags, default=0):
        offset = self._offset(field)
        return self.table.Get(flags, offset + self.table.Pos) if offset else default

    def text(self, field: int) -> str:
        return self.table.String(self._offset(field) + self.table.Pos).decode()

    def child(self, field: int) -> "Table | None":
        offset = self._offset(field)
        return Table(self.data, self.table.Indirect(offset + self.table.Pos)) if offset else None

    def children(self, field: int) -> "list[Table]":
        offset = self._offset(field)
        if not offset:
            return []
        start = self.table.Vector(offset)
        return [Table(self.data, self.table.Indirect(start + 4 * i)) for i in range(self.table.VectorLen(offset))]

    def values(self, field: int, kind) -> np.ndarray:
        offset = self._offset(field)
        if not offset:
            return np.zeros(0, kind)
        return np.frombuffer(self.data, kind, self.table.VectorLen(offset), self.table.Vector(offset)).copy()


@dataclass(frozen=True)
class Tensor:
    """A tensor of the graph; ``constant`` is None where it is calculated."""

    name: str
    shape: list[int]
    constant: np.ndarray | None


@dataclass(frozen=True)
class Operator:
    """A node; ``options`` is its table of builtin options, ``custom`` the bytes of a custom operator's."""

    name: str
    inputs: list[int]
    outputs: list[int]
    options: Table | None
    custom: bytes


@dataclass(frozen=True)
class Model:
    """The first graph of a file."""

    tensors: list[Tensor]
    operators: list[Operator]
    inputs: list[int]
    outputs: list[int]


def read(file: Path) -> Model:
    data = bytearray(file.read_bytes())
    root = Table(data, struct.unpack_from("<I", data, 0)[0])
    names = []
    for code in root.children(1):
        number = max(code.number(0, types.Int8Flags), code.number(3, types.Int32Flags))
        names.append(code.text(1) if number == CUSTOM else OPERATORS[number])
    buffers = [buffer.values(0, np.uint8) for buffer in root.children(4)]
    graph = root.children(2)[0]
    return Model(
        [_tensor(tensor, buffers) for tensor in graph.children(0)],
        [_operator(operator, names) for operator in graph.children(3)],
        graph.values(1, np.int32).tolist(),
        graph.values(2, np.int32).tolist(),
    )


def _tensor(tensor: Table, buffers: list[np.ndarray]) -> Tensor:
    shape = tensor.values(0, np.int32).tolist()
    content = buffers[tensor.number(2, types.Uint32Flags)]
    element = ELEMENTS[tensor.number(1, types.Int8Flags)]
    constant = np.frombuffer(content.tobytes(), element).reshape(shape) if len(content) else None
    return Tensor(tensor.text(3), shape, constant)


def _operator(operator: Table, names: list[str]) -> Operator:
    return Operator(
        names[operator.number(0, types.Uint32Flags)],
        operator.values(1, np.int32).tolist(),
        operator.values(2, np.int32).tolist(),
        operator.child(4),
        operator.values(5, np.uint8).tobytes(),
    )
