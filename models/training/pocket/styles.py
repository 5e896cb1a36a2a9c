"""Classical picture filters that serve as targets for style words. All map uint8 RGB [H, W, 3] to the same."""

from collections.abc import Callable

import cv2
import numpy as np

Picture = np.ndarray


def _grey(picture: Picture) -> Picture:
    return cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)


def _edges(picture: Picture, gain: float) -> Picture:
    """Float32 [H, W] in 0..1, 1 on strong edges."""
    grey = cv2.GaussianBlur(_grey(picture), (0, 0), 1.2).astype(np.float32) / 255
    return np.clip(gain * np.hypot(cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)), 0, 1)


def pencil_sketch(picture: Picture) -> Picture:
    grey = _grey(picture)
    blurred = cv2.GaussianBlur(grey, (0, 0), 7)
    dodged = cv2.divide(grey, np.maximum(blurred, 1), scale=245)
    return cv2.cvtColor(dodged, cv2.COLOR_GRAY2RGB)


def ink_drawing(picture: Picture) -> Picture:
    grey = _grey(picture).astype(np.float32) / 255
    lines = cv2.GaussianBlur(grey, (0, 0), 1.2) - 0.97 * cv2.GaussianBlur(grey, (0, 0), 3.5)
    ink = 1 / (1 + np.exp(-60 * (lines + 0.005)))
    return cv2.cvtColor((255 * ink).astype(np.uint8), cv2.COLOR_GRAY2RGB)


def watercolour(picture: Picture) -> Picture:
    smooth = cv2.bilateralFilter(cv2.bilateralFilter(picture, 9, 60, 9), 9, 60, 9).astype(np.float32)
    paper = 255 - (255 - smooth) * 0.8
    return np.clip(paper * (1 - 0.25 * _edges(picture, 1.0)[..., None]), 0, 255).astype(np.uint8)


def comic(picture: Picture) -> Picture:
    smooth = cv2.bilateralFilter(picture, 9, 80, 9)
    flat = (smooth // 52 * 52 + 26).astype(np.float32)
    return np.clip(flat * (1 - (_edges(picture, 2.0) > 0.5)[..., None]), 0, 255).astype(np.uint8)


def pixel_art(picture: Picture) -> Picture:
    height, width = picture.shape[:2]
    small = cv2.resize(picture, (width // 8, height // 8), interpolation=cv2.INTER_AREA)
    return cv2.resize(small // 32 * 32 + 16, (width, height), interpolation=cv2.INTER_NEAREST)


def neon(picture: Picture) -> Picture:
    glow = cv2.cvtColor(picture, cv2.COLOR_RGB2HSV)
    glow[..., 1] = np.maximum(glow[..., 1], 200)
    glow[..., 2] = (255 * _edges(picture, 1.5)).astype(np.uint8)
    lines = cv2.cvtColor(glow, cv2.COLOR_HSV2RGB)
    return cv2.add(cv2.add(lines, cv2.GaussianBlur(lines, (0, 0), 5)), (picture // 10))


def night(picture: Picture) -> Picture:
    grey = _grey(picture).astype(np.float32)[..., None]
    mixed = 0.4 * picture + 0.6 * grey
    return np.clip(mixed * (0.22, 0.32, 0.62), 0, 255).astype(np.uint8)


def golden_hour(picture: Picture) -> Picture:
    mixed = 0.75 * picture + 0.25 * _grey(picture)[..., None]
    return np.clip(mixed * (1.15, 0.92, 0.55) + (25, 8, 0), 0, 255).astype(np.uint8)


def thermal(picture: Picture) -> Picture:
    return cv2.cvtColor(cv2.applyColorMap(_grey(picture), cv2.COLORMAP_INFERNO), cv2.COLOR_BGR2RGB)


def oil_painting(picture: Picture) -> Picture:
    smooth = cv2.medianBlur(cv2.medianBlur(picture, 9), 7)
    hsv = cv2.cvtColor(smooth // 24 * 24 + 12, cv2.COLOR_RGB2HSV)
    hsv[..., 1] = cv2.multiply(hsv[..., 1], 1.3)
    return cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB)


def old_photograph(picture: Picture) -> Picture:
    return np.clip(_grey(picture)[..., None] * (0.85, 0.68, 0.48) + (35, 28, 18), 0, 255).astype(np.uint8)


FILTERS: dict[tuple[str, ...], Callable[[Picture], Picture]] = {
    ("pencil sketch", "sketch", "pencil drawing"): pencil_sketch,
    ("ink drawing", "black ink", "line drawing"): ink_drawing,
    ("watercolour", "watercolor", "watercolour painting"): watercolour,
    ("comic", "comic book", "pop art"): comic,
    ("pixel art", "8 bit", "pixels"): pixel_art,
    ("neon", "neon lights", "glowing neon"): neon,
    ("night", "moonlight", "at night"): night,
    ("golden hour", "sunset light", "golden autumn"): golden_hour,
    ("thermal", "heat camera", "thermal camera"): thermal,
    ("oil painting", "oil paint", "painting"): oil_painting,
    ("old photograph", "sepia", "vintage photo"): old_photograph,
}
"""Filters by the words that ask for them."""
