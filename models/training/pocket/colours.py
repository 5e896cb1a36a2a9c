"""Colours: their names, painting over, and whether something has the one that a word names."""

import zlib

import cv2
import numpy as np

PALETTE = {
    "red": (225, 40, 40), "orange": (245, 140, 30), "yellow": (250, 210, 50), "green": (60, 170, 70),
    "blue": (50, 110, 225), "light blue": (150, 205, 250), "purple": (140, 70, 190), "pink": (245, 140, 190),
    "brown": (130, 85, 50), "black": (20, 20, 20), "white": (255, 255, 255), "grey": (140, 140, 140),
}  # fmt: skip
"""Colours by name, RGB 0..255."""

HUES = ("red", "orange", "yellow", "green", "blue", "purple", "pink")
"""Colours that objects are turned into."""
PENS = np.array(list(PALETTE.values()), np.float32)
DARK_PEN = PALETTE["black"]
HUE_TOLERANCE = 30
"""Degrees on the circle of hues."""
LEAST_SATURATION, LEAST_VALUE, LEAST_COLOURED = 64, 40, 0.2
"""Saturation and value of 255 from which a pixel has a colour, and the share of an object that has to have one."""


def held_out(colour: str, name: str) -> bool:
    """Whether training never sees this object in this colour, so that the pair may test the model."""
    return zlib.crc32(f"{colour} {name}".encode()) % 8 == 0


def recoloured(picture: np.ndarray, colour: str) -> np.ndarray:
    """RGBA ``picture`` with every hue turned to that of the named colour."""
    hsv = cv2.cvtColor(picture[..., :3], cv2.COLOR_RGB2HSV)
    hsv[..., 0] = cv2.cvtColor(np.uint8([[PALETTE[colour]]]), cv2.COLOR_RGB2HSV)[0, 0, 0]
    return np.dstack([cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB), picture[..., 3]])


def has_hue(picture: np.ndarray, mask: np.ndarray, colour: str) -> bool:
    """Whether the mean hue of the coloured pixels inside the mask is that of the named colour."""
    hue, saturation, value = np.moveaxis(cv2.cvtColor(picture, cv2.COLOR_RGB2HSV)[mask].astype(np.float32), 1, 0)
    coloured = (saturation >= LEAST_SATURATION) & (value >= LEAST_VALUE)
    if coloured.mean() < LEAST_COLOURED:
        return False
    mean = np.angle((saturation * np.exp(2j * np.pi * hue / 180))[coloured].sum(), deg=True)
    wanted = 2.0 * cv2.cvtColor(np.uint8([[PALETTE[colour]]]), cv2.COLOR_RGB2HSV)[0, 0, 0]
    return abs((mean - wanted + 180) % 360 - 180) <= HUE_TOLERANCE


def over(canvas: np.ndarray, layer: np.ndarray) -> np.ndarray:
    """Straight RGBA ``layer`` over RGB ``canvas``, both uint8 of the same size."""
    left, top, width, height = cv2.boundingRect(layer[..., 3])
    result = canvas.copy()
    if width:
        part = np.s_[top : top + height, left : left + width]
        alpha = cv2.merge([layer[part][..., 3]] * 3)
        above = cv2.multiply(cv2.cvtColor(layer[part], cv2.COLOR_RGBA2RGB), alpha, scale=1 / 255)
        result[part] = cv2.add(cv2.multiply(canvas[part], cv2.bitwise_not(alpha), scale=1 / 255), above)
    return result
