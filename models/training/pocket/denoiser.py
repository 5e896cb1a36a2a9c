"""The text encoder and the UNet.

Interface of both is that of Stable Diffusion's ONNX exports. Two properties make training cheap without changing it:
rows of the text embedding after the end mark are exactly zero and the UNet ignores zero rows, so training may use
short prompts and 77 rows give the same result; and the UNet predicts the finished latent itself, turning it into
noise (epsilon) only at its output.
"""

import math

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from pocket.autoencoder import LATENT_CHANNELS
from pocket.tokenizer import END

TEXT_WIDTH = 256
VOCABULARY_SIZE = 49408
MAXIMUM_LENGTH = 77

WHOLE_TIMESTEP = 199
"""From here on the whole of what the network would change is changed, below it a share: a network that sees the drawing
nearly without noise paints as much of its own over it as ever, and a weak setting would be none."""


def noise_schedule() -> tuple[Tensor, Tensor]:
    """a(t) and b(t), both [1000]: x_t = a z + b n, scaled-linear betas 0.00085..0.012."""
    betas = torch.linspace(0.00085**0.5, 0.012**0.5, 1000, dtype=torch.float64) ** 2
    kept = torch.cumprod(1 - betas, 0)
    return kept.sqrt().float(), (1 - kept).sqrt().float()


