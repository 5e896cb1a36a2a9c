import json

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnxruntime")
pytest.importorskip("resvg_py")

from pocket import export, restore
from pocket.painter import Painter, load_painter, save_painter
from pocket.tokenizer import ClipTokenizer

pytestmark = pytest.mark.usefixtures("byte_pairs")


@pytest.fixture(scope="module")
def painter(byte_pairs) -> Painter:
    torch.manual_seed(1)
    painter = Painter(ClipTokenizer().encode("a red apple neon", length=6)).eval()
    with torch.no_grad():
        for parameter in painter.parameters():  # the exporter joins parameters that are alike, as they are before training
            parameter.add_(0.01 * torch.randn_like(parameter))
    return painter


@pytest.fixture(scope="module")
def written(painter, tmp_path_factory):
    folder = tmp_path_factory.mktemp("bundle")
    export.write_networks(painter, folder)
    return folder


@pytest.mark.filterwarnings("ignore")
def test_graphs_take_any_size_and_rows_do_not_depend_on_each_other(written):
    export.check(written)


@pytest.mark.filterwarnings("ignore")
def test_graphs_keep_weights_to_half_a_step_of_eight_bits(painter, written):
    kept = restore.weights(written, "unet")
    for name, weight in painter.denoiser.named_parameters():
        rows = weight.detach().flatten(1) if weight.ndim > 1 else weight.detach()[None]
        step = rows.abs().amax(1) / 127
        error = (kept[name].float().reshape(rows.shape) - rows).abs().amax(1)
        assert (error <= 0.5 * step + 1e-6).all(), name


@pytest.mark.filterwarnings("ignore")
def test_a_bundle_can_be_restored_and_exported_again(written, tmp_path):
    (written / "speakdraw.json").write_text(json.dumps(export.description(samples=7)))
    painter, samples = restore.restored(written)
    assert samples == 7
    export.write_networks(painter, tmp_path)
    assert torch.equal(restore.weights(tmp_path, "vae_decoder")["body.0.weight"], restore.weights(written, "vae_decoder")["body.0.weight"])


def test_a_painter_comes_back_from_its_file(painter, tmp_path):
    save_painter(painter, 5, tmp_path / "painter.pt")
    loaded, samples = load_painter(tmp_path)
    assert samples == 5
    assert loaded.used_ids == painter.used_ids
    pictures, ids = torch.zeros(1, 3, 64, 64), torch.tensor([ClipTokenizer().encode("a red apple")])
    torch.manual_seed(2)
    before = painter.paint(pictures, ids, 199.0)
    torch.manual_seed(2)
    assert torch.allclose(loaded.eval().paint(pictures, ids, 199.0), before, atol=0.02)


def test_new_words_get_rows_and_known_ones_keep_theirs(painter, tmp_path):
    save_painter(painter, 0, tmp_path / "painter.pt")
    learned, _ = load_painter(tmp_path)
    tokenizer = ClipTokenizer()
    known, new = torch.tensor([tokenizer.encode("a red apple")]), torch.tensor([tokenizer.encode("a green apple")])
    before_known, before_new = learned.text_encoder(known), learned.text_encoder(new)
    learned.learn_words(tokenizer.encode("a green pear", length=5))
    assert torch.equal(learned.text_encoder(known), before_known)
    assert torch.equal(learned.text_encoder(new), before_new)
    assert tokenizer.encode("green", length=3)[1] in learned.used_ids
