"""Adds a bundle of SDXL's shape to the reference data: random weights, run by diffusers and transformers themselves.

Two text encoders, pooled embedding, sizes, and an IP-Adapter of either kind. What the tests compare with are the
packages' own results and `stream.py` around them, not the exported graphs.

usage: python sdxl.py FOLDER, after reference.py; needs the packages in ../export/requirements.txt
"""

import json
import shutil
import sys
from pathlib import Path

import networks
import numpy as np
import onnx
import onnx.numpy_helper
import reference
import torch
from diffusers import UNet2DConditionModel
from PIL import Image
from stream import F32, Case
from tokenizers import Tokenizer
from tokenizers.models import BPE
from tokenizers.normalizers import Lowercase
from tokenizers.pre_tokenizers import ByteLevel, Sequence, Split
from tokenizers import Regex
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection
from transformers import CLIPVisionConfig, CLIPVisionModelWithProjection

sys.path.append(str(Path(__file__).parent.parent / "export"))
import graphs  # noqa: E402
import ip_adapter  # noqa: E402

MODEL = "diffusion/models/made-sdxl-tiny"
PROMPTS = "diffusion/prompts/made-sdxl-prompts.npz"
TEXTS = {"A": "a red fox in the snow!", "B": "an old map of the sea", "N": "blurry"}
WIDTHS, POOLED, TIME = (16, 24), 20, 8
ROWS = 223
PADDING = ("<|endoftext|>", "!")
IMAGE_SIDE, IMAGE_WIDTH, IMAGE_EMBEDDING = 32, 16, 12
DEPTH = 4

CASES = [
    Case(f"sdxl-{cfg}-{name}", steps, cfg_type=cfg, guidance_scale_arg=scale, delta=delta, frames=3)
    for name, steps in (("one-step", [32]), ("two-steps", [16, 32]))
    for cfg, scale, delta in (("none", 1.0, 1.0), ("self", 1.3, 0.8), ("initialize", 1.4, 0.7), ("full", 1.4, 1.0))
]


def rounded(network: torch.nn.Module) -> torch.nn.Module:
    """Weights that half precision holds exactly, so that the graphs can store them in half the size."""
    with torch.no_grad():
        for weights in network.parameters():
            weights.copy_(weights.half())
    return network.eval()


def store_in_half(file: Path) -> None:
    """The same graph with its weights in half precision, cast when it is loaded."""
    model = onnx.load(file)
    casts = []
    for tensor in model.graph.initializer:
        values = onnx.numpy_helper.to_array(tensor)
        if values.dtype == F32 and values.size > 64 and (values.astype(np.float16) == values).all():
            name = tensor.name
            tensor.CopyFrom(onnx.numpy_helper.from_array(values.astype(np.float16), name + "_half"))
            casts.append(onnx.helper.make_node("Cast", [name + "_half"], [name], to=onnx.TensorProto.FLOAT))
    nodes = [*casts, *model.graph.node]
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    onnx.checker.check_model(model)
    onnx.save(model, file)


class TokenTable(torch.nn.Module):
    """A vector for every token as the sum of two: 2 x 223 rows instead of 49,408."""

    def __init__(self, width: int):
        super().__init__()
        self.low = torch.nn.Parameter(torch.randn(ROWS, width) * 0.7)
        self.high = torch.nn.Parameter(torch.randn(ROWS, width) * 0.7)

    def forward(self, ids):
        return self.low[ids % ROWS] + self.high[torch.div(ids, ROWS, rounding_mode="floor")]


def text_encoder(number: int):
    torch.manual_seed(20 + number)
    config = CLIPTextConfig(
        vocab_size=networks.VOCABULARY, hidden_size=WIDTHS[number], intermediate_size=32, projection_dim=POOLED,
        num_hidden_layers=3, num_attention_heads=4, max_position_embeddings=networks.TOKENS,
        hidden_act=("quick_gelu", "gelu")[number], bos_token_id=0, eos_token_id=2, initializer_factor=4.0,
        attn_implementation="eager",
    )  # fmt: skip
    encoder = (CLIPTextModel, CLIPTextModelWithProjection)[number](config).eval()
    embeddings = next(module for module in encoder.modules() if hasattr(module, "token_embedding"))
    embeddings.token_embedding = TokenTable(WIDTHS[number])
    return rounded(encoder)


