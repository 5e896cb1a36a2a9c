"""Makes the hand-made bundle: a diffusion pipeline without learned weights, for tests and as a stand-in.

The graphs have the interface of every other bundle (tokenizer, text encoder, UNet, VAE), so the whole pipeline runs as it
does with a real model, in a few milliseconds on a CPU. What is inside is written down here instead of trained:

* VAE: space to depth and back, lossless. 3 channels at 256 x 256 become 192 channels at 32 x 32.
* Text encoder: a table that gives a few hundred words an effect: colours tint, "sketch" draws edges, "comic" posterises,
  "night" darkens, "watercolour" softens. Other words do nothing.
* UNet: a filter over three scales estimates the clean picture from the noisy one, the wider the noisier; the effects
  change it; the prediction is the noise that would be left, eps = (x_t - a x0) / b.

usage: python make.py FOLDER        needs numpy, onnx, open_clip_torch (only its file of byte pairs is read)
"""

import gzip
import importlib.util
import json
import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET = 17
TOKENS = 77
BLOCK = 8
CHANNELS = 3 * BLOCK * BLOCK

EFFECTS = ("red", "green", "blue", "tint", "sketch", "comic", "night", "soft")
"""What the entries of a text embedding mean. The first three are the tint's colour, times its weight."""

COLOURS = {
    "red": (0.9, 0.1, 0.1), "scarlet": (0.9, 0.1, 0.1), "crimson": (0.8, 0.0, 0.2), "apple": (0.9, 0.15, 0.1),
    "strawberry": (0.9, 0.1, 0.2), "cherry": (0.8, 0.0, 0.15), "fire": (1.0, 0.4, 0.0), "rose": (0.9, 0.3, 0.5),
    "orange": (1.0, 0.55, 0.0), "fox": (0.95, 0.5, 0.15), "pumpkin": (0.95, 0.5, 0.05), "carrot": (0.95, 0.5, 0.1),
    "yellow": (1.0, 0.9, 0.1), "sun": (1.0, 0.85, 0.2), "gold": (0.95, 0.75, 0.2), "golden": (0.95, 0.75, 0.2),
    "lemon": (1.0, 0.95, 0.2), "banana": (1.0, 0.9, 0.25), "sunset": (1.0, 0.5, 0.3), "autumn": (0.9, 0.5, 0.15),
    "green": (0.15, 0.75, 0.2), "forest": (0.1, 0.5, 0.2), "tree": (0.2, 0.6, 0.25), "grass": (0.35, 0.75, 0.2),
    "frog": (0.3, 0.75, 0.2), "leaf": (0.3, 0.7, 0.2), "turquoise": (0.2, 0.85, 0.8), "jungle": (0.1, 0.55, 0.2),
    "blue": (0.1, 0.3, 0.95), "sea": (0.05, 0.45, 0.8), "ocean": (0.05, 0.4, 0.75), "sky": (0.4, 0.7, 1.0),
    "water": (0.2, 0.55, 0.9), "ice": (0.7, 0.9, 1.0), "winter": (0.75, 0.85, 1.0), "snow": (0.85, 0.92, 1.0),
    "purple": (0.55, 0.15, 0.8), "violet": (0.55, 0.2, 0.85), "lavender": (0.7, 0.6, 0.95), "grape": (0.45, 0.15, 0.6),
    "pink": (1.0, 0.5, 0.75), "flamingo": (1.0, 0.5, 0.6), "flower": (0.95, 0.45, 0.7), "heart": (0.95, 0.15, 0.3),
    "brown": (0.5, 0.3, 0.15), "chocolate": (0.4, 0.22, 0.12), "coffee": (0.4, 0.25, 0.15), "wood": (0.6, 0.4, 0.2),
    "white": (1.0, 1.0, 1.0), "black": (0.05, 0.05, 0.05), "grey": (0.5, 0.5, 0.5), "gray": (0.5, 0.5, 0.5),
}
"""Red, green, blue in 0..1."""

STYLES = {
    "sketch": "sketch", "pencil": "sketch", "drawing": "sketch", "ink": "sketch", "outline": "sketch",
    "comic": "comic", "cartoon": "comic", "poster": "comic", "pop": "comic", "flat": "comic",
    "night": "night", "dark": "night", "moon": "night", "midnight": "night",
    "watercolour": "soft", "watercolor": "soft", "soft": "soft", "dream": "soft", "fog": "soft", "dreamy": "soft",
}


