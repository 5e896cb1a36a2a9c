"""Makes the reference data that a fresh clone tests with: tiny networks, and runs of them by `stream.py`.

The same names and layout as the recordings of the real pipelines, which are too large to come with the sources; where
those are present the tests replay both. Same seeds, same bytes, on one machine; on another the last digits may differ.

usage: python reference.py FOLDER        the tests' resources: backend/inference/src/test/resources/reference
"""

import dataclasses
import json
import shutil
import sys
from pathlib import Path

import networks
import numpy as np
import onnxruntime
import speech
from onnx import TensorProto
from PIL import Image
from stream import F32, GRID, Case, Stream, alphas_cumprod, boundary, timesteps

MODEL = "diffusion/models/made-tiny"
FRAMES = 10
KL_FACTOR = 0.18215

CASES = [
    Case("one-step", [45]),
    Case("two-steps", [32, 45]),
    Case("self", [16, 32, 45], cfg_type="self", guidance_scale_arg=1.2),
    Case("self-weak", [16, 32, 45], cfg_type="self", guidance_scale_arg=1.4, delta=0.5),
    Case("self-one-step", [45], cfg_type="self", guidance_scale_arg=1.2),
    Case("initialize", [16, 32, 45], cfg_type="initialize", guidance_scale_arg=1.4, delta=0.7),
    Case("full", [16, 32, 45], cfg_type="full", guidance_scale_arg=1.4),
    Case("no-added-noise", [32, 45], do_add_noise=False),
    Case("other-prompt", [32, 45], update_prompt_before_frame=2, update_prompt_to="B"),
    Case("from-noise", [0, 16, 32, 45], mode="txt2img", frames=6),
    Case("kl", [35, 45], vae="AutoencoderKL"),
    Case("buffer", [45], frame_buffer_size=2),
    Case("sequential", [32, 45], use_denoising_batch=False),
    Case("sequential-buffer", [32, 45], use_denoising_batch=False, frame_buffer_size=2),
    Case("sequential-buffer-three-steps", [16, 32, 45], use_denoising_batch=False, frame_buffer_size=2),
]


def write_json(file: Path, value) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(value, indent=1) + "\n")


def write_npz(file: Path, **arrays) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(file, **arrays)


def write_png(file: Path, rgb: np.ndarray) -> None:
    """8-bit red, green, blue: [height, width, 3]."""
    file.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(rgb).save(file, optimize=True)


def picture(height: int, width: int, number: int) -> np.ndarray:
    """A gradient with a disc that moves from frame to frame."""
    v, u = np.mgrid[0:height, 0:width] / [[[height]], [[width]]]
    disc = np.hypot(u - 0.3 - 0.05 * number, v - 0.5) < 0.25
    planes = [0.2 + 0.6 * u, 0.3 + 0.5 * v, 0.8 - 0.5 * u * v]
    return np.stack([255 * np.where(disc, 1 - plane, plane) for plane in planes], -1).round().astype(np.uint8)


def planes(rgb: np.ndarray) -> np.ndarray:
    return (rgb.astype(F32) / F32(255) * F32(2) - F32(1)).transpose(2, 0, 1)


def bytes_of(decoded: np.ndarray) -> np.ndarray:
    return np.round(np.clip(decoded / 2 + 0.5, 0, 1) * 255).astype(np.uint8).transpose(0, 2, 3, 1)


