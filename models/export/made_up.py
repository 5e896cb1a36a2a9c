"""A bundle of SD-Turbo's shape with made-up weights and TAESD's: it paints noise, and exactly as fast as the real one. For
measuring where nothing can be downloaded. --tiny makes one that a CPU can run in no time, to try the tools with."""

import argparse
import json
import shutil
from pathlib import Path

import graphs
import torch
from diffusers import AutoencoderTiny, UNet2DConditionModel
from diffusers.models.attention_processor import AttnProcessor
from transformers import CLIPTextConfig, CLIPTextModel

HERE = Path(__file__).parent
HANDMADE = HERE.parent / "handmade"


class Encoder(torch.nn.Module):
    def __init__(self, vae):
        super().__init__()
        self.vae = vae

    def forward(self, sample):
        return self.vae.encoder(sample)


class Decoder(torch.nn.Module):
    def __init__(self, vae):
        super().__init__()
        self.vae = vae

    def forward(self, latent_sample):
        return self.vae.decoder(latent_sample)


def networks(tiny: bool, dtype: torch.dtype):
    torch.manual_seed(0)
    widths, heads, width = ((32, 64, 128, 128), (2, 4, 8, 8), 64) if tiny else ((320, 640, 1280, 1280), (5, 10, 20, 20), 1024)
    unet = UNet2DConditionModel(
        sample_size=64, block_out_channels=widths, attention_head_dim=heads, cross_attention_dim=width, use_linear_projection=True
    )
    text = CLIPTextConfig(
        hidden_size=width, intermediate_size=4 * width, num_hidden_layers=2 if tiny else 23,
        num_attention_heads=2 if tiny else 16, projection_dim=width, attn_implementation="eager",
    )  # fmt: skip
    # The exporter knows the fused attention of PyTorch as one node more than the runtime has kernels for.
    unet.set_attn_processor(AttnProcessor())
    return unet.to(dtype), AutoencoderTiny().to(dtype), CLIPTextModel(text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bundle", type=Path)
    parser.add_argument("--half", action="store_true", help="half precision")
    parser.add_argument("--tiny", action="store_true")
    given = parser.parse_args()
    dtype = torch.float16 if given.half else torch.float32
    unet, vae, text = networks(given.tiny, dtype)
    bundle = given.bundle
    for part in ("tokenizer", "scheduler"):
        shutil.copytree(HANDMADE / part, bundle / part, dirs_exist_ok=True)
    shutil.copy(HANDMADE / "model_index.json", bundle)
    own = {"title": "Made-up weights", "recommended": {"width": 512, "height": 512, "steps": 1, "t_index_list": [32]}}
    (bundle / "speakdraw.json").write_text(json.dumps(own, indent=2) + "\n")
    graphs.TextEncoderGraph(text, projected=False).write(bundle / "text_encoder/model.onnx")
    graphs.UNetGraph(unet).write(bundle / "unet/model.onnx", dtype=dtype)
    picture = torch.zeros(1, 3, 152, 184, dtype=dtype)
    latent = torch.zeros(1, 4, 19, 23, dtype=dtype)
    axes = {"sample": dict(graphs.LATENT), "latent_sample": dict(graphs.LATENT)}
    graphs.write(Encoder(vae), bundle / "vae_encoder/model.onnx", {"sample": picture}, ["latent_sample"], axes)
    graphs.write(Decoder(vae), bundle / "vae_decoder/model.onnx", {"latent_sample": latent}, ["sample"], axes)
    for part, network in (("unet", unet), ("vae_encoder", vae), ("vae_decoder", vae), ("text_encoder", text)):
        config = network.config.to_dict() if part == "text_encoder" else dict(network.config)
        (bundle / part / "config.json").write_text(json.dumps(config, indent=2, default=str) + "\n")


if __name__ == "__main__":
    main()
