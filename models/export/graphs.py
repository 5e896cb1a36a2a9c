"""Networks of diffusers and transformers as ONNX graphs, with the inputs and outputs that the server knows."""

import tempfile
from pathlib import Path

import onnx
import torch

OPSET = 18
# Protocol buffers end at 2 GiB; larger weights lie in a file beside the graph.
LARGEST_GRAPH = 1_500_000_000

LATENT = {0: "batch", 2: "height", 3: "width"}
ROWS = {0: "batch"}
TOKENS = {0: "batch", 1: "sequence"}


def write(network: torch.nn.Module, file: Path, inputs: dict[str, torch.Tensor], outputs: list[str], axes: dict) -> None:
    """Traces `network` with `inputs` in their order. `axes` names the dimensions of any size."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=file.parent) as folder, torch.no_grad():
        traced = Path(folder, "model.onnx")
        torch.onnx.export(
            network.eval(), tuple(inputs.values()), str(traced), input_names=list(inputs), output_names=outputs,
            dynamic_axes=axes, opset_version=OPSET, dynamo=False,
        )  # fmt: skip
        model = onnx.load(traced)
        weights = sum(len(tensor.raw_data) for tensor in model.graph.initializer)
        beside = weights > LARGEST_GRAPH
        for node in model.graph.node:
            node.name = node.doc_string = ""
        data = file.with_name(file.name + "_data")
        data.unlink(missing_ok=True)
        onnx.save(model, file, save_as_external_data=beside, location=data.name)
        onnx.checker.check_model(file)


class UNetGraph(torch.nn.Module):
    """A UNet whose inputs are tensors by name: SDXL's conditions, and an image prompt's tokens and scale for each row."""

    def __init__(self, unet, image=None):
        super().__init__()
        self.unet = unet
        self.image = image
        self.sdxl = unet.config.addition_embed_type == "text_time"

    def names(self) -> list[str]:
        names = ["sample", "timestep", "encoder_hidden_states"]
        names += ["text_embeds", "time_ids"] if self.sdxl else []
        return names + (["image_embeds", "ip_adapter_scale"] if self.image else [])

    def forward(self, *tensors):
        given = dict(zip(self.names(), tensors, strict=True))
        if self.image:
            self.image.tokens = given["image_embeds"]
            self.image.scale = given["ip_adapter_scale"].reshape(-1, 1, 1)
        added = {name: given[name] for name in ("text_embeds", "time_ids") if name in given}
        text = given["encoder_hidden_states"]
        return self.unet(given["sample"], given["timestep"], text, added_cond_kwargs=added or None, return_dict=False)[0]

    def example(self, tokens: int = 4, dtype=torch.float32) -> dict[str, torch.Tensor]:
        """Inputs to trace with: latent sides that no halving divides, so that the graph takes every size."""
        config = self.unet.config
        shapes = {
            "sample": (2, config.in_channels, 19, 23),
            "timestep": (2,),
            "encoder_hidden_states": (2, 77, config.cross_attention_dim),
            "image_embeds": (2, tokens, config.cross_attention_dim),
            "ip_adapter_scale": (2,),
        }
        if self.sdxl:
            pooled = config.projection_class_embeddings_input_dim - 6 * config.addition_time_embed_dim
            shapes |= {"text_embeds": (2, pooled), "time_ids": (2, 6)}
        return {name: torch.ones(shapes[name], dtype=dtype) for name in self.names()}

    def write(self, file: Path, scalar_timestep: bool = False, dtype=torch.float32) -> None:
        inputs = self.example(dtype=dtype)
        if scalar_timestep:
            inputs["timestep"] = inputs["timestep"][0]
        axes = {name: dict(ROWS) for name in inputs if name != "timestep" or not scalar_timestep}
        axes["encoder_hidden_states"] = dict(TOKENS)
        # Dimensions of one name are of one size to the runtime.
        axes |= {name: {**ROWS, 1: "image_tokens"} for name in ("image_embeds",) if name in inputs}
        axes |= {"sample": dict(LATENT), "out_sample": dict(LATENT)}
        write(self, file, inputs, ["out_sample"], axes)


class TextEncoderGraph(torch.nn.Module):
    """A CLIP text encoder: the pooled embedding where it has a projection, the last and all hidden states."""

    def __init__(self, encoder, projected: bool):
        super().__init__()
        self.encoder = encoder
        self.projected = projected

    def forward(self, input_ids):
        result = self.encoder(input_ids, output_hidden_states=True)
        pooled = (result.text_embeds,) if self.projected else ()
        return (*pooled, result.last_hidden_state, *result.hidden_states)

    def write(self, file: Path) -> None:
        layers = self.encoder.config.num_hidden_layers + 1
        outputs = ["text_embeds"] if self.projected else []
        states = ["last_hidden_state", *[f"hidden_states.{layer}" for layer in range(layers)]]
        ids = torch.zeros(2, 77, dtype=torch.int64)
        axes = {"input_ids": dict(TOKENS), **{name: dict(TOKENS) for name in states}, **{name: dict(ROWS) for name in outputs}}
        write(self, file, {"input_ids": ids}, outputs + states, axes)


class ImageEncoderGraph(torch.nn.Module):
    """A CLIP image encoder: the embedding for plain adapters, the hidden state before the last for "plus" ones."""

    def __init__(self, encoder):
        super().__init__()
        self.encoder = encoder

    def forward(self, pixel_values):
        result = self.encoder(pixel_values, output_hidden_states=True)
        return result.image_embeds, result.hidden_states[-2]

    def write(self, file: Path, dtype=torch.float32) -> None:
        side = self.encoder.config.image_size
        outputs = ["image_embeds", "penultimate_hidden_state"]
        pixels = torch.zeros(1, 3, side, side, dtype=dtype)
        write(self, file, {"pixel_values": pixels}, outputs, {name: dict(ROWS) for name in ("pixel_values", *outputs)})
