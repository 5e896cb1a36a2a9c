"""Line drawings: the edges of a sprite as the few strokes that someone would draw, inner lines such as eyes among them."""

import cv2
import numpy as np

from pocket.sprites import SPRITE_SIZE

LEAST_STROKE = 9
"""Points of an edge below which it is no stroke; small closed ones (eyes, buttons) count from ``LEAST_DOT``."""
LEAST_DOT = 5
MOST_INNER_STROKES = 24


def strokes_of(picture: np.ndarray) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Outline and inner lines of a sprite RGBA [192, 192, 4], longest first, each stroke int32 [N, 1, 2] in its pixels.

    Edges that run along the outline are left out, since a hand draws them once.
    """
    alpha = picture[..., 3:].astype(np.float32) / 255
    flat = (picture[..., :3] * alpha + 255 * (1 - alpha)).astype(np.uint8)
    inside = (picture[..., 3] > 127).astype(np.uint8)
    outline, _ = cv2.findContours(inside, cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
    outline = sorted((c for c in outline if len(c) >= 2 * LEAST_STROKE), key=len, reverse=True)
    soft = cv2.GaussianBlur(flat, (0, 0), 1.8)
    edges = np.zeros(inside.shape, np.uint8)
    for channel in cv2.split(cv2.cvtColor(soft, cv2.COLOR_RGB2Lab)):
        edges |= cv2.Canny(channel, 24, 60)
    edges[cv2.erode(inside, np.ones((9, 9), np.uint8)) == 0] = 0
    inner, _ = cv2.findContours(edges, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    kept = []
    for contour in inner:
        length = len(contour) // 2
        closed = cv2.contourArea(contour) > 0.5 * length
        if length >= LEAST_STROKE or (closed and length >= LEAST_DOT):
            kept.append(contour)
    return outline, sorted(kept, key=len, reverse=True)[:MOST_INNER_STROKES]


def draw_strokes(strokes: list[np.ndarray], coarseness: float, thickness: int, colour: tuple[int, int, int]) -> np.ndarray:
    """The strokes as a layer RGBA [192, 192, 4], each simplified to lines that leave it by no more than ``coarseness`` pixels."""
    alpha = np.zeros((SPRITE_SIZE, SPRITE_SIZE), np.uint8)
    lines = [cv2.approxPolyDP(stroke, coarseness if len(stroke) > 24 else 0.7, True) for stroke in strokes]
    cv2.polylines(alpha, lines, True, 255, thickness, cv2.LINE_AA)
    layer = np.empty((SPRITE_SIZE, SPRITE_SIZE, 4), np.uint8)
    layer[..., :3], layer[..., 3] = colour, alpha
    return layer