def byte_characters() -> list[str]:
    """The 256 characters that stand for bytes in CLIP's vocabulary, in its order."""
    printable = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    others = [b for b in range(256) if b not in printable]
    return [chr(b) for b in printable] + [chr(256 + i) for i in range(len(others))]


def clip_vocabulary() -> tuple[dict[str, int], list[str]]:
    """CLIP's vocabulary and merges, from the file that open_clip_torch ships (MIT)."""
    package = Path(importlib.util.find_spec("open_clip").origin).parent
    lines = gzip.decompress((package / "bpe_simple_vocab_16e6.txt.gz").read_bytes()).decode().split("\n")
    merges = lines[1 : 49152 - 256 - 2 + 1]
    characters = byte_characters()
    words = characters + [c + "</w>" for c in characters] + ["".join(m.split()) for m in merges]
    words += ["<|startoftext|>", "<|endoftext|>"]
    return {word: i for i, word in enumerate(words)}, merges


def save(folder: Path, name: str, nodes: list, inputs: list, outputs: list, constants: dict[str, np.ndarray]) -> None:
    """Checks a graph and writes it to ``folder/name/model.onnx``."""
    graph = helper.make_graph(
        nodes, name, inputs, outputs, [numpy_helper.from_array(v, k) for k, v in constants.items()]
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)
    model.producer_name = "speakdraw models/training/handmade/make.py"
    onnx.checker.check_model(model, full_check=True)
    (folder / name).mkdir(parents=True, exist_ok=True)
    onnx.save(model, folder / name / "model.onnx")


def tensor(name: str, shape: list, kind: int = TensorProto.FLOAT):
    return helper.make_tensor_value_info(name, kind, shape)


def make_text_encoder(folder: Path, vocabulary: dict[str, int]) -> None:
    """input_ids [B, 77] to last_hidden_state [B, 77, 8], a look-up."""
    table = np.zeros((len(vocabulary), len(EFFECTS)), np.float16)
    for word, colour in COLOURS.items():
        table[vocabulary[word + "</w>"], :4] = (*colour, 1)
    for word, effect in STYLES.items():
        if word + "</w>" in vocabulary:
            table[vocabulary[word + "</w>"], EFFECTS.index(effect)] = 1
    nodes = [
        helper.make_node("Gather", ["table", "input_ids"], ["half"]),
        helper.make_node("Cast", ["half"], ["last_hidden_state"], to=TensorProto.FLOAT),
    ]
    save(
        folder,
        "text_encoder",
        nodes,
        [tensor("input_ids", ["batch", TOKENS], TensorProto.INT64)],
        [tensor("last_hidden_state", ["batch", TOKENS, len(EFFECTS)])],
        {"table": table},
    )


def make_vae(folder: Path) -> None:
    """Pictures [B, 3, H, W] to latents [B, 192, H/8, W/8] and back."""
    save(
        folder,
        "vae_encoder",
        [helper.make_node("SpaceToDepth", ["sample"], ["latent_sample"], blocksize=BLOCK)],
        [tensor("sample", ["batch", 3, "height", "width"])],
        [tensor("latent_sample", ["batch", CHANNELS, "latent_height", "latent_width"])],
        {},
    )
    save(
        folder,
        "vae_decoder",
        [helper.make_node("DepthToSpace", ["latent_sample"], ["sample"], blocksize=BLOCK)],
        [tensor("latent_sample", ["batch", CHANNELS, "latent_height", "latent_width"])],
        [tensor("sample", ["batch", 3, "height", "width"])],
        {},
    )


def alphas_cumprod() -> np.ndarray:
    """The scaled linear schedule of Stable Diffusion, float64 [1000]."""
    betas = np.linspace(0.00085**0.5, 0.012**0.5, 1000) ** 2
    return np.cumprod(1 - betas)


def scale_weights(noise: np.ndarray) -> np.ndarray:
    """How much the estimates of the four scales count [1000, 4], by the noise's standard deviation over the signal's.

    Averaging n pixels divides the noise by sqrt(n); the scale is preferred at which little is left.
    """
    pixels = np.array([1.0, 12.0, 64.0, 1024.0])
    left = noise[:, None] / np.sqrt(pixels)
    score = -left / 0.045 - np.log2(pixels) * 0.55
    weights = np.exp(score - score.max(1, keepdims=True))
    return (weights / weights.sum(1, keepdims=True)).astype(np.float32)


