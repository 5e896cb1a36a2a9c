"""Makes networks of one file by themselves, under the names of the original repositories: a ControlNet of SD 1 and of SDXL
and an autoencoder, of the folders that `checkpoints.py` has made. That they are right is checked with diffusers' converters.

usage: python one_file.py ../../backend/checkpoint/src/test/resources/checkpoints
(packages in ../export/requirements.txt; run checkpoints.py first)
"""

import sys
from pathlib import Path

import checkpoints
from diffusers import AutoencoderKL, ControlNetModel
from diffusers.loaders import single_file_utils
from safetensors.torch import save_file

HINT = "controlnet_cond_embedding."


def original_control_net(net) -> dict:
    """The way down and the middle are called as a UNet's are."""
    layers = net.config.layers_per_block
    names = list(checkpoints.UNET_NAMES)
    for block in range(len(net.down_blocks)):
        for layer in range(layers):
            place = 1 + block * (layers + 1) + layer
            names += [(f"down_blocks.{block}.{kind}.{layer}.", f"input_blocks.{place}.{number}.")
                      for number, kind in enumerate(("resnets", "attentions"))]  # fmt: skip
        names.append((f"down_blocks.{block}.downsamplers.0.conv.", f"input_blocks.{(block + 1) * (layers + 1)}.0.op."))
    count = len(net.controlnet_cond_embedding.blocks)
    names += [(f"controlnet_down_blocks.{place}.", f"zero_convs.{place}.0.") for place in range(len(net.controlnet_down_blocks))]
    names += [("controlnet_mid_block.", "middle_block_out.0."), (f"{HINT}conv_in.", "input_hint_block.0.")]
    names += [(f"{HINT}blocks.{place}.", f"input_hint_block.{2 * place + 2}.") for place in range(count)]
    names.append((f"{HINT}conv_out.", f"input_hint_block.{2 * count + 2}."))
    renamed = {}
    for name, values in net.state_dict().items():
        residual = ".resnets." in name
        name = next((new + name[len(old) :] for old, new in names if name.startswith(old)), name)
        for old, new in checkpoints.RESIDUAL_NAMES if residual else []:
            name = name.replace(old, new)
        renamed[name] = values
    return renamed


def stored(weights: dict) -> dict:
    return {name: checkpoints.stored(values) for name, values in weights.items()}


def main(folder: Path) -> None:
    for name, prefix in (("controlnet", "control_model."), ("controlnet-sdxl", "")):
        net = ControlNetModel.from_pretrained(folder / name)
        weights = {prefix + key: values for key, values in original_control_net(net).items()}
        converted = single_file_utils.convert_controlnet_checkpoint(dict(weights), net.config)
        # What SDXL adds has the UNet's names, which this converter leaves out.
        own = {key: values for key, values in net.state_dict().items() if not key.startswith("add_embedding.")}
        checkpoints.assert_same(converted, own)
        save_file(stored(weights), folder / f"{name}.safetensors")
    vae = AutoencoderKL.from_pretrained(folder / "sd2/vae")
    weights = checkpoints.original_autoencoder(vae)
    checkpoints.assert_same(single_file_utils.convert_ldm_vae_checkpoint(dict(weights), vae.config), vae.state_dict())
    save_file(stored({name.removeprefix("first_stage_model."): values for name, values in weights.items()}), folder / "vae.safetensors")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
