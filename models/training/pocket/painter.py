"""All that ships, as one network: drawing -> encoder -> noised -> UNet with text -> decoder -> picture.

Kept in ``<data>/painter.pt``, from which ``pocket.export`` writes the bundle and ``pocket.train_pictures`` goes on.
"""

from pathlib import Path

import torch
from torch import Tensor, nn

from pocket.autoencoder import Autoencoder
from pocket.denoiser import Denoiser, TextEncoder
from pocket.training import save_atomically


class Painter(nn.Module):
    """The four networks of a bundle.

    Args:
        used_ids: CLIP token ids that have a row of their own.
    """

    def __init__(self, used_ids: list[int]):
        super().__init__()
        self.used_ids = used_ids
        autoencoder = Autoencoder()
        self.text_encoder, self.denoiser = TextEncoder(used_ids), Denoiser()
        self.encoder, self.decoder = autoencoder.encoder, autoencoder.decoder

    def paint(self, drawings: Tensor, captions: Tensor, timestep: float) -> Tensor:
        """Pictures of drawings, both [B, 3, S, S] in -1..1, in a single step from this timestep; token ids [B, L]."""
        text, latents = self.text_encoder(captions), self.encoder(drawings).float()
        rows = torch.full((len(drawings),), timestep, device=drawings.device)
        return self.decoder(self.denoiser.finished(self.denoiser.noised(latents, rows), rows, text).float()).float()

    def learn_words(self, more_ids: list[int]) -> None:
        """Gives further tokens rows of their own, which begin as the row that unknown tokens share."""
        before = self.text_encoder
        self.used_ids = sorted({*self.used_ids, *more_ids})
        self.text_encoder = TextEncoder(self.used_ids)
        state = before.state_dict()
        rows = before.compact[torch.tensor([0, *self.used_ids])].long()
        rows[0] = 0
        state["compact"], state["token.weight"] = self.text_encoder.compact, before.token.weight.detach()[rows]
        self.text_encoder.load_state_dict(state)


def save_painter(painter: Painter, samples: int, file: Path) -> None:
    """Writes matrices in half precision; the latents' variances before they are standardised are beyond it."""
    state = painter.state_dict()
    halves = {name: value.half() if value.is_floating_point() and value.ndim > 1 else value for name, value in state.items()}
    save_atomically({"painter": halves, "used_ids": painter.used_ids, "samples": samples}, file)


def load_painter(data: Path) -> tuple[Painter, int]:
    """The painter of ``<data>/painter.pt``, or else of what the first two trainers made, and its samples so far."""
    if (data / "painter.pt").exists():
        saved = torch.load(data / "painter.pt", map_location="cpu")
        painter = Painter(saved["used_ids"])
        painter.load_state_dict(saved["painter"])
    else:
        autoencoder = torch.load(data / "autoencoder.pt", map_location="cpu")["model"]
        saved = torch.load(data / "denoiser.pt", map_location="cpu")
        painter = Painter(saved["used_ids"])
        painter.load_state_dict({**autoencoder, **saved["average"]})
    return painter, saved["samples"]