def unet():
    torch.manual_seed(30)
    network = UNet2DConditionModel(
        sample_size=64, block_out_channels=(8, 16), norm_num_groups=4, layers_per_block=1,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"), up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        transformer_layers_per_block=1, attention_head_dim=(2, 4), use_linear_projection=True,
        cross_attention_dim=sum(WIDTHS), addition_embed_type="text_time", addition_time_embed_dim=TIME,
        projection_class_embeddings_input_dim=POOLED + 6 * TIME,
    )  # fmt: skip
    with torch.no_grad():
        # Fresh weights hardly heed the words; these do.
        for name, weights in network.named_parameters():
            if "attn2" in name or "add_embedding" in name:
                weights *= 3
    return rounded(network)


def image_encoder():
    torch.manual_seed(40)
    config = CLIPVisionConfig(
        hidden_size=IMAGE_WIDTH, intermediate_size=32, projection_dim=IMAGE_EMBEDDING, num_hidden_layers=3,
        num_attention_heads=4, image_size=IMAGE_SIDE, patch_size=8, hidden_act="gelu", initializer_factor=4.0,
        attn_implementation="eager",
    )  # fmt: skip
    return rounded(CLIPVisionModelWithProjection(config))


def adapter(network, plus: bool) -> dict[str, dict]:
    """Random weights under the names of IP-Adapter's own files."""
    random = torch.Generator().manual_seed(50 + plus)
    weights = lambda *shape: (torch.randn(shape, generator=random) / shape[-1] ** 0.5).half().float()
    width, tokens, inner = network.config.cross_attention_dim, 4, 64
    ones = lambda size: {"weight": torch.ones(size), "bias": torch.zeros(size)}
    if plus:
        shapes = {"latents": (1, tokens, IMAGE_WIDTH), "proj_in.weight": (IMAGE_WIDTH, IMAGE_WIDTH),
                  "proj_in.bias": (IMAGE_WIDTH,), "proj_out.weight": (width, IMAGE_WIDTH), "proj_out.bias": (width,)}  # fmt: skip
        norms = {"norm_out": width}
        for layer in (f"layers.{number}" for number in range(DEPTH)):
            shapes |= {f"{layer}.0.to_q.weight": (inner, IMAGE_WIDTH), f"{layer}.0.to_kv.weight": (2 * inner, IMAGE_WIDTH),
                       f"{layer}.0.to_out.weight": (IMAGE_WIDTH, inner),
                       f"{layer}.1.1.weight": (4 * IMAGE_WIDTH, IMAGE_WIDTH),
                       f"{layer}.1.3.weight": (IMAGE_WIDTH, 4 * IMAGE_WIDTH)}  # fmt: skip
            norms |= {f"{layer}.0.norm1": IMAGE_WIDTH, f"{layer}.0.norm2": IMAGE_WIDTH, f"{layer}.1.0": IMAGE_WIDTH}
    else:
        shapes = {"proj.weight": (tokens * width, IMAGE_EMBEDDING), "proj.bias": (tokens * width,)}
        norms = {"norm": width}
    projection = {name: weights(*shape) for name, shape in shapes.items()}
    projection |= {f"{name}.{part}": values for name, size in norms.items() for part, values in ones(size).items()}
    random = torch.Generator().manual_seed(60)
    attention, number = {}, 1
    for name, module in network.named_modules():
        if name.endswith("attn2"):
            for part in ("to_k_ip", "to_v_ip"):
                attention[f"{number}.{part}.weight"] = 2 * weights(module.inner_dim, width)
            number += 2
    return {"image_proj": projection, "ip_adapter": attention}


def token_ids(text: str, padding: str) -> list[int]:
    folder = Path(__file__).parent.parent / "handmade/tokenizer"
    tokenizer = Tokenizer(
        BPE.from_file(
            str(folder / "vocab.json"), str(folder / "merges.txt"), end_of_word_suffix="</w>", fuse_unk=False
        )
    )
    tokenizer.normalizer = Lowercase()
    words = Regex(r"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+")
    tokenizer.pre_tokenizer = Sequence(
        [Split(words, behavior="removed", invert=True), ByteLevel(add_prefix_space=False, use_regex=False)]
    )
    special = json.loads((folder / "vocab.json").read_text())
    ids: list[int] = []
    # The text of the padding token is that token, as in transformers' CLIPTokenizer.
    for index, part in enumerate(text.split(padding)):
        ids += [special[padding]] if index else []
        ids += tokenizer.encode(part).ids
    ids = [special["<|startoftext|>"], *ids, special["<|endoftext|>"]]
    return ids + [special[padding]] * (networks.TOKENS - len(ids))


@torch.no_grad()
def embedded(encoders, text: str) -> tuple[np.ndarray, np.ndarray]:
    """As StableDiffusionXLPipeline.encode_prompt does."""
    states, pooled = [], None
    for encoder, padding in zip(encoders, PADDING, strict=True):
        result = encoder(torch.tensor([token_ids(text, padding)]), output_hidden_states=True)
        states.append(result.hidden_states[-2])
        pooled = result[0]
    return torch.cat(states, -1)[0].numpy(), pooled[0].numpy()


