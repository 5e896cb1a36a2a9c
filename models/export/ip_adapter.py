"""Makes a bundle take image prompts: exports a UNet with an IP-Adapter, the adapter's projection, and the image encoder.

usage: python ip_adapter.py PIPELINE ADAPTER IMAGE_ENCODER BUNDLE [--half]

PIPELINE       folder of a diffusers pipeline of SD 1.5, SD 2.1 or SDXL
ADAPTER        ip-adapter_*.safetensors or ip-adapter-plus_*.safetensors (or .bin, of which only tensors are read)
IMAGE_ENCODER  folder of the CLIP image encoder that the adapter was trained with
BUNDLE         an exported bundle of the same pipeline; its unet/model.onnx is replaced

(Ye et al., "IP-Adapter", 2023; github.com/tencent-ailab/IP-Adapter)
"""

import argparse
import json
from pathlib import Path

import graphs
import torch
from diffusers import UNet2DConditionModel
from safetensors.torch import load_file
from transformers import CLIPVisionModelWithProjection


class ImagePrompt:
    """What a call's rows are shown: image tokens [n, tokens, width], and how much they count [n, 1, 1]."""

    tokens: torch.Tensor
    scale: torch.Tensor

    def __bool__(self) -> bool:
        return True


class RowScaledAttention(torch.nn.Module):
    """Attention to the text plus, by each row's own scale, attention to the row's image."""

    def __init__(self, to_key: torch.nn.Module, to_value: torch.nn.Module, image: ImagePrompt):
        super().__init__()
        self.to_key = to_key
        self.to_value = to_value
        self.image = image

    def forward(self, attn, hidden_states, encoder_hidden_states=None, attention_mask=None, temb=None):
        query = self.parted(attn, attn.to_q(hidden_states))
        text = self.attended(attn, query, attn.to_k(encoder_hidden_states), attn.to_v(encoder_hidden_states))
        image = self.attended(attn, query, self.to_key(self.image.tokens), self.to_value(self.image.tokens))
        return attn.to_out[0](text + self.image.scale * image)

    @staticmethod
    def parted(attn, values):
        """[n, positions, width] into heads: [n, heads, positions, width of a head]"""
        return values.unflatten(-1, (attn.heads, -1)).transpose(1, 2)

    def attended(self, attn, query, key, value):
        key, value = self.parted(attn, key), self.parted(attn, value)
        return torch.nn.functional.scaled_dot_product_attention(query, key, value).transpose(1, 2).flatten(2)


def read_adapter(file: Path) -> dict[str, dict]:
    """`image_proj` and `ip_adapter`, each by the names in the file."""
    if file.suffix != ".safetensors":
        return torch.load(file, map_location="cpu", weights_only=True)
    adapter: dict[str, dict] = {"image_proj": {}, "ip_adapter": {}}
    for name, values in load_file(file).items():
        part, _, rest = name.partition(".")
        if part in adapter:
            adapter[part][rest] = values
    return adapter


def check(adapter: dict[str, dict]) -> None:
    projection = adapter["image_proj"]
    plain, plus = "proj.weight" in projection, "latents" in projection and "proj_in.weight" in projection
    if not adapter["ip_adapter"] or not (plain or plus):
        raise SystemExit("This is neither a plain nor a plus IP-Adapter; full and FaceID adapters are not supported.")


def adapt(unet: UNet2DConditionModel, adapter: dict[str, dict]) -> tuple[torch.nn.Module, ImagePrompt]:
    """Puts the adapter into `unet`. Returns its projection of an encoded image to tokens, and what the UNet is shown."""
    check(adapter)
    unet._load_ip_adapter_weights([adapter])
    projection = unet.encoder_hid_proj.image_projection_layers[0]
    # The graph is shown tokens, so that they are made once and not in every call.
    unet.encoder_hid_proj = None
    unet.register_to_config(encoder_hid_dim_type=None)
    image = ImagePrompt()
    processors = {}
    for name, processor in unet.attn_processors.items():
        adapted = hasattr(processor, "to_k_ip")
        processors[name] = (
            RowScaledAttention(processor.to_k_ip[0], processor.to_v_ip[0], image) if adapted else processor
        )
    unet.set_attn_processor(processors)
    return projection, image


def write_projection(projection: torch.nn.Module, encoder, file: Path, plus: bool, dtype=torch.float32) -> None:
    config = encoder.config
    positions = (config.image_size // config.patch_size) ** 2 + 1
    shape = (1, positions, config.hidden_size) if plus else (1, config.projection_dim)
    name = "image_hidden_states" if plus else "image_embeds"
    axes = {name: dict(graphs.ROWS), "image_tokens": dict(graphs.ROWS)}
    graphs.write(projection, file, {name: torch.ones(shape, dtype=dtype)}, ["image_tokens"], axes)


def write_preprocessor(encoder, file: Path) -> None:
    side = encoder.config.image_size
    config = {
        "image_processor_type": "CLIPImageProcessor",
        "size": {"shortest_edge": side},
        "crop_size": {"height": side, "width": side},
        "resample": 3,
        "image_mean": [0.48145466, 0.4578275, 0.40821073],
        "image_std": [0.26862954, 0.26130258, 0.27577711],
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(config, indent=2) + "\n")


def write(unet, adapter: dict[str, dict], encoder, bundle: Path, dtype=torch.float32) -> None:
    """Everything of `bundle` that image prompts need."""
    projection, image = adapt(unet, adapter)
    graphs.UNetGraph(unet, image).write(bundle / "unet/model.onnx", dtype=dtype)
    graphs.ImageEncoderGraph(encoder).write(bundle / "image_encoder/model.onnx", dtype)
    write_projection(projection, encoder, bundle / "image_proj/model.onnx", "latents" in adapter["image_proj"], dtype)
    write_preprocessor(encoder, bundle / "feature_extractor/preprocessor_config.json")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("pipeline", "adapter", "image_encoder", "bundle"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--half", action="store_true", help="half precision")
    given = parser.parse_args()
    dtype = torch.float16 if given.half else torch.float32
    adapter = {
        part: {name: values.to(dtype) for name, values in tensors.items()}
        for part, tensors in read_adapter(given.adapter).items()
    }
    unet = UNet2DConditionModel.from_pretrained(given.pipeline / "unet", torch_dtype=dtype)
    encoder = CLIPVisionModelWithProjection.from_pretrained(given.image_encoder, torch_dtype=dtype)
    write(unet, adapter, encoder, given.bundle, dtype)


if __name__ == "__main__":
    main()
