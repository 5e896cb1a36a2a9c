"""usage: python -m unittest discover models/testing"""

import tempfile
import unittest
from pathlib import Path

import networks
import numpy as np
import reference
from stream import Case, Stream, alphas_cumprod, boundary, timesteps


def unet_of_zeros(sample, timestep, text):
    return np.zeros_like(sample)


def noise(*shape, seed=1):
    return np.random.default_rng(seed).standard_normal(shape).astype(np.float32)


class ScheduleTest(unittest.TestCase):
    def test_the_grid_is_that_of_latent_consistency_models(self):
        grid = timesteps(50)
        self.assertEqual([999, 679, 359, 99, 19], [grid[i] for i in (0, 16, 32, 45, 49)])
        self.assertEqual([999, 759, 499, 259], timesteps(4).tolist())

    def test_the_signal_fades(self):
        signal = np.sqrt(alphas_cumprod())
        self.assertAlmostEqual(0.0682649, signal[999], places=6)
        self.assertTrue((np.diff(signal) < 0).all())

    def test_the_boundary_takes_the_picture_itself_at_the_end(self):
        self.assertEqual((1, 0), boundary(0))
        self.assertAlmostEqual(1, boundary(999)[1], places=6)


class StreamTest(unittest.TestCase):
    def test_a_network_that_sees_no_noise_gives_back_the_scaled_latent(self):
        stream = Stream(Case("", [45]), unet_of_zeros, noise(1, 4, 2, 3))
        latent = noise(1, 4, 2, 3, seed=2)
        x = stream.noised(latent)
        painted = stream.batch(x, np.zeros((77, 32)), np.zeros((77, 32)))
        np.testing.assert_allclose(painted, x / stream.a[0], rtol=1e-5)

    def test_a_frame_leaves_after_as_many_ticks_as_there_are_steps(self):
        outputs = []
        for last in (0.0, 1.0):
            stream = Stream(Case("", [16, 32, 45]), unet_of_zeros, noise(3, 4, 2, 3))
            text = np.zeros((77, 32))
            frames = [np.full((1, 4, 2, 3), last), *[np.zeros((1, 4, 2, 3))] * 2]
            outputs.append([stream.batch(stream.noised(frame), text, text) for frame in frames])
        for tick, same in enumerate((True, True, False)):
            self.assertEqual(same, np.array_equal(outputs[0][tick], outputs[1][tick]), f"tick {tick}")

    def test_without_the_stream_batch_both_frames_of_a_buffer_are_denoised(self):
        case = Case("", [32, 45], use_denoising_batch=False, frame_buffer_size=2)
        stream = Stream(case, unet_of_zeros, noise(2, 4, 2, 3))
        x = stream.noised(noise(2, 4, 2, 3, seed=3))
        painted = stream.sequential(x, np.zeros((77, 32)), lambda shape: noise(*shape, seed=4))
        self.assertEqual((2, 4, 2, 3), painted.shape)
        np.testing.assert_array_equal(x, stream.noise)


class NetworksTest(unittest.TestCase):
    def test_the_same_networks_every_time(self):
        with tempfile.TemporaryDirectory() as folder:
            files = [Path(folder, name) for name in ("a.onnx", "b.onnx")]
            for file in files:
                networks.unet(file)
            self.assertEqual(files[0].read_bytes(), files[1].read_bytes())

    def test_latent_timestep_and_words_all_count(self):
        with tempfile.TemporaryDirectory() as folder:
            networks.unet(Path(folder, "unet/model.onnx"))
            bundle = reference.Bundle(Path(folder))
            sample, text = noise(1, 4, 2, 3), noise(1, 77, 32)
            painted = bundle.unet(sample, [499], text)
            for other in ((sample + 1, [499], text), (sample, [19], text), (sample, [499], text + 0.1)):
                self.assertGreater(np.abs(bundle.unet(*other) - painted).max(), 0.01)


if __name__ == "__main__":
    unittest.main()