class Bundle(reference.Bundle):
    """The networks of the packages; prompts are the tokens' values with the pooled ones behind them."""

    def __init__(self, folder: Path, network, pixels: tuple[int, int]):
        super().__init__(folder)
        self.network = network
        self.pixels = pixels

    @torch.no_grad()
    def unet(self, sample, timestep, text) -> np.ndarray:
        tokens = networks.TOKENS * sum(WIDTHS)
        states = text[:, :tokens].reshape(len(text), networks.TOKENS, -1)
        return run_unet(self.network, sample, timestep, states, text[:, tokens:], self.pixels)


@torch.no_grad()
def run_unet(network, sample, timestep, states, pooled, pixels, image=None) -> np.ndarray:
    height, width = pixels
    added = {
        "text_embeds": torch.tensor(np.array(pooled, F32)),
        "time_ids": torch.tensor([[height, width, 0, 0, height, width]] * len(sample), dtype=torch.float32),
    }
    if image is not None:
        added["image_embeds"] = [image]
    tensors = [torch.tensor(np.array(values, F32)) for values in (sample, timestep, states)]
    return network(*tensors, added_cond_kwargs=added, return_dict=False)[0].numpy()


def save_renamed(source: Path, target: Path, names: dict[str, str]) -> None:
    """The same graph with other names and only these outputs, as TensorRT's exporter has them."""
    model = onnx.load(source)
    kept = [output for output in model.graph.output if output.name in names]
    del model.graph.output[:]
    model.graph.output.extend(kept)
    for node in model.graph.node:
        node.input[:] = [names.get(name, name) for name in node.input]
        node.output[:] = [names.get(name, name) for name in node.output]
    for output in model.graph.output:
        output.name = names[output.name]
    target.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(model, target)


