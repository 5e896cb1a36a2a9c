import importlib.util
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def bundle() -> Path:
    """The committed bundle."""
    return Path(__file__).parents[2] / "pocket"


@pytest.fixture(scope="session")
def byte_pairs() -> None:
    """CLIP's byte pairs, without importing the package that carries them, and torchvision with it."""
    if importlib.util.find_spec("open_clip") is None:
        pytest.skip("open_clip_torch carries the byte pairs")