class Graph:
    """Writes nodes down in the order of a calculation."""

    def __init__(self):
        self.nodes = []
        self.constants = {}

    def __call__(self, op: str, *inputs, **attributes) -> str:
        """Adds a node; numbers and arrays become constants. The name of its output."""
        names = [i if isinstance(i, str) else self.constant(i) for i in inputs]
        output = f"{op.lower()}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(op, names, [output], **attributes))
        return output

    def constant(self, value) -> str:
        array = value if isinstance(value, np.ndarray) else np.float32(value)
        name = f"constant_{len(self.constants)}"
        self.constants[name] = np.asarray(array)
        return name

    def mix(self, first: str, second: str, weight: str) -> str:
        """first + weight * (second - first)."""
        return self("Add", first, self("Mul", weight, self("Sub", second, first)))


def make_unet(folder: Path) -> None:
    """sample [B, 192, h, w], timestep [B], encoder_hidden_states [B, 77, 8] to the noise [B, 192, h, w]."""
    g = Graph()
    cumulative = alphas_cumprod()
    a_table, b_table = np.sqrt(cumulative), np.sqrt(1 - cumulative)
    column = np.array([-1, 1, 1, 1], np.int64)
    index = g("Cast", "timestep", to=TensorProto.INT64)
    a = g("Reshape", g("Gather", a_table.astype(np.float32), index), column)
    b = g("Reshape", g("Gather", b_table.astype(np.float32), index), column)
    scales = g("Gather", scale_weights(b_table / a_table), index)

    noisy = g("DepthToSpace", "sample", blocksize=BLOCK)
    finest = g("Div", noisy, a)
    estimates = [finest, gaussian(g, finest), coarser(g, finest, 8), coarser(g, finest, 32)]
    clean = ""
    for i, estimate in enumerate(estimates):
        weight = g("Reshape", g("Gather", scales, np.array(i), axis=1), column)
        part = g("Mul", estimate, weight)
        clean = g("Add", clean, part) if clean else part
    painted = g("Clip", apply_effects(g, clean, column), -1, 1)

    noise = g("Div", g("Sub", noisy, g("Mul", a, painted)), b)
    g.nodes.append(helper.make_node("SpaceToDepth", [noise], ["out_sample"], blocksize=BLOCK))
    latent = ["batch", CHANNELS, "height", "width"]
    save(
        folder,
        "unet",
        g.nodes,
        [
            tensor("sample", latent),
            tensor("timestep", ["batch"]),
            tensor("encoder_hidden_states", ["batch", "tokens", len(EFFECTS)]),
        ],
        [tensor("out_sample", latent)],
        g.constants,
    )


def convolve(g: Graph, picture: str, kernel: np.ndarray) -> str:
    """Every channel with the same square kernel; the border repeats."""
    side = kernel.shape[0] // 2
    padded = g("Pad", picture, np.array([0, 0, side, side, 0, 0, side, side], np.int64), mode="edge")
    weights = np.broadcast_to(kernel, (3, 1, *kernel.shape)).astype(np.float32).copy()
    return g("Conv", padded, weights, group=3, kernel_shape=list(kernel.shape))


def gaussian(g: Graph, picture: str) -> str:
    """Five by five, standard deviation 1."""
    line = np.exp(-0.5 * np.arange(-2, 3) ** 2)
    kernel = np.outer(line, line)
    return convolve(g, picture, kernel / kernel.sum())


def coarser(g: Graph, picture: str, size: int) -> str:
    """Means of squares, linearly between them."""
    means = g("AveragePool", picture, kernel_shape=[size, size], strides=[size, size])
    scales = np.array([1, 1, size, size], np.float32)
    return g("Resize", means, "", scales, mode="linear", coordinate_transformation_mode="half_pixel")