def write_configs(folder: Path, network) -> None:
    for number, suffix in enumerate(("", "_2")):
        reference.write_json(
            folder / f"text_encoder{suffix}/config.json", {"hidden_size": WIDTHS[number], "projection_dim": POOLED}
        )
        reference.write_json(
            folder / f"tokenizer{suffix}/special_tokens_map.json",
            {"bos_token": "<|startoftext|>", "eos_token": "<|endoftext|>", "pad_token": PADDING[number]},
        )
    kept = ("addition_embed_type", "addition_time_embed_dim", "block_out_channels", "cross_attention_dim", "in_channels",
            "projection_class_embeddings_input_dim", "sample_size")  # fmt: skip
    reference.write_json(folder / "unet/config.json", {name: network.config[name] for name in kept})
    for part in ("encoder", "decoder"):
        config = {"latent_channels": networks.LATENTS, "block_out_channels": [8] * 4, "scaling_factor": 1.0}
        reference.write_json(folder / f"vae_{part}/config.json", config)
    reference.write_json(
        folder / "scheduler/scheduler_config.json",
        {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear", "prediction_type": "epsilon"},
    )


def write_unet_runs(folder: Path, network, prompts: dict) -> None:
    random = np.random.default_rng(17)
    runs = {}
    for rows, height, width in ((3, 4, 6), (2, 2, 3)):
        sample = random.standard_normal((rows, 4, height, width)).astype(F32)
        t = random.integers(0, 1000, rows)
        chosen = [prompts[name] for name in "ABN"[:rows]]
        states, pooled = (np.stack(values) for values in zip(*chosen, strict=True))
        out = run_unet(network, sample, t, states, pooled, (8 * height, 8 * width))
        for change in ({"pooled": pooled[::-1]}, {"pixels": (64, 8)}, {"states": states[::-1]}):
            given = {"states": states, "pooled": pooled, "pixels": (8 * height, 8 * width)} | change
            assert np.abs(run_unet(network, sample, t, **given) - out).max() > 1e-3, f"{change.keys()} does not show"
        runs |= {f"sample_{height}x{width}": sample, f"timestep_{height}x{width}": t, f"out_{height}x{width}": out}
    reference.write_npz(folder / "unet/golden.npz", **runs)


def prepared(file: Path) -> np.ndarray:
    """As CLIPImageProcessor does: shortest edge to the side, bicubic; the middle; normalised."""
    image = Image.open(file).convert("RGB")
    shortest = min(image.size)
    size = tuple(int(IMAGE_SIDE * side / shortest) for side in image.size)
    image = image.resize(size, Image.Resampling.BICUBIC)
    left, top = (size[0] - IMAGE_SIDE) // 2, (size[1] - IMAGE_SIDE) // 2
    pixels = np.asarray(image.crop((left, top, left + IMAGE_SIDE, top + IMAGE_SIDE)), F32) / F32(255)
    mean, deviation = F32([0.48145466, 0.4578275, 0.40821073]), F32([0.26862954, 0.26130258, 0.27577711])
    return ((pixels - mean) / deviation).transpose(2, 0, 1)[None]


@torch.no_grad()
def write_image_prompts(root: Path, folder: Path, prompts: dict) -> None:
    """An adapter of either kind: graphs by our export, values by diffusers."""
    encoder = image_encoder()
    pixels = torch.tensor(prepared(root / "diffusion/frames/16x24/frame_02.png"))
    seen = encoder(pixels, output_hidden_states=True)
    blank = encoder(torch.zeros_like(pixels), output_hidden_states=True)
    random = np.random.default_rng(19)
    sample = random.standard_normal((3, 4, 4, 6)).astype(F32)
    t, scales = np.array([639, 639, 319]), (0.0, 0.5, 1.3)
    states, pooled = (np.stack(values) for values in zip(*(prompts[name] for name in "ABA"), strict=True))
    for plus in (False, True):
        network = unet()
        plain = run_unet(network, sample, t, states, pooled, (32, 48))
        weights = adapter(network, plus)
        network._load_ip_adapter_weights([weights])
        image = seen.hidden_states[-2] if plus else seen.image_embeds
        nothing = blank.hidden_states[-2] if plus else torch.zeros_like(image)
        project = network.encoder_hid_proj.image_projection_layers[0]
        painted = []
        for row, scale in enumerate(scales):
            for processor in network.attn_processors.values():
                if hasattr(processor, "scale"):
                    processor.scale = [scale]
            one = slice(row, row + 1)
            painted.append(run_unet(network, sample[one], t[one], states[one], pooled[one], (32, 48), image[:, None]))
        out = np.concatenate(painted)
        assert np.abs(out[0] - plain[0]).max() < 1e-5, f"an image of no weight shows: {np.abs(out[0] - plain[0]).max()}"
        assert np.abs(out[1:] - plain[1:]).max() > 1e-3, "the image does not show"
        target = folder.with_name(folder.name + ("-image-plus" if plus else "-image"))
        reference.write_npz(
            target / "golden.npz", pixel_values=pixels.numpy(), image_tokens=project(image).numpy(),
            uncond_image_tokens=project(nothing).numpy(), sample=sample, timestep=t, scale=F32(scales), out=out,
        )  # fmt: skip
        ip_adapter.write(unet(), weights, encoder, target)
    # Both kinds have the same weights in the UNet.
    shutil.rmtree(target / "unet")


def main(root: Path) -> None:
    folder = root / MODEL
    network, encoders = unet(), [text_encoder(0), text_encoder(1)]
    # As newer exporters have it; those with image prompts take a timestep for every row.
    graphs.UNetGraph(network).write(folder / "unet/model.onnx", scalar_timestep=True)
    for number, suffix in enumerate(("", "_2")):
        graphs.TextEncoderGraph(encoders[number], number == 1).write(folder / f"text_encoder{suffix}/model.onnx")
    save_renamed(
        folder / "text_encoder_2/model.onnx", folder / "text_encoder_2_variants/model_tensorrt.onnx",
        {"text_embeds": "text_embeddings", "hidden_states.2": "hidden_states"},
    )  # fmt: skip
    networks.vae_encoder(folder / "vae_encoder/model.onnx", kl=False)
    networks.vae_decoder(folder / "vae_decoder/model.onnx", kl=False)
    write_configs(folder, network)
    prompts = {name: embedded(encoders, text) for name, text in TEXTS.items()}
    reference.write_json((root / PROMPTS).with_suffix(".json"), TEXTS)
    reference.write_npz(
        root / PROMPTS,
        **{f"embeds_{name}": states[None] for name, (states, _) in prompts.items()},
        **{f"pooled_{name}": pooled for name, (_, pooled) in prompts.items()},
    )
    write_unet_runs(folder, network, prompts)
    bundle = Bundle(folder, network, (16, 24))
    flat = {name: np.concatenate([states.ravel(), pooled]).astype(F32) for name, (states, pooled) in prompts.items()}
    for case in CASES:
        reference.write_trace(root, bundle, case, flat, models=MODEL, prompts=PROMPTS)
    reference.write_json(
        root / "diffusion/made-sdxl-manifest.json", {"cases": [{"case": "made-" + case.name} for case in CASES]}
    )
    write_image_prompts(root, folder, prompts)
    for file in (root / "diffusion/models").glob("made-sdxl*/*/*.onnx"):
        store_in_half(file)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
