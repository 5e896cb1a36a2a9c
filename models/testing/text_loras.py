"""Makes LoRAs of both text encoders of the SDXL that `checkpoints.py` makes, and what diffusers and transformers paint with
them: one under kohya's names (`lora_te1_`, `lora_te2_`) with alpha, one under peft's with alpha beside the tensors, once for
half of the rank and once for its root. And what the encoders make of words with kohya's beside their weights, by peft, at
three strengths.

usage: python text_loras.py ../../backend/checkpoint/src/test/resources/checkpoints
(packages in ../export/requirements.txt, and peft 0.21.2; run checkpoints.py first)
"""

import json
import sys
from pathlib import Path

import checkpoints
import torch
from peft import LoraConfig, inject_adapter_in_model
from peft.tuners.lora import LoraLayer
from safetensors.torch import load_file, save_file

PARTS = ("text_encoder", "text_encoder_2")
RANK, ALPHA, SCALES = 3, 2.0, (0.7, -0.4)


def halves(weights: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    down, up = torch.randn(RANK, weights.shape[1]), torch.randn(weights.shape[0], RANK)
    return tuple((values * 0.15).half().float() for values in (down, up))


@torch.no_grad()
def live(lora: Path, ids: torch.Tensor) -> dict[str, torch.Tensor]:
    """What the encoders make of `ids` with kohya's LoRA beside their weights."""
    model = checkpoints.sdxl()
    stored, layers = load_file(lora), []
    for number, encoder in enumerate(model.encoders, start=1):
        inject_adapter_in_model(LoraConfig(r=RANK, lora_alpha=ALPHA, target_modules=["q_proj", "fc2"]), encoder, "lora")
        for name, layer in encoder.named_modules():
            if isinstance(layer, LoraLayer):
                key = kohya_name(number, name)
                layer.lora_A["lora"].weight.copy_(stored[f"{key}.lora_down.weight"])
                layer.lora_B["lora"].weight.copy_(stored[f"{key}.lora_up.weight"])
                layers.append(layer)
    assert len(layers) == 8
    values = {}
    for scale in (0, 0.5, 1):
        for layer in layers:
            layer.set_scale("lora", scale)
        states, added = model.embed(ids)
        values |= {f"encoder_hidden_states_{scale}": states, f"text_embeds_{scale}": added["text_embeds"]}
    for name in ("encoder_hidden_states", "text_embeds"):
        assert (values[f"{name}_0"] - values[f"{name}_0.5"]).abs().max() > 0.05, name
    return values


def kohya_name(number: int, module: str) -> str:
    return f"lora_te{number}_text_model_" + module.removeprefix("text_model.").replace(".", "_")


@torch.no_grad()
def main(folder: Path) -> None:
    model = checkpoints.sdxl()
    plain = model.golden()
    torch.manual_seed(140)
    kohya, peft, metadata = {}, {}, {}
    factors = {"text_encoder": ALPHA / RANK, "text_encoder_2": ALPHA / RANK**0.5}
    for number, (part, encoder) in enumerate(zip(PARTS, model.encoders), start=1):
        for name, weights in checkpoints.lora_modules(encoder, ("q_proj", "fc2")).items():
            down, up = halves(weights)
            key = kohya_name(number, name)
            kohya |= {f"{key}.lora_down.weight": down, f"{key}.lora_up.weight": up, f"{key}.alpha": torch.tensor(ALPHA)}
            weights += SCALES[0] * ALPHA / RANK * up @ down
        for name, weights in checkpoints.lora_modules(encoder, ("v_proj", "fc1", "out_proj")).items():
            down, up = halves(weights)
            key = f"{part}.text_model." + name.removeprefix("text_model.")
            peft |= {f"{key}.lora_A.weight": down, f"{key}.lora_B.weight": up}
            weights += SCALES[1] * factors[part] * up @ down
        metadata |= {f"{part}.r": RANK, f"{part}.lora_alpha": ALPHA, f"{part}.use_rslora": number == 2, f"{part}.alpha_pattern": {}}
    golden = model.golden()
    for name in ("encoder_hidden_states", "text_embeds", "out_sample"):
        assert (golden[name] - plain[name]).abs().max() > 0.05, name
    for file, tensors, about in (
        ("lora-text-kohya", kohya, None),
        ("lora-text-peft", peft, {"lora_adapter_metadata": json.dumps(metadata)}),
    ):
        save_file({name: checkpoints.stored(values) for name, values in tensors.items()}, folder / f"{file}.safetensors", about)
    words = live(folder / "lora-text-kohya.safetensors", golden["input_ids"].long())
    for name, values in (("sdxl-lora", golden), ("sdxl-live-text-lora", words)):
        save_file({key: value.contiguous() for key, value in values.items()}, folder / f"{name}.golden.safetensors")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
