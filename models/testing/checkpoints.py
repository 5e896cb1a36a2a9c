"""Makes tiny checkpoints of each kind that can be imported, with what diffusers and transformers paint with them.

Random weights in half precision, saved by the packages themselves: SD 1 (also with a guidance embedding as LCM has it),
SD 2 and SDXL as folders, the first and the last two also as one file with the original names, a tiny autoencoder, a
ControlNet, and LoRAs under the names of kohya and peft. That the one files are right is checked with diffusers' own converters.

usage: python checkpoints.py ../../backend/checkpoint/src/test/resources/checkpoints
(packages in ../export/requirements.txt)
"""

import json
import re
import shutil
import sys
from pathlib import Path

import torch
from diffusers import AutoencoderKL, AutoencoderTiny, ControlNetModel, DDIMScheduler, UNet2DConditionModel
from diffusers.loaders import single_file_utils
from safetensors.torch import save_file
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

TOKENS, VOCABULARY, TIME = 77, 522, 8
SIDES = (5, 3)
MERGES = ("f o", "fo x</w>", "r e", "re d</w>", "s n", "o w</w>", "sn ow</w>", "a n")
SCHEDULER = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear", "clip_sample": False}


def halved(network: torch.nn.Module) -> torch.nn.Module:
    """Weights that half precision holds exactly; those that start as zeros or ones are given something to do."""
    with torch.no_grad():
        for name, weights in network.named_parameters():
            if weights.dim() == 1:
                weights += 0.1 * torch.randn(weights.shape)
            if "attn2" in name or "add_embedding" in name:
                weights *= 3
            weights.copy_(weights.half())
    return network.eval()


def text_encoder(seed: int, width: int, activation: str, projected: int = 0, spread: float = 4.0):
    torch.manual_seed(seed)
    config = CLIPTextConfig(
        vocab_size=VOCABULARY, hidden_size=width, intermediate_size=2 * width, num_hidden_layers=2,
        num_attention_heads=width // 4, max_position_embeddings=TOKENS, hidden_act=activation, initializer_factor=spread,
        projection_dim=projected or 512, bos_token_id=VOCABULARY - 2, eos_token_id=VOCABULARY - 1,
        attn_implementation="eager",
    )  # fmt: skip
    return halved((CLIPTextModelWithProjection if projected else CLIPTextModel)(config))


def unet(seed: int, width: int, **more):
    torch.manual_seed(seed)
    config = {
        "sample_size": 8, "block_out_channels": (8, 16), "norm_num_groups": 4, "layers_per_block": 2,
        "down_block_types": ("CrossAttnDownBlock2D", "DownBlock2D"),
        "up_block_types": ("UpBlock2D", "CrossAttnUpBlock2D"), "attention_head_dim": 4, "cross_attention_dim": width,
    }  # fmt: skip
    return halved(UNet2DConditionModel(**(config | more)))


def control_net(network):
    torch.manual_seed(90)
    config = ("block_out_channels", "norm_num_groups", "layers_per_block", "down_block_types", "attention_head_dim",
              "cross_attention_dim", "use_linear_projection", "transformer_layers_per_block", "addition_embed_type",
              "addition_time_embed_dim", "projection_class_embeddings_input_dim")  # fmt: skip
    copied = {name: network.config[name] for name in config}
    net = ControlNetModel(**copied, conditioning_embedding_out_channels=(4, 8, 8, 8))
    with torch.no_grad():
        for name, weights in net.named_parameters():
            if "controlnet" in name:
                weights += 0.2 * torch.randn(weights.shape)
    return halved(net)


