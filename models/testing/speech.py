"""Whisper's input features written down again in numpy (openai/whisper, `audio.py`, with librosa's mel scale)."""

import numpy as np

RATE = 16_000
SIZE = 400
HOP = 160
WINDOW = 30 * RATE


def signal() -> np.ndarray:
    """A tone and a rising whistle, 1.5 s: any language can make the same one."""
    t = np.arange(24_000) / RATE
    return 0.3 * np.sin(2 * np.pi * 440 * t) + 0.2 * np.sin(2 * np.pi * (1000 + 300 * t) * t)


def mel_to_hertz(mel: np.ndarray) -> np.ndarray:
    """Slaney's scale: linear up to 1 kHz, logarithmic beyond."""
    return np.where(mel < 15, mel * 200 / 3, 1000 * np.exp((mel - 15) * np.log(6.4) / 27))


def mel_filters(bins: int) -> np.ndarray:
    highest = 15 + np.log(8) / (np.log(6.4) / 27)
    edges = mel_to_hertz(np.linspace(0, highest, bins + 2))
    frequencies = np.linspace(0, RATE / 2, SIZE // 2 + 1)
    lower, centre, upper = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    rising = (frequencies - lower) / (centre - lower)
    falling = (upper - frequencies) / (upper - centre)
    return np.maximum(0, np.minimum(rising, falling)) * 2 / (upper - lower)


def log_mel(samples: np.ndarray, bins: int) -> np.ndarray:
    padded = np.pad(np.pad(samples, (0, WINDOW - len(samples))), SIZE // 2, mode="reflect")
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(SIZE) / SIZE)
    starts = np.arange(WINDOW // HOP) * HOP
    frames = padded[starts[:, None] + np.arange(SIZE)] * hann
    power = np.abs(np.fft.rfft(frames)) ** 2
    logs = np.log10(np.maximum(mel_filters(bins) @ power.T, 1e-10))
    return (np.maximum(logs, logs.max() - 8) + 4) / 4