def apply_effects(g: Graph, picture: str, column: np.ndarray) -> str:
    """Changes the clean picture, -1..1, as the words say."""
    total = g("ReduceSum", "encoder_hidden_states", np.array([1], np.int64), keepdims=0)

    def effect(name: str) -> str:
        value = g("Gather", total, np.array(EFFECTS.index(name)), axis=1)
        return g("Reshape", g("Clip", value, 0, 1), column)

    grey = g("ReduceMean", picture, axes=[1], keepdims=1)

    softened = g("Add", g("Mul", coarser(g, picture, 8), 0.85), 0.12)
    picture = g.mix(picture, softened, g("Mul", effect("soft"), 0.75))

    steps = g("Div", g("Round", g("Mul", picture, 2.0)), 2.0)
    picture = g.mix(picture, steps, effect("comic"))

    count = g("Max", g("Gather", total, np.array([3]), axis=1), 1.0)
    colour = g("Div", g("Slice", total, np.array([0]), np.array([3]), np.array([1])), count)
    colour = g("Reshape", colour, np.array([-1, 3, 1, 1], np.int64))
    light = g("Add", g("Mul", grey, 0.5), 0.5)
    # Dark stays dark and light stays lightish, so that the drawing shows through its colour.
    tinted = g("Sub", g("Mul", g("Mul", colour, g("Add", g("Mul", light, 0.85), 0.15)), 2.0), 1.0)
    # White paper stays almost white: what is drawn on it is meant.
    paper = g("Clip", g("Mul", g("Sub", light, 0.85), 8.0), 0, 0.9)
    picture = g.mix(picture, tinted, g("Mul", g("Mul", effect("tint"), 0.7), g("Sub", 1.0, paper)))

    sobel = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]) / 4
    smooth = gaussian(g, grey3(g, grey))
    across, down = convolve(g, smooth, sobel), convolve(g, smooth, sobel.T)
    edges = g("Sqrt", g("Add", g("Mul", across, across), g("Add", g("Mul", down, down), 1e-6)))
    drawn = g("Clip", g("Sub", 0.95, g("Mul", edges, 5.0)), -1, 1)
    picture = g.mix(picture, drawn, g("Mul", effect("sketch"), 0.9))

    moonlit = g("Add", g("Mul", picture, 0.4), np.array([-0.55, -0.5, -0.3], np.float32).reshape(1, 3, 1, 1))
    return g.mix(picture, moonlit, effect("night"))


def grey3(g: Graph, grey: str) -> str:
    """One channel three times."""
    return g("Concat", grey, grey, grey, axis=1)


def write_json(file: Path, content: dict) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n")


def write_configs(folder: Path, vocabulary: dict[str, int], merges: list[str]) -> None:
    vae = {
        "_class_name": "AutoencoderTiny",
        "in_channels": 3,
        "out_channels": 3,
        "latent_channels": CHANNELS,
        "block_out_channels": [CHANNELS] * 4,
        "scaling_factor": 1.0,
    }
    write_json(folder / "vae_encoder/config.json", vae)
    write_json(folder / "vae_decoder/config.json", vae)
    unet = {"in_channels": CHANNELS, "out_channels": CHANNELS, "sample_size": 32, "cross_attention_dim": len(EFFECTS)}
    write_json(folder / "unet/config.json", unet)
    write_json(
        folder / "text_encoder/config.json",
        {"hidden_size": len(EFFECTS), "max_position_embeddings": TOKENS, "vocab_size": len(vocabulary)},
    )
    write_json(
        folder / "scheduler/scheduler_config.json",
        {
            "_class_name": "EulerDiscreteScheduler",
            "beta_start": 0.00085,
            "beta_end": 0.012,
            "beta_schedule": "scaled_linear",
            "num_train_timesteps": 1000,
            "prediction_type": "epsilon",
        },
    )
    write_json(folder / "model_index.json", {"_class_name": "StableDiffusionPipeline"})
    write_json(
        folder / "speakdraw.json",
        {
            "title": "Hand-made stand-in",
            "licence": "as the project; byte pairs of CLIP: MIT",
            "description": "No learned weights: filters that know colours and a few styles by name.",
            "size_multiple": 64,
            "recommended": {
                "width": 256,
                "height": 256,
                "steps": 1,
                "t_index_list": [48],
                "guidance_scale": 1.0,
                "cfg_type": "none",
                "prompt": "a red apple",
            },
            "examples": [
                "a red apple", "a pencil sketch", "an orange fox", "a green forest, watercolour", "a comic in blue",
                "the sea at night", "a purple flower", "golden autumn",
            ],
        },
    )
    tokenizer = folder / "tokenizer"
    tokenizer.mkdir(parents=True, exist_ok=True)
    (tokenizer / "vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False, separators=(",", ":")))
    (tokenizer / "merges.txt").write_text("#version: 0.2\n" + "\n".join(merges) + "\n")
    write_json(tokenizer / "tokenizer_config.json", {"model_max_length": TOKENS, "pad_token": "<|endoftext|>"})
    special = {"bos_token": "<|startoftext|>", "eos_token": "<|endoftext|>", "pad_token": "<|endoftext|>"}
    write_json(tokenizer / "special_tokens_map.json", {**special, "unk_token": "<|endoftext|>"})


def main() -> None:
    folder = Path(sys.argv[1])
    vocabulary, merges = clip_vocabulary()
    make_text_encoder(folder, vocabulary)
    make_vae(folder)
    make_unet(folder)
    write_configs(folder, vocabulary, merges)
    print(f"{folder}: {sum(f.stat().st_size for f in folder.rglob('*') if f.is_file()) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