def hint(picture: torch.Tensor, kind: str) -> torch.Tensor:
    """What a ControlNet is shown of a picture of -1..1; see ControlNetGraph."""
    unit = picture * 0.5 + 0.5
    if kind == "picture":
        return unit
    grey = (unit * torch.tensor([0.299, 0.587, 0.114])[:, None, None]).sum(1, keepdim=True)
    if kind == "scribble":
        return (1.5 - 2 * grey).clamp(0, 1).repeat(1, 3, 1, 1)
    wider = torch.nn.functional.pad(grey, (1, 1, 1, 1), mode="replicate")
    across = torch.tensor([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    slopes = torch.nn.functional.conv2d(wider, torch.stack([across, across.T])[:, None])
    return slopes.square().sum(1, keepdim=True).sqrt().clamp(0, 1).repeat(1, 3, 1, 1)


def autoencoder(seed: int, factor: float):
    torch.manual_seed(seed)
    return halved(
        AutoencoderKL(
            block_out_channels=(8, 8, 8, 16), down_block_types=("DownEncoderBlock2D",) * 4, norm_num_groups=4,
            up_block_types=("UpDecoderBlock2D",) * 4, layers_per_block=1, latent_channels=4, scaling_factor=factor,
        )
    )  # fmt: skip


def tiny_autoencoder():
    torch.manual_seed(70)
    blocks = {"encoder_block_out_channels": (8,) * 4, "decoder_block_out_channels": (8,) * 4}
    return halved(AutoencoderTiny(**blocks, num_encoder_blocks=(1, 2, 1, 1), num_decoder_blocks=(2, 1, 1, 1)))


def write_json(file: Path, value) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(value, indent=1) + "\n")


def write_tokenizer(folder: Path, padding: str) -> None:
    characters = [chr(c) for c in (*range(33, 127), *range(161, 173), *range(174, 256))]
    characters += [chr(256 + n) for n in range(256 - len(characters))]
    words = [*characters, *(c + "</w>" for c in characters), *(merge.replace(" ", "") for merge in MERGES)]
    words += ["<|startoftext|>", "<|endoftext|>"]
    assert len(words) == VOCABULARY
    write_json(folder / "vocab.json", {word: number for number, word in enumerate(words)})
    (folder / "merges.txt").write_text("#version: 0.2\n" + "\n".join(MERGES) + "\n")
    ends = {"bos_token": words[-2], "eos_token": words[-1], "unk_token": words[-1]}
    write_json(folder / "special_tokens_map.json", ends | {"pad_token": padding})
    write_json(folder / "tokenizer_config.json", {"model_max_length": TOKENS})


def save(network, folder: Path) -> None:
    network.half().save_pretrained(folder)
    network.float()


class Model:
    """The networks of a checkpoint."""

    def __init__(self, network, encoders, vae, prediction="epsilon", **schedule):
        self.unet, self.encoders, self.vae = network, encoders, vae
        self.schedule = SCHEDULER | {"prediction_type": prediction} | schedule
        self.sdxl = len(encoders) == 2

    def save(self, folder: Path) -> None:
        save(self.unet, folder / "unet")
        save(self.vae, folder / "vae")
        for encoder, suffix, padding in zip(self.encoders, ("", "_2"), ("<|endoftext|>", "!")):
            save(encoder, folder / f"text_encoder{suffix}")
            write_tokenizer(folder / f"tokenizer{suffix}", padding)
        write_json(folder / "scheduler/scheduler_config.json", self.schedule)
        write_json(folder / "model_index.json", {"_class_name": "StableDiffusion" + "XL" * self.sdxl + "Pipeline"})

    def embed(self, ids):
        """As the pipelines do: [n, tokens, width] and what else the UNet takes."""
        if not self.sdxl:
            return self.encoders[0](ids).last_hidden_state, {}
        results = [encoder(ids, output_hidden_states=True) for encoder in self.encoders]
        sizes = torch.tensor([[8.0 * SIDES[0], 8.0 * SIDES[1], 0, 0, 8.0 * SIDES[0], 8.0 * SIDES[1]]] * len(ids))
        added = {"text_embeds": results[1].text_embeds, "time_ids": sizes}
        return torch.cat([result.hidden_states[-2] for result in results], -1), added

    @torch.no_grad()
    def golden(self) -> dict[str, torch.Tensor]:
        """One step from picture to picture, and every value on its way."""
        torch.manual_seed(5)
        ids = torch.full((2, TOKENS), VOCABULARY - 1)
        ids[:, 0] = VOCABULARY - 2
        ids[:, 1:9] = torch.randint(0, 512, (2, 8))
        states, added = self.embed(ids)
        timestep = torch.tensor([639, 199])
        picture = torch.rand(1, 3, 8 * SIDES[0], 8 * SIDES[1]) * 2 - 1
        tiny = isinstance(self.vae, AutoencoderTiny)
        latent = self.vae.encode(picture).latents if tiny else self.vae.encode(picture).latent_dist.mean
        noise = torch.randn(2, 4, *SIDES)
        scheduler = DDIMScheduler(**self.schedule)
        scheduler.set_timesteps(1000)
        noisy = scheduler.add_noise((latent * self.vae.config.scaling_factor).repeat(2, 1, 1, 1), noise, timestep)
        guidance = {}
        if self.unet.config.time_cond_proj_dim:
            guidance = {"timestep_cond": torch.zeros(2, self.unet.config.time_cond_proj_dim)}
        out = self.unet(noisy, timestep, states, added_cond_kwargs=added or None, return_dict=False, **guidance)[0]
        clean = [
            scheduler.step(out[row : row + 1], int(timestep[row]), noisy[row : row + 1]).pred_original_sample
            for row in range(2)
        ]
        painted = self.vae.decode(torch.cat(clean) / self.vae.config.scaling_factor).sample
        return {
            "input_ids": ids.int(), "encoder_hidden_states": states, **added, "picture": picture, "latent": latent,
            "timestep": timestep.float(), "sample": noisy, "out_sample": out, "clean": torch.cat(clean),
            "painted": painted, "noise": noise,
        }  # fmt: skip


@torch.no_grad()
def write_control(folder: Path, model, golden: dict[str, torch.Tensor], kinds) -> dict[str, torch.Tensor]:
    """What a ControlNet makes of the UNet's prediction, for each kind of hint; one row heeds it more than the other."""
    net = control_net(model.unet)
    save(net, folder)
    added = {name: golden[name] for name in ("text_embeds", "time_ids") if name in golden} or None
    pictures = golden["picture"].repeat(2, 1, 1, 1)
    scale = torch.tensor([0.7, 1.0])
    values = {"control_image": pictures, "control_scale": scale}
    for kind in kinds:
        told = [golden[name] for name in ("sample", "timestep", "encoder_hidden_states")]
        residuals, middle = net(*told, controlnet_cond=hint(pictures, kind), added_cond_kwargs=added, return_dict=False)
        each = scale[:, None, None, None]
        out = model.unet(
            *told, down_block_additional_residuals=[each * value for value in residuals],
            mid_block_additional_residual=each * middle, added_cond_kwargs=added, return_dict=False,
        )[0]  # fmt: skip
        assert (out - golden["out_sample"]).abs().max() > 0.05, "the ControlNet does not show"
        values[f"out_sample_{kind}"] = out
    return values


UNET_NAMES = [
    ("time_embedding.linear_1.", "time_embed.0."), ("time_embedding.linear_2.", "time_embed.2."),
    ("add_embedding.linear_1.", "label_emb.0.0."), ("add_embedding.linear_2.", "label_emb.0.2."),
    ("conv_in.", "input_blocks.0.0."), ("conv_norm_out.", "out.0."), ("conv_out.", "out.2."),
    ("mid_block.resnets.0.", "middle_block.0."), ("mid_block.resnets.1.", "middle_block.2."),
    ("mid_block.attentions.0.", "middle_block.1."),
]  # fmt: skip
RESIDUAL_NAMES = [
    (".norm1.", ".in_layers.0."), (".conv1.", ".in_layers.2."), (".time_emb_proj.", ".emb_layers.1."),
    (".norm2.", ".out_layers.0."), (".conv2.", ".out_layers.3."), (".conv_shortcut.", ".skip_connection."),
]  # fmt: skip


def original_unet(network) -> dict[str, torch.Tensor]:
    """The UNet's weights under the names of the original repository."""
    layers = network.config.layers_per_block
    names = list(UNET_NAMES)
    for block, (down, up) in enumerate(zip(network.down_blocks, network.up_blocks)):
        for layer in range(layers + 1):
            place = 1 + block * (layers + 1) + layer
            names += [(f"down_blocks.{block}.{kind}.{layer}.", f"input_blocks.{place}.{number}.")
                      for number, kind in enumerate(("resnets", "attentions"))]  # fmt: skip
            names += [(f"up_blocks.{block}.{kind}.{layer}.", f"output_blocks.{place - 1}.{number}.")
                      for number, kind in enumerate(("resnets", "attentions"))]  # fmt: skip
        names.append((f"down_blocks.{block}.downsamplers.0.conv.", f"input_blocks.{(block + 1) * (layers + 1)}.0.op."))
        last = block * (layers + 1) + layers
        place = 2 if hasattr(up, "attentions") else 1
        names.append((f"up_blocks.{block}.upsamplers.0.", f"output_blocks.{last}.{place}."))
    renamed = {}
    for name, values in network.state_dict().items():
        residual = ".resnets." in name
        for old, new in names:
            name = new + name[len(old) :] if name.startswith(old) else name
        for old, new in RESIDUAL_NAMES if residual else []:
            name = name.replace(old, new)
        renamed["model.diffusion_model." + name] = values
    return renamed


def original_autoencoder(vae) -> dict[str, torch.Tensor]:
    blocks = len(vae.config.block_out_channels)
    renamed = {}
    for name, values in vae.state_dict().items():
        name = re.sub(r"down_blocks\.(\d)\.resnets", r"down.\1.block", name)
        name = re.sub(r"down_blocks\.(\d)\.downsamplers\.0", r"down.\1.downsample", name)
        name = re.sub(r"up_blocks\.(\d)\.resnets", lambda found: f"up.{blocks - 1 - int(found[1])}.block", name)
        name = re.sub(r"up_blocks\.(\d)\.upsamplers\.0", lambda found: f"up.{blocks - 1 - int(found[1])}.upsample", name)
        name = re.sub(r"mid_block\.resnets\.(\d)", lambda found: f"mid.block_{int(found[1]) + 1}", name)
        attention = "attentions" in name
        for old, new in (("mid_block.attentions.0", "mid.attn_1"), ("group_norm", "norm"), ("to_q", "q"), ("to_k", "k"),
                         ("to_v", "v"), ("to_out.0", "proj_out"), ("conv_norm_out", "norm_out"),
                         ("conv_shortcut", "nin_shortcut")):  # fmt: skip
            name = name.replace(old, new)
        # Linear layers were convolutions.
        values = values[:, :, None, None] if attention and values.dim() == 2 else values
        renamed["first_stage_model." + name] = values
    return renamed


def original_open_clip(encoder, prefix: str, extra_layer: bool) -> dict[str, torch.Tensor]:
    state = {name.removeprefix("text_model."): values for name, values in encoder.state_dict().items()}
    renamed = {
        "token_embedding.weight": state["embeddings.token_embedding.weight"],
        "positional_embedding": state["embeddings.position_embedding.weight"],
        "ln_final.weight": state["final_layer_norm.weight"],
        "ln_final.bias": state["final_layer_norm.bias"],
    }
    if "text_projection.weight" in state:
        renamed["text_projection"] = state["text_projection.weight"].T
    for layer in range(encoder.config.num_hidden_layers):
        old, new = f"encoder.layers.{layer}.", f"transformer.resblocks.{layer}."
        for kind in ("weight", "bias"):
            parts = [state[f"{old}self_attn.{part}_proj.{kind}"] for part in "qkv"]
            renamed[f"{new}attn.in_proj_{kind}"] = torch.cat(parts)
            for own, theirs in (("self_attn.out_proj", "attn.out_proj"), ("layer_norm1", "ln_1"), ("layer_norm2", "ln_2"),
                                ("mlp.fc1", "mlp.c_fc"), ("mlp.fc2", "mlp.c_proj")):  # fmt: skip
                renamed[f"{new}{theirs}.{kind}"] = state[f"{old}{own}.{kind}"]
    if extra_layer:
        last = f"transformer.resblocks.{encoder.config.num_hidden_layers}."
        template = f"transformer.resblocks.{encoder.config.num_hidden_layers - 1}."
        copies = {name: values for name, values in renamed.items() if name.startswith(template)}
        renamed |= {name.replace(template, last): torch.zeros_like(values) for name, values in copies.items()}
    return {prefix + name: values for name, values in renamed.items()}


def check_names(model: Model, weights: dict[str, torch.Tensor]) -> None:
    """diffusers' own converters make the networks' names of them."""
    converted = single_file_utils.convert_ldm_unet_checkpoint(dict(weights), model.unet.config)
    assert_same(converted, model.unet.state_dict())
    assert_same(single_file_utils.convert_ldm_vae_checkpoint(dict(weights), model.vae.config), model.vae.state_dict())


def assert_same(converted, state) -> None:
    assert converted.keys() == state.keys(), converted.keys() ^ state.keys()
    for name, values in state.items():
        assert torch.equal(converted[name].reshape(values.shape), values), name


def save_one_file(model: Model, file: Path) -> None:
    weights = original_unet(model.unet) | original_autoencoder(model.vae)
    check_names(model, weights)
    if model.sdxl:
        first = model.encoders[0].state_dict()
        prefix = "conditioner.embedders.0.transformer.text_model."
        weights |= {prefix + name.removeprefix("text_model."): values for name, values in first.items()}
        weights |= original_open_clip(model.encoders[1], "conditioner.embedders.1.model.", False)
    elif model.unet.config.use_linear_projection:
        weights |= original_open_clip(model.encoders[0], "cond_stage_model.model.", True)
    else:
        prefix = "cond_stage_model.transformer.text_model."
        state = model.encoders[0].state_dict()
        weights |= {prefix + name.removeprefix("text_model."): values for name, values in state.items()}
        weights |= {prefix + "embeddings.position_ids": torch.arange(TOKENS)[None]}
    save_file({name: stored(values) for name, values in weights.items()}, file)


def stored(values: torch.Tensor) -> torch.Tensor:
    return values.half().contiguous() if values.is_floating_point() else values


def sd1(**more) -> Model:
    return Model(unet(10, 16, **more), [text_encoder(20, 16, "quick_gelu")], autoencoder(30, 0.18215))


def sd2() -> Model:
    network = unet(11, 20, use_linear_projection=True, attention_head_dim=(2, 4), upcast_attention=True)
    return Model(network, [text_encoder(21, 20, "gelu")], autoencoder(31, 0.18215), "v_prediction")


def sd_turbo() -> Model:
    """The same networks, as SD-Turbo has been trained with them."""
    network = sd2()
    return Model(network.unet, network.encoders, network.vae, timestep_spacing="trailing")


def sdxl() -> Model:
    pooled = 12
    network = unet(
        12, 16 + 24, use_linear_projection=True, attention_head_dim=(2, 4), transformer_layers_per_block=(1, 2),
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"), up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        addition_embed_type="text_time", addition_time_embed_dim=TIME,
        projection_class_embeddings_input_dim=pooled + 6 * TIME,
    )  # fmt: skip
    encoders = [text_encoder(22, 16, "quick_gelu", spread=1.0), text_encoder(23, 24, "gelu", pooled, spread=1.0)]
    return Model(network, encoders, autoencoder(32, 0.13025))


def lora_modules(network, kinds) -> dict[str, torch.Tensor]:
    return {name.removesuffix(".weight"): weights for name, weights in network.named_parameters()
            if name.endswith(".weight") and any(kind in name for kind in kinds)}  # fmt: skip


@torch.no_grad()
def write_loras(folder: Path, goldens: dict) -> None:
    """Two that add up, each under two kinds of names: kohya's with alpha, and those of diffusers."""
    model = sd1()
    torch.manual_seed(80)
    rank, alpha, scales = 3, 2.0, (0.8, -0.5)
    kohya, peft, changes = {}, {}, {}
    for part, network, kinds in (
        ("unet", model.unet, ("attn1.to_q", "attn2.to_v", "ff.net.0.proj", "resnets.0.conv1", "proj_in")),
        ("te", model.encoders[0], ("q_proj", "fc2")),
    ):
        for name, weights in lora_modules(network, kinds).items():
            down = torch.randn(rank, *weights.shape[1:]).half().float() * 0.25
            up = torch.randn(weights.shape[0], rank, *[1] * (weights.dim() - 2)).half().float() * 0.25
            key = f"lora_{part}_" + ("" if part == "unet" else "text_model_") + name.removeprefix("text_model.").replace(".", "_")
            kohya |= {f"{key}.lora_down.weight": down, f"{key}.lora_up.weight": up, f"{key}.alpha": torch.tensor(alpha)}
            product = (up.flatten(1) @ down.flatten(1)).reshape(weights.shape)
            weights += scales[0] * alpha / rank * product
            if part == "unet":
                changes[name] = alpha / rank * product
    for name, weights in lora_modules(model.unet, ("attn2.to_k", "attn2.to_out.0")).items():
        down, up = torch.randn(rank, weights.shape[1]).half().float() * 0.25, torch.randn(weights.shape[0], rank).half().float() * 0.25
        peft |= {f"unet.{name}.lora_A.weight": down, f"unet.{name}.lora_B.weight": up}
        weights += scales[1] * up @ down
    renamed = {name: old.removeprefix("model.diffusion_model.") for name, old in
               zip(model.unet.state_dict(), original_unet(model.unet))}  # fmt: skip
    original = dict(kohya)
    for name, old in renamed.items():
        module, old_module = (value.removesuffix(".weight").replace(".", "_") for value in (name, old))
        for half in ("lora_down.weight", "lora_up.weight", "alpha"):
            if f"lora_unet_{module}.{half}" in original:
                original[f"lora_unet_{old_module}.{half}"] = original.pop(f"lora_unet_{module}.{half}")
    assert "lora_unet_input_blocks_1_1_proj_in.alpha" in original
    processor = {}
    for name, values in peft.items():
        name = re.sub(r"attn2\.to_(\w+)(\.0)?\.lora_(A|B)", lambda found: f"attn2.processor.to_{found[1]}_lora."
                      + {"A": "down", "B": "up"}[found[3]], name)  # fmt: skip
        processor[name] = values
    loras = {"lora-kohya": kohya, "lora-kohya-original": original, "lora-peft": peft, "lora-processor": processor}
    # Newer versions of diffusers write alpha beside the tensors: here half of the rank, of twice the values.
    loras["lora-peft"] = {name: values * (2 if "lora_B" in name else 1) for name, values in peft.items()}
    metadata = {"lora-peft": {"lora_adapter_metadata": json.dumps({"unet.r": rank, "unet.lora_alpha": rank / 2})}}
    for file, tensors in loras.items():
        tensors = {name: stored(values) for name, values in tensors.items()}
        save_file(tensors, folder / f"{file}.safetensors", metadata.get(file))
    goldens["sd1-lora"] = model.golden()
    goldens["sd1-live-lora"] = live_lora(goldens["sd1"], changes)


@torch.no_grad()
def live_lora(plain: dict[str, torch.Tensor], changes: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """The UNet's prediction with kohya's LoRA, of three strengths; the text encoder stays as it is."""
    told = [plain[name] for name in ("sample", "timestep", "encoder_hidden_states")]
    values = {}
    for scale in (0, 0.5, 1):
        network = sd1().unet
        weights = dict(network.named_parameters())
        for name, change in changes.items():
            weights[f"{name}.weight"] += scale * change
        values[f"out_sample_{scale}"] = network(*told, return_dict=False)[0]
    assert (values["out_sample_1"] - values["out_sample_0.5"]).abs().max() > 0.05, "the LoRA does not show"
    assert torch.equal(values["out_sample_0"], plain["out_sample"])
    return values


def main(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    models = {"sd1": sd1(), "sd2": sd2(), "sdxl": sdxl(), "lcm": sd1(time_cond_proj_dim=32)}
    goldens = {}
    for name, model in models.items():
        goldens[name] = model.golden()
        if name == "lcm":
            save(model.unet, folder / "lcm/unet")
        else:
            model.save(folder / name)
            save_one_file(model, folder / f"{name}.safetensors")
    goldens["sd-turbo"] = sd_turbo().golden()
    tiny = sd1()
    tiny.vae = tiny_autoencoder()
    save(tiny.vae, folder / "taesd")
    goldens["sd1-taesd"] = tiny.golden()
    write_loras(folder, goldens)
    plain = goldens["sd1"]
    for name in ("sd1-taesd", "sd1-lora", "lcm"):
        assert (goldens[name]["painted"] - plain["painted"]).abs().max() > 0.01, name
    kinds = ("scribble", "edges", "picture")
    goldens["sd1-control"] = write_control(folder / "controlnet", sd1(), plain, kinds)
    goldens["sdxl-control"] = write_control(folder / "controlnet-sdxl", sdxl(), goldens["sdxl"], ("edges",))
    for name, golden in goldens.items():
        save_file({key: values.contiguous() for key, values in golden.items()}, folder / f"{name}.golden.safetensors")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
