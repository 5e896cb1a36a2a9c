"""Makes tiny IP-Adapters, and what diffusers and transformers make of a picture with them.

Plain and plus, for the SD 1 and the SDXL that `checkpoints.py` makes: random weights in half precision under the names of
the adapters' own repository, read by diffusers' own reader; a CLIP image encoder saved by transformers.

usage: python image_prompts.py ../../backend/checkpoint/src/test/resources/checkpoints
(packages in ../export/requirements.txt; run checkpoints.py first)
"""

import sys
from pathlib import Path

import checkpoints
import torch
from safetensors.torch import load_file, save_file
from transformers import CLIPVisionConfig, CLIPVisionModelWithProjection

WIDTH, EMBEDDING, SIDE = 16, 12, 16
# diffusers knows one with four layers and heads of 64 only.
QUERIES, INNER, HEADS, HEAD_WIDTH, DEPTH = 3, 20, 2, 64, 4


def image_encoder():
    torch.manual_seed(110)
    config = CLIPVisionConfig(
        hidden_size=WIDTH, intermediate_size=2 * WIDTH, projection_dim=EMBEDDING, num_hidden_layers=3, image_size=SIDE,
        num_attention_heads=4, patch_size=4, hidden_act="gelu", initializer_factor=1.0, attn_implementation="eager",
    )  # fmt: skip
    return checkpoints.halved(CLIPVisionModelWithProjection(config))


def random(*shape: int) -> torch.Tensor:
    return torch.randn(shape) / shape[-1] ** 0.5


def plain_projection(width: int) -> dict[str, torch.Tensor]:
    weights = {"proj.weight": random(4 * width, EMBEDDING), "proj.bias": random(4 * width)}
    return weights | {"norm.weight": 1 + random(width), "norm.bias": random(width)}


def plus_projection(width: int) -> dict[str, torch.Tensor]:
    weights = {
        "latents": random(1, QUERIES, INNER),
        "proj_in.weight": random(INNER, WIDTH), "proj_in.bias": random(INNER),
        "proj_out.weight": random(width, INNER), "proj_out.bias": random(width),
        "norm_out.weight": 1 + random(width), "norm_out.bias": random(width),
    }  # fmt: skip
    for layer in range(DEPTH):
        for norm in ("0.norm1", "0.norm2", "1.0"):
            weights[f"layers.{layer}.{norm}.weight"] = 1 + random(INNER)
            weights[f"layers.{layer}.{norm}.bias"] = random(INNER)
        weights |= {
            f"layers.{layer}.0.to_q.weight": random(HEADS * HEAD_WIDTH, INNER),
            f"layers.{layer}.0.to_kv.weight": random(2 * HEADS * HEAD_WIDTH, INNER),
            f"layers.{layer}.0.to_out.weight": random(INNER, HEADS * HEAD_WIDTH),
            f"layers.{layer}.1.1.weight": random(4 * INNER, INNER),
            f"layers.{layer}.1.3.weight": random(INNER, 4 * INNER),
        }
    return weights


def halved(weights: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """Values that half precision holds exactly."""
    return {name: values.half().float() for name, values in weights.items()}


def adapter(network, plus: bool) -> dict[str, dict[str, torch.Tensor]]:
    torch.manual_seed(120 + plus)
    width = network.config.cross_attention_dim
    attention = {}
    # By their numbers among all attentions, of which every second one is to the text.
    for number, name in enumerate(network.attn_processors):
        if "attn2" in name:
            channels = network.get_submodule(name.removesuffix(".processor")).to_k.weight.shape[0]
            attention |= {f"{number}.to_{kind}_ip.weight": 3 * random(channels, width) for kind in "kv"}
    projection = plus_projection(width) if plus else plain_projection(width)
    return {"image_proj": halved(projection), "ip_adapter": halved(attention)}


@torch.no_grad()
def painted(model, encoder, parts, plus: bool, plain: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    torch.manual_seed(130)
    pixels = torch.randn(1, 3, SIDE, SIDE)
    seen = encoder(pixels, output_hidden_states=True)
    encoded = seen.hidden_states[-2] if plus else seen.image_embeds
    network = model.unet
    network._load_ip_adapter_weights([parts])
    tokens = network.encoder_hid_proj.image_projection_layers[0](encoded)
    values = {"pixel_values": pixels, "encoded": encoded, "image_embeds": tokens.repeat(2, 1, 1)}
    told = [plain[name] for name in ("sample", "timestep", "encoder_hidden_states")]
    added = {name: plain[name] for name in ("text_embeds", "time_ids") if name in plain}
    for scale in (0, 0.5, 1):
        for processor in network.attn_processors.values():
            if hasattr(processor, "scale"):
                processor.scale = [scale]
        # One image for each row; diffusers wants a dimension for the images of a row.
        shown = {"image_embeds": [encoded.repeat(2, *[1] * (encoded.dim() - 1))[:, None]]}
        values[f"out_sample_{scale}"] = network(*told, added_cond_kwargs=added | shown, return_dict=False)[0]
    assert (values["out_sample_0"] - plain["out_sample"]).abs().max() < 1e-5
    assert (values["out_sample_1"] - values["out_sample_0.5"]).abs().max() > 0.05, "the image does not show"
    return values


def main(folder: Path) -> None:
    encoder = image_encoder()
    checkpoints.save(encoder, folder / "image_encoder")
    for name, make in {"sd1": checkpoints.sd1, "sdxl": checkpoints.sdxl}.items():
        plain = load_file(folder / f"{name}.golden.safetensors")
        for plus in (False, True):
            model = make()
            kind = "ip-adapter-plus" if plus else "ip-adapter"
            parts = adapter(model.unet, plus)
            flat = {f"{part}.{key}": checkpoints.stored(values) for part, tensors in parts.items() for key, values in tensors.items()}
            save_file(flat, folder / f"{kind}-{name}.safetensors")
            values = painted(model, encoder, parts, plus, plain)
            save_file({key: value.contiguous() for key, value in values.items()}, folder / f"{name}-{kind}.golden.safetensors")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
