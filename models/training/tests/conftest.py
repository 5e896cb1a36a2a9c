from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def bundle() -> Path:
    """The committed bundle."""
    return Path(__file__).parents[2] / "pocket"