class Attention(nn.Module):
    """Multi-head attention of queries [B, N, C] over context [B, M, D]; ``bias`` [B, 1, 1, M] is added to the scores."""

    def __init__(self, channels: int, context_channels: int, heads: int):
        super().__init__()
        self.heads = heads
        self.query = nn.Linear(channels, channels, bias=False)
        self.key_value = nn.Linear(context_channels, 2 * channels, bias=False)
        self.out = nn.Linear(channels, channels)

    def _split(self, x: Tensor) -> Tensor:
        return x.reshape(x.shape[0], -1, self.heads, x.shape[2] // self.heads).transpose(1, 2)

    def forward(self, x: Tensor, context: Tensor, bias: Tensor | None = None) -> Tensor:
        query = self._split(self.query(x))
        key, value = (self._split(part) for part in self.key_value(context).chunk(2, dim=2))
        scores = query @ key.transpose(2, 3) / math.sqrt(query.shape[3])
        if bias is not None:
            scores = scores + bias
        mixed = scores.softmax(dim=3) @ value
        return self.out(mixed.transpose(1, 2).reshape(x.shape[0], -1, x.shape[2]))


class TextLayer(nn.Module):
    """Pre-norm transformer layer."""

    def __init__(self, width: int):
        super().__init__()
        self.norm_attention = nn.LayerNorm(width)
        self.attention = Attention(width, width, heads=4)
        self.norm_mlp = nn.LayerNorm(width)
        self.mlp = nn.Sequential(nn.Linear(width, 3 * width), nn.GELU(), nn.Linear(3 * width, width))

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        normed = self.norm_attention(x)
        x = x + self.attention(normed, normed, bias)
        return x + self.mlp(self.norm_mlp(x))


class TextEncoder(nn.Module):
    """CLIP token ids int64 [B, L] to embeddings [B, L, 256]; rows after the first end mark are zero.

    Only tokens that occur in training captions have a row of their own (``compact`` maps all 49408 ids to rows);
    the others share row 0, which training also learns by replacing tokens at random.
    """

    def __init__(self, used_ids: list[int]):
        super().__init__()
        compact = torch.zeros(VOCABULARY_SIZE, dtype=torch.int32)
        compact[torch.tensor(used_ids)] = torch.arange(1, len(used_ids) + 1, dtype=torch.int32)
        self.register_buffer("compact", compact)
        self.token = nn.Embedding(len(used_ids) + 1, TEXT_WIDTH)
        self.position = nn.Parameter(torch.randn(MAXIMUM_LENGTH, TEXT_WIDTH) * 0.02)
        nn.init.normal_(self.token.weight, std=0.5)
        self.layers = nn.ModuleList(TextLayer(TEXT_WIDTH) for _ in range(2))
        self.norm = nn.LayerNorm(TEXT_WIDTH)

    def forward(self, ids: Tensor) -> Tensor:
        ended = (ids == END).float()
        # 1 up to and including the first end mark, 0 after it.
        present = ((ended.cumsum(1) - ended) < 0.5).float()
        x = self.token(self.compact[ids].long()) + self.position[: ids.shape[1]]
        bias = (present - 1)[:, None, None] * 1e4
        for layer in self.layers:
            x = layer(x, bias)
        return self.norm(x) * present[:, :, None]


class ConditionedBlock(nn.Module):
    """Residual block [B, C, h, w] to [B, D, h, w], scaled and shifted by the condition [B, E]."""

    def __init__(self, channels: int, out_channels: int, condition: int):
        super().__init__()
        self.norm_first = nn.GroupNorm(8, channels)
        self.first = nn.Conv2d(channels, out_channels, 3, padding=1)
        self.modulation = nn.Linear(condition, 2 * out_channels)
        self.norm_second = nn.GroupNorm(8, out_channels)
        self.second = nn.Conv2d(out_channels, out_channels, 3, padding=1)
        nn.init.zeros_(self.second.weight)
        self.skip = nn.Conv2d(channels, out_channels, 1) if channels != out_channels else nn.Identity()

    def forward(self, x: Tensor, condition: Tensor) -> Tensor:
        h = self.first(F.silu(self.norm_first(x)))
        scale, shift = self.modulation(condition)[:, :, None, None].chunk(2, dim=1)
        h = self.norm_second(h) * (1 + scale) + shift
        return self.skip(x) + self.second(F.silu(h))


class SpatialTransformer(nn.Module):
    """Optional self-attention, then cross-attention to the prompt; keeps shape [B, C, h, w]."""

    def __init__(self, channels: int, with_self_attention: bool):
        super().__init__()
        self.norm_self = nn.LayerNorm(channels) if with_self_attention else None
        self.self_attention = Attention(channels, channels, heads=4) if with_self_attention else None
        self.norm_cross = nn.LayerNorm(channels)
        self.cross_attention = Attention(channels, TEXT_WIDTH, heads=4)
        # At first it changes nothing: a deep network learns sooner from blocks that begin as the identity.
        for attention in filter(None, (self.self_attention, self.cross_attention)):
            nn.init.zeros_(attention.out.weight)
            nn.init.zeros_(attention.out.bias)

    def forward(self, x: Tensor, text: Tensor, bias: Tensor) -> Tensor:
        tokens = x.flatten(2).transpose(1, 2)
        if self.self_attention is not None:
            normed = self.norm_self(tokens)
            tokens = tokens + self.self_attention(normed, normed)
        tokens = tokens + self.cross_attention(self.norm_cross(tokens), text, bias)
        return tokens.transpose(1, 2).reshape(x.shape)


class Denoiser(nn.Module):
    """sample [B, 16, h, w] (h, w even), timestep float [B] in 0..999, text [B, M, 256] to epsilon [B, 16, h, w]."""

    def __init__(self, wide: int = 128, deep: int = 256):
        super().__init__()
        a, b = noise_schedule()
        self.register_buffer("a", a, persistent=False)
        self.register_buffer("b", b, persistent=False)
        condition = 2 * wide
        self.time = nn.Sequential(nn.Linear(128, condition), nn.SiLU(), nn.Linear(condition, condition))
        self.pooled = nn.Sequential(nn.Linear(TEXT_WIDTH, condition), nn.SiLU(), nn.Linear(condition, condition))
        self.enter = nn.Conv2d(LATENT_CHANNELS, wide, 3, padding=1)
        self.down_wide = ConditionedBlock(wide, wide, condition)
        self.down = nn.Sequential(nn.PixelUnshuffle(2), nn.Conv2d(4 * wide, deep, 1))
        self.deep_first = ConditionedBlock(deep, deep, condition)
        self.attend_first = SpatialTransformer(deep, with_self_attention=True)
        self.deep_second = ConditionedBlock(deep, deep, condition)
        self.attend_second = SpatialTransformer(deep, with_self_attention=True)
        self.middle = ConditionedBlock(deep, deep, condition)
        self.attend_middle = SpatialTransformer(deep, with_self_attention=True)
        self.middle_second = ConditionedBlock(deep, deep, condition)
        self.attend_middle_second = SpatialTransformer(deep, with_self_attention=True)
        self.up_deep = ConditionedBlock(2 * deep, deep, condition)
        self.attend_up = SpatialTransformer(deep, with_self_attention=False)
        self.up = nn.Sequential(nn.Conv2d(deep, 4 * wide, 1), nn.PixelShuffle(2))
        self.up_wide_first = ConditionedBlock(2 * wide, wide, condition)
        self.attend_wide = SpatialTransformer(wide, with_self_attention=False)
        self.up_wide_second = ConditionedBlock(wide, wide, condition)
        self.up_wide_third = ConditionedBlock(wide, wide, condition)
        self.norm_out = nn.GroupNorm(8, wide)
        self.leave = nn.Conv2d(wide, LATENT_CHANNELS, 3, padding=1)

    @staticmethod
    def _time_waves(timestep: Tensor) -> Tensor:
        rates = torch.exp(-math.log(10000) * torch.arange(64, device=timestep.device, dtype=torch.float32) / 64)
        angles = timestep.float()[:, None] * rates
        return torch.cat([angles.cos(), angles.sin()], dim=1)

    def levels(self, timestep: Tensor) -> tuple[Tensor, Tensor]:
        """a and b of each row, [B, 1, 1, 1]."""
        index = timestep.round().clamp(0, 999).long()
        return self.a[index][:, None, None, None], self.b[index][:, None, None, None]

    def noised(self, latents: Tensor, timestep: Tensor) -> Tensor:
        """x_t = a z + b n, with fresh noise."""
        a, b = self.levels(timestep)
        return a * latents + b * torch.randn_like(latents)

    def finished(self, sample: Tensor, timestep: Tensor, text: Tensor) -> Tensor:
        """The finished latent (x0), [B, 16, h, w].

        The network adds to a(t) x_t, the best linear guess for latents of unit variance (the skip of Karras et al.,
        "Elucidating the Design Space of Diffusion-Based Generative Models"): what stays as drawn need not be learned.
        """
        present = (text.abs().sum(2) > 0).float()
        bias = (present - 1)[:, None, None] * 1e4
        mean = text.sum(1) / present.sum(1, keepdim=True).clamp(min=1)
        condition = F.silu(self.time(self._time_waves(timestep)) + self.pooled(mean))
        wide = self.down_wide(self.enter(sample), condition)
        first = self.attend_first(self.deep_first(self.down(wide), condition), text, bias)
        deep = self.attend_second(self.deep_second(first, condition), text, bias)
        deep = self.attend_middle(self.middle(deep, condition), text, bias)
        deep = self.attend_middle_second(self.middle_second(deep, condition), text, bias)
        deep = self.attend_up(self.up_deep(torch.cat([deep, first], 1), condition), text, bias)
        x = self.up_wide_first(torch.cat([self.up(deep), wide], 1), condition)
        x = self.up_wide_third(self.up_wide_second(self.attend_wide(x, text, bias), condition), condition)
        return self.levels(timestep)[0] * sample + self.leave(F.silu(self.norm_out(x)))

    def forward(self, sample: Tensor, timestep: Tensor, encoder_hidden_states: Tensor) -> Tensor:
        """The noise that leads to the finished latent, below ``WHOLE_TIMESTEP`` to one that lies nearer to the drawing."""
        a, b = self.levels(timestep)
        share = (timestep / WHOLE_TIMESTEP).clamp(max=1)[:, None, None, None]
        finished = torch.lerp(a * sample, self.finished(sample, timestep, encoder_hidden_states).float(), share)
        return (sample - a * finished) / b
