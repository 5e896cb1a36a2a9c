"""StreamDiffusion's arithmetic (Kodaira et al., 2023) written down again in numpy, as the published code does it.

Deliberately plain, and with the published code's habits where ours differ: frames in flight begin as zeros, both frames
of a buffer share their noise, and without the stream batch a frame's noise is the noisy frame before it. The tests
replay it with the same noise and the same beginning.
"""

from dataclasses import dataclass, field

import numpy as np

F32 = np.float32
GRID = 50
TRAINING_STEPS = 1000


def alphas_cumprod() -> np.ndarray:
    betas = np.linspace(0.00085**0.5, 0.012**0.5, TRAINING_STEPS) ** 2
    return np.cumprod(1 - betas)


def timesteps(count: int) -> np.ndarray:
    """The last step of every fiftieth of the training steps, latest first, thinned out to `count`."""
    stride = TRAINING_STEPS // GRID
    all_steps = (np.arange(1, GRID + 1) * stride - 1)[::-1]
    return all_steps[np.floor(np.linspace(0, GRID, count, endpoint=False)).astype(int)]


def boundary(t) -> tuple[np.ndarray, np.ndarray]:
    """Weights of the noisy and of the denoised latent in a consistency model's output."""
    scaled = np.asarray(t, float) * 10
    return 0.25 / (scaled**2 + 0.25), scaled / np.sqrt(scaled**2 + 0.25)


@dataclass
class Case:
    """One run, under the names that the tests read."""

    name: str
    t_index_list: list[int]
    cfg_type: str = "none"
    guidance_scale_arg: float = 1.0
    delta: float = 1.0
    use_denoising_batch: bool = True
    do_add_noise: bool = True
    frame_buffer_size: int = 1
    mode: str = "img2img"
    vae: str = "AutoencoderTiny"
    frames: int = 4
    seed: int = 2
    prompt: str = "A"
    negative_prompt: str = "N"
    update_prompt_before_frame: int | None = None
    update_prompt_to: str | None = None
    num_inference_steps: int = GRID
    resolution: dict = field(default_factory=lambda: {"height": 16, "width": 24})


class Stream:
    def __init__(self, case: Case, unet, noise: np.ndarray):
        self.case = case
        self.unet = unet
        self.noise = noise
        self.guided = case.guidance_scale_arg > 1 and case.cfg_type != "none"
        self.t = timesteps(GRID)[case.t_index_list]
        signal = alphas_cumprod()[self.t]
        skip, out = boundary(self.t)
        rows = case.frame_buffer_size if case.use_denoising_batch else 1
        column = lambda values: np.repeat(values, rows).astype(F32).reshape(-1, 1, 1, 1)
        self.a, self.b = column(np.sqrt(signal)), column(np.sqrt(1 - signal))
        self.skip, self.out = column(skip), column(out)
        self.buffer = np.zeros_like(noise[: len(noise) - case.frame_buffer_size])
        self.stock = np.zeros_like(noise)
        self.log: dict[str, list] = {}

    def noised(self, latent: np.ndarray) -> np.ndarray:
        return self.a[0] * latent + self.b[0] * self.noise[0]

    def denoised(self, noise, x, at=slice(None)) -> np.ndarray:
        clean = (x - self.b[at] * noise) / self.a[at]
        return self.out[at] * clean + self.skip[at] * x

    def record(self, **arrays) -> None:
        for name, values in arrays.items():
            self.log.setdefault(name, []).append(np.array(values))

    def batch(self, x: np.ndarray, positive: np.ndarray, negative: np.ndarray) -> np.ndarray:
        """One tick: every frame in flight takes one step. Returns the latent that has taken its last."""
        cfg, steps = self.case.cfg_type if self.guided else "none", len(self.t)
        if steps > 1:
            x = np.concatenate([x, self.buffer])
            self.stock = np.concatenate([self.noise[:1], self.stock[:-1]])
        t = np.repeat(self.t, self.case.frame_buffer_size)
        extra = {"full": len(x), "initialize": 1}.get(cfg, 0)
        sample = np.concatenate([x[:extra], x])
        step = np.concatenate([t[:extra], t])
        text = np.stack([negative] * extra + [positive] * len(x))
        raw = self.unet(sample, step, text)
        self.record(unet_sample=sample, unet_timestep=step, unet_out=raw)
        self.record(unet_out_summary=[raw.mean(), raw.std(), np.abs(raw).max()])
        asked, prediction = raw[:extra], raw[extra:]
        if cfg == "initialize":
            self.stock = np.concatenate([asked, self.stock[1:]])
        if cfg != "none":
            against = asked if cfg == "full" else self.stock * F32(self.case.delta)
            prediction = against + F32(self.case.guidance_scale_arg) * (prediction - against)
        estimate = self.denoised(prediction, x)
        if cfg in ("self", "initialize"):
            residual = self.denoised(prediction, self.b * self.stock)
            one = np.ones_like(self.a[:1])
            residual *= np.concatenate([self.a[1:], one]) / np.concatenate([self.b[1:], one])
            self.stock = np.roll(self.noise, -1, axis=0) + residual
            self.record(stock_noise=self.stock)
        self.record(model_pred=prediction, x0_batch=estimate)
        if steps == 1:
            return estimate
        self.buffer = self.a[1:] * estimate[:-1]
        if self.case.do_add_noise:
            self.buffer = self.buffer + self.b[1:] * self.noise[1:]
        return estimate[-1:]

    def sequential(self, x: np.ndarray, positive: np.ndarray, draw) -> np.ndarray:
        """All steps of a frame, or of a buffer of frames, one after another."""
        self.noise = x
        text = np.stack([positive] * len(x))
        for k, t in enumerate(self.t):
            estimate = self.denoised(self.unet(x, np.full(len(x), t), text), x, k)
            if k + 1 < len(self.t):
                x = self.a[k + 1] * estimate
                if self.case.do_add_noise:
                    fresh = draw(x.shape)
                    self.record(randn_like=fresh)
                    x = x + self.b[k + 1] * fresh
        return estimate
