"""Reads the weights of a Whisper model in CTranslate2's format (`model.bin`, version 6), the form faster-whisper uses."""

import struct
from pathlib import Path

import numpy as np

_TYPES = {0: np.float32, 1: np.int8, 2: np.int16, 3: np.int32, 4: np.float16}


def read_weights(path: Path) -> dict[str, np.ndarray]:
    """Every array by name, half precision widened to single."""
    with path.open("rb") as file:

        def take(form: str) -> int:
            return struct.unpack("<" + form, file.read(struct.calcsize("<" + form)))[0]

        def text() -> str:
            return file.read(take("H"))[:-1].decode()

        version, spec = take("I"), text()
        if version != 6 or spec != "WhisperSpec":
            raise ValueError(f"{path} is version {version} of {spec}; this reads version 6 of WhisperSpec")
        take("I")
        weights = {}
        for _ in range(take("I")):
            name, rank = text(), take("B")
            shape = tuple(take("I") for _ in range(rank))
            kind, size = take("B"), take("I")
            array = np.frombuffer(file.read(size), dtype=_TYPES[kind]).reshape(shape)
            weights[name] = array.astype(np.float32) if kind == 4 else array
        for _ in range(take("I")):
            alias = text()
            weights[alias] = weights[text()]
        return weights