class Bundle:
    """The networks on ONNX Runtime."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.open: dict[str, onnxruntime.InferenceSession] = {}

    def run(self, network: str, **inputs) -> np.ndarray:
        if network not in self.open:
            file = self.folder / network
            self.open[network] = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"])
        return self.open[network].run(None, inputs)[0]

    def unet(self, sample, timestep, text) -> np.ndarray:
        return self.run(
            "unet/model.onnx",
            sample=sample.astype(F32),
            timestep=np.asarray(timestep, F32),
            encoder_hidden_states=text.astype(F32),
        )

    def encode(self, pictures, noise=None) -> np.ndarray:
        if noise is None:
            return self.run("vae_encoder/model.onnx", sample=pictures)
        parameters = self.run("vae_encoder_kl/model.onnx", sample=pictures)
        mean, variance = np.split(parameters, 2, axis=1)
        return (mean + np.exp(0.5 * variance) * noise) * F32(KL_FACTOR)

    def decode(self, latent, kl: bool) -> np.ndarray:
        network = "vae_decoder_kl" if kl else "vae_decoder"
        factor = KL_FACTOR if kl else 1.0
        return self.run(network + "/model.onnx", latent_sample=(latent / F32(factor)).astype(F32))


def write_bundle(folder: Path) -> Bundle:
    networks.text_encoder(folder / "text_encoder/model.onnx")
    networks.text_encoder(folder / "text_encoder_variants/model_int32.onnx", TensorProto.INT32)
    networks.unet(folder / "unet/model.onnx")
    networks.unet(folder / "unet/model_scalar_f32.onnx", "scalar")
    networks.unet(folder / "unet/model_steps_i64.onnx", "steps")
    write_json(
        folder / "unet/config.json",
        {"cross_attention_dim": networks.WIDTH, "block_out_channels": [8] * 4, "sample_size": 64, "in_channels": 4},
    )
    for suffix, factor in (("", 1.0), ("_kl", KL_FACTOR)):
        networks.vae_encoder(folder / f"vae_encoder{suffix}/model.onnx", kl=suffix != "")
        networks.vae_decoder(folder / f"vae_decoder{suffix}/model.onnx", kl=suffix != "")
        config = {"latent_channels": networks.LATENTS, "block_out_channels": [8] * 4, "scaling_factor": factor}
        write_json(folder / f"vae_encoder{suffix}/config.json", config)
        write_json(folder / f"vae_decoder{suffix}/config.json", config)
    write_json(
        folder / "scheduler/scheduler_config.json",
        {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear", "prediction_type": "epsilon"},
    )
    return Bundle(folder)


def write_network_runs(bundle: Bundle) -> None:
    random = np.random.default_rng(7)
    normal = lambda *shape: random.standard_normal(shape).astype(F32)
    unet = {}
    for rows, height, width in ((1, 16, 16), (2, 8, 12), (3, 16, 16), (4, 8, 8)):
        shape = f"{rows}_{height}x{width}"
        sample, text = normal(rows, 4, height, width), normal(rows, networks.TOKENS, networks.WIDTH).astype(np.float16)
        t = random.integers(0, 1000, rows)
        unet |= {f"sample_{shape}": sample, f"timestep_{shape}": t, f"ehs_{shape}": text}
        unet[f"out_{shape}"] = bundle.unet(sample, t, text)
    write_npz(bundle.folder / "unet/golden.npz", **unet)
    ids = random.integers(0, networks.VOCABULARY, (2, networks.TOKENS))
    states = bundle.run("text_encoder/model.onnx", input_ids=ids)
    write_npz(bundle.folder / "text_encoder/golden.npz", input_ids=ids, last_hidden_state=states)
    image = np.stack([planes(picture(16, 24, number)) for number in range(2)])
    latent = normal(2, 4, 2, 3)
    tiny = {"image": image, "latent_sample": bundle.encode(image), "latent_in": latent}
    write_npz(bundle.folder / "vae_encoder/golden.npz", decoded=bundle.decode(latent, False), **tiny)
    noise = normal(2, 4, 2, 3)
    mean = np.split(bundle.run("vae_encoder_kl/model.onnx", sample=image), 2, axis=1)[0]
    write_npz(
        bundle.folder / "vae_encoder_kl/golden.npz",
        image=image,
        mean=mean,
        noise=noise,
        sample_scaled=bundle.encode(image, noise),
        latent_in=latent,
        decoded=bundle.run("vae_decoder_kl/model.onnx", latent_sample=latent),
    )


def write_trace(root: Path, bundle: Bundle, case: Case, embedded: dict, **sources: str) -> None:
    """@param sources where the test finds `models` and `prompts`"""
    random = np.random.default_rng(case.seed)
    draw = lambda shape: random.standard_normal(shape).astype(F32)
    height, width = case.resolution["height"], case.resolution["width"]
    kl, buffer = case.vae == "AutoencoderKL", case.frame_buffer_size
    rows = buffer * (len(case.t_index_list) if case.use_denoising_batch else 1)
    one = (buffer, networks.LATENTS, height // 8, width // 8)
    stream = Stream(case, bundle.unet, draw((rows, *one[1:])))
    trace = {"init_noise": stream.noise, "sub_timesteps": stream.t}
    prompt = embedded[case.prompt]
    for frame in range(case.frames):
        if case.update_prompt_before_frame == frame:
            prompt = embedded[case.update_prompt_to]
        if case.mode == "img2img":
            shown = [planes(picture(height, width, (frame * buffer + i) % FRAMES)) for i in range(buffer)]
            noise = draw(one) if kl else None
            if kl:
                stream.record(kl_noise=noise)
            latent = bundle.encode(np.stack(shown), noise)
            stream.record(img_latent=latent)
            x = stream.noised(latent)
        else:
            x = draw(one)
            stream.record(randn=x)
        stream.record(x_t_latent=x)
        if case.use_denoising_batch:
            finished = stream.batch(x, prompt, embedded[case.negative_prompt])
        else:
            finished = stream.sequential(x, prompt, draw)
        stream.record(x0_out=finished)
    decoded = bundle.decode(finished, kl)
    trace |= {name: np.stack(values).astype(values[0].dtype) for name, values in stream.log.items()}
    trace |= {"decoded_frames": [case.frames - 1], "decoded": decoded[None], "decoded_u8": bytes_of(decoded)[None]}
    folder = root / "diffusion/traces" / ("made-" + case.name)
    write_npz(folder / "trace.npz", **trace)
    write_json(folder / "case.json", {**dataclasses.asdict(case), **sources})


def write_schedule(root: Path) -> None:
    alphas = alphas_cumprod()
    skip, out = boundary(np.arange(1000))
    counts = {f"timesteps_{count}": timesteps(count) for count in (1, 2, 3, 4, 8, 25, 49, 50)}
    folder = root / "diffusion/schedule"
    write_npz(folder / "lcm_schedule.npz", alphas_cumprod=alphas, c_skip_by_t=skip, c_out_by_t=out, **counts)
    cases = []
    for count, indices in ((50, [0]), (50, [32, 45]), (50, [0, 16, 32, 45]), (4, [1, 2]), (25, [24])):
        t = timesteps(count)[indices]
        case = {"num_inference_steps": count, "t_index_list": indices, "sub_timesteps": t.tolist()}
        case |= {"c_skip": boundary(t)[0].tolist(), "c_out": boundary(t)[1].tolist()}
        case |= {"alpha_prod_t_sqrt": np.sqrt(alphas[t]).tolist(), "beta_prod_t_sqrt": np.sqrt(1 - alphas[t]).tolist()}
        cases.append(case)
    write_json(folder / "lcm_cases.json", cases)
    random = np.random.default_rng(11)
    z, noise, eps, against = random.standard_normal((4, 1, 4, 2, 3))
    single = {"z": z, "noise": noise, "eps": eps, "eps_uncond": against}
    for t in (999, 679, 359, 99, 19):
        a, b = np.sqrt(alphas[t]), np.sqrt(1 - alphas[t])
        skip, out = boundary(t)
        x = a * z + b * noise
        clean = (x - b * eps) / a
        guided = against + 1.2 * (eps - against)
        single |= {f"xt_{t}": x, f"x0_{t}": out * clean + skip * x, f"x0_noboundary_{t}": clean}
        single[f"x0_full_g1.2_{t}"] = out * (x - b * guided) / a + skip * x
    write_npz(root / "diffusion/closed_form/single_step.npz", **{k: v.astype(F32) for k, v in single.items()})


def write_similar_filter(root: Path) -> None:
    """The filter of StreamDiffusion: the likelier a frame is to be skipped, the more it resembles the last one painted."""
    random = np.random.default_rng(13)
    base = planes(picture(64, 96, 0)).astype(np.float16)
    arrays = {"base": base}
    for level in (0.05, 0.3):
        arrays[f"noise{level}"] = (base + level * random.standard_normal(base.shape)).astype(np.float16)
    shown = {"same": base, "neg": -base, "zeros": 0 * base, **arrays}
    shown |= {f"frame{number}": planes(picture(64, 96, number)) for number in (1, 3)}
    del shown["base"]

    def cosine(a, b):
        a, b = a.ravel().astype(float), b.ravel().astype(float)
        return a @ b / (max(np.linalg.norm(a), 1e-6) * max(np.linalg.norm(b), 1e-6))

    def chance(likeness, threshold):
        return 0.0 if threshold >= 1 else max(0.0, 1 - (1 - likeness) / (1 - threshold))

    pairs = [
        {"b": name, "cosine": cosine(base, other),
         "skip_prob": {str(t): chance(cosine(base, other), t) for t in (0.5, 0.9, 0.98, 1.0)}}
        for name, other in shown.items()
    ]
    scripts = []
    for name, threshold, limit, inputs in (
        ("a still scene", 0.98, 3, ["same"] * 9),
        ("a frame that is painted does not start the count over", 0.9, 2, ["same", "same", "neg", "neg", "neg", "neg"]),
        ("a threshold of one skips nothing", 1.0, 10, ["same"] * 3),
        ("noise", 0.9, 10, ["same", "noise0.05", "noise0.3", "noise0.05"]),
    ):
        last, skipped, steps = None, 0, []
        for shown_name in inputs:
            sample, frame = None, shown[shown_name]
            processed = last is None
            if last is not None:
                sample = 0.5
                likely = chance(cosine(last, frame), threshold) >= sample
                processed = not likely or skipped > limit
                skipped = skipped if not likely else 0 if processed else skipped + 1
            last = frame if processed else last
            steps.append({"input": shown_name, "sample": sample, "processed": processed, "skip_count": skipped})
        scripts.append({"name": name, "threshold": threshold, "max_skip_frame": limit, "steps": steps})
    write_json(root / "diffusion/similar_filter/golden.json", {"pairs": pairs, "scripts": scripts})
    write_npz(root / "diffusion/similar_filter/pairs.npz", **arrays)


def write_resized(folder: Path) -> None:
    """A picture, and what Pillow makes of it at another size."""
    source = Image.fromarray(picture(128, 200, 3))
    folder.mkdir(parents=True, exist_ok=True)
    source.save(folder / "src_200x128.png")
    source.resize((96, 64), Image.Resampling.LANCZOS).save(folder / "stream_lanczos_64x96.png")
    source.resize((96, 64), Image.Resampling.BICUBIC).save(folder / "wrapper_bicubic_64x96.png")


def write_log_mel(file: Path) -> None:
    """A few columns of the features: the beginning, the middle, the end of the sound, and silence."""
    columns = [0, 1, 75, 149, 150, 151, 2999]
    features = {str(bins): speech.log_mel(speech.signal(), bins)[:, columns].T.round(7).tolist() for bins in (80, 128)}
    write_json(file, {"columns": columns, **features})


def main(root: Path) -> None:
    shutil.rmtree(root, ignore_errors=True)
    for height, width, count in ((16, 24, FRAMES), (64, 96, 4)):
        for number in range(count):
            file = root / f"diffusion/frames/{height}x{width}/frame_{number:02d}.png"
            write_png(file, picture(height, width, number))
    bundle = write_bundle(root / MODEL)
    write_network_runs(bundle)
    random = np.random.default_rng(5)
    shape = (1, networks.TOKENS, networks.WIDTH)
    prompts = {name: np.tanh(random.standard_normal(shape)).astype(np.float16) for name in "ABN"}
    write_npz(root / "diffusion/prompts/made-prompts.npz", **{f"embeds_{k}": v for k, v in prompts.items()})
    for case in CASES:
        write_trace(root, bundle, case, {k: v[0].astype(F32) for k, v in prompts.items()}, models=MODEL)
    write_json(root / "diffusion/made-manifest.json", {"cases": [{"case": "made-" + case.name} for case in CASES]})
    networks.selfie_segmentation(root / "selfie/selfie_segmentation_landscape.onnx", 144, 256)
    write_resized(root / "diffusion/preprocess")
    write_log_mel(root / "whisper/log_mel.json")
    write_schedule(root)
    write_similar_filter(root)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
