"""The hand-made bundle and the script that makes it. usage: python -m unittest discover models/testing"""

import importlib.util
import unittest
from pathlib import Path

import numpy as np
import onnxruntime

MODELS = Path(__file__).parent.parent
SPEC = importlib.util.spec_from_file_location("handmade", MODELS / "training/handmade/make.py")
handmade = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(handmade)


def run(network: str, **inputs) -> np.ndarray:
    session = onnxruntime.InferenceSession(MODELS / "handmade" / network, providers=["CPUExecutionProvider"])
    return session.run(None, inputs)[0]


class ScriptTest(unittest.TestCase):
    def test_every_byte_has_a_character_of_its_own(self):
        characters = handmade.byte_characters()
        self.assertEqual(256, len(set(characters)))
        self.assertEqual("A", characters[ord("A") - ord("!")])

    def test_words_mean_colours_and_effects_that_exist(self):
        for word, colour in handmade.COLOURS.items():
            self.assertTrue(len(colour) == 3 and all(0 <= value <= 1 for value in colour), word)
        self.assertLessEqual(set(handmade.STYLES.values()), set(handmade.EFFECTS))


class BundleTest(unittest.TestCase):
    def test_the_autoencoder_loses_nothing(self):
        picture = np.random.default_rng(1).uniform(-1, 1, (2, 3, 64, 96)).astype(np.float32)
        latent = run("vae_encoder/model.onnx", sample=picture)
        self.assertEqual((2, handmade.CHANNELS, 8, 12), latent.shape)
        np.testing.assert_allclose(run("vae_decoder/model.onnx", latent_sample=latent), picture, atol=1e-6)


if __name__ == "__main__":
    unittest.main()
