"""Makes LoRAs of both text encoders of the SDXL that `checkpoints.py` makes, and what diffusers and transformers paint with
them: one under kohya's names (`lora_te1_`, `lora_te2_`) with alpha, one under peft's with alpha beside the tensors, once for
half of the rank and once for its root.

usage: python text_loras.py ../../backend/checkpoint/src/test/resources/checkpoints
(packages in ../export/requirements.txt; run checkpoints.py first)
"""

import json
import sys
from pathlib import Path

import checkpoints
import torch
from safetensors.torch import save_file

RANK, ALPHA, SCALES = 3, 2.0, (0.7, -0.4)


def halves(weights: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    down, up = torch.randn(RANK, weights.shape[1]), torch.randn(weights.shape[0], RANK)
    return tuple((values * 0.15).half().float() for values in (down, up))


@torch.no_grad()
def main(folder: Path) -> None:
    model = checkpoints.sdxl()
    plain = model.golden()
    torch.manual_seed(140)
    kohya, peft, metadata = {}, {}, {}
    parts = ("text_encoder", "text_encoder_2")
    factors = {"text_encoder": ALPHA / RANK, "text_encoder_2": ALPHA / RANK**0.5}
    for number, (part, encoder) in enumerate(zip(parts, model.encoders), start=1):
        for name, weights in checkpoints.lora_modules(encoder, ("q_proj", "fc2")).items():
            down, up = halves(weights)
            key = f"lora_te{number}_text_model_" + name.removeprefix("text_model.").replace(".", "_")
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
    save_file({name: values.contiguous() for name, values in golden.items()}, folder / "sdxl-lora.golden.safetensors")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
