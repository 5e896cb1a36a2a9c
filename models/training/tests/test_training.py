"""One or two steps of each trainer with two small pictures: what they change, and that they go on where they were."""

import pytest

torch = pytest.importorskip("torch")
np = pytest.importorskip("numpy")
pytest.importorskip("resvg_py")

from pocket import train_wishes
from pocket.critics import Features
from pocket.lessons import Lesson
from pocket.muon import orthogonal
from pocket.painter import Painter, load_painter
from pocket.picture_losses import Balance
from pocket.picture_training import Batch, PictureTraining
from pocket.pool import Pool
from pocket.tokenizer import ClipTokenizer
from pocket.train_denoiser import Training
from pocket.train_wishes import WishTraining

pytestmark = pytest.mark.usefixtures("byte_pairs")
CPU = torch.device("cpu")
WORDS = "a red apple"


@pytest.fixture(autouse=True)
def seed() -> None:
    torch.manual_seed(3)


def captions(rows: int) -> torch.Tensor:
    return torch.tensor([ClipTokenizer().encode(WORDS, length=8)] * rows)


def state(network: torch.nn.Module) -> dict[str, torch.Tensor]:
    return {name: value.clone() for name, value in network.state_dict().items()}


def changed(network: torch.nn.Module, before: dict[str, torch.Tensor]) -> set[str]:
    return {name for name, value in network.state_dict().items() if not torch.equal(value, before[name])}


def same(first: torch.nn.Module, second: torch.nn.Module) -> bool:
    return not changed(first, state(second))


def test_a_denoiser_goes_on_where_it_was(tmp_path):
    ids, file = captions(1)[0].tolist(), tmp_path / "denoiser.pt"
    training = Training(file, ids, CPU)
    before = state(training.average)
    for _ in range(4):  # the average takes its first step with the fourth
        training.learn(torch.randn(2, 16, 4, 4), torch.randn(2, 16, 4, 4), captions(2), 1e-3)
    assert changed(training.average, before)
    training.save()
    again = Training(file, ids, CPU)
    assert (again.steps, again.samples) == (4, 8)
    assert same(again.model, training.model) and same(again.average, training.average)
    batch = torch.randn(2, 16, 4, 4), torch.randn(2, 16, 4, 4), captions(2)
    for network in (training, again):  # the same step only with the same momentum
        torch.manual_seed(5)
        network.learn(*batch, 1e-3)
    assert same(again.model, training.model)


def test_painter_and_critic_learn_from_each_other_and_go_on_where_they_were(tmp_path):
    training = PictureTraining(Painter(captions(1)[0].tolist()), 0, Features(6).eval().requires_grad_(False), CPU, compiled=False)
    painter, critic = state(training.painter), state(training.critic)
    training.slow_down(0.5)
    batch = Batch(2 * torch.rand(2, 3, 64, 64) - 1, 2 * torch.rand(2, 3, 64, 64) - 1, captions(2))
    training.learn(batch, say=0.0, judges=False)
    assert not changed(training.critic, critic)
    training.learn(batch, say=1.0, judges=True)
    assert training.skipped == 0
    parts = {name.split(".")[0] for name in changed(training.painter, painter)}
    assert parts == {"text_encoder", "denoiser", "encoder", "decoder"}
    assert changed(training.critic, critic)
    assert not [name for name in changed(training.painter, painter) if "standardise" in name]
    training.save(tmp_path)
    again = PictureTraining(Painter(captions(1)[0].tolist()), 0, Features(6).eval(), CPU, compiled=False)
    again.load(tmp_path / "pictures.pt")
    assert (again.steps, again.samples) == (2, 4)
    assert all(same(getattr(again, part), getattr(training, part)) for part in ("painter", "average", "critic"))
    assert load_painter(tmp_path)[1] == 4


def test_wishes_change_the_unet_only_and_not_all_the_way(monkeypatch):
    painter = Painter(captions(1)[0].tolist())
    training = WishTraining(painter, 1e-3, CPU)
    lines = np.zeros((64, 64, 4), np.uint8)
    lines[20:24, 20:24, 3] = 255
    drawing = np.random.default_rng(1).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    before = state(painter)
    for _ in range(2):
        training.learn([Lesson(drawing, "an apple", WORDS, lines), Lesson(drawing, WORDS, WORDS, np.zeros_like(lines))], share=0.1)
    assert not changed(painter, before)  # the teacher
    after = training.painter()
    moved = changed(after, before)
    assert moved and all(name.startswith("denoiser.") for name in moved)
    monkeypatch.setattr(train_wishes, "PUPIL_SHARE", 1.0)
    pupil = state(training.painter())
    for name in moved:
        torch.testing.assert_close(after.state_dict()[name] - before[name], 0.9 * (pupil[name] - before[name]), rtol=1e-2, atol=1e-6)


@pytest.mark.parametrize("tall", [False, True])
def test_muon_makes_all_directions_about_as_long(tall):
    matrix = torch.linspace(1, 0.05, 24).diag() @ torch.linalg.qr(torch.randn(64, 24)).Q.T
    sizes = torch.linalg.svdvals(orthogonal(matrix.T if tall else matrix).float())
    assert 0.5 < sizes.amin() and sizes.amax() < 1.4


def test_gradients_get_their_share_but_nothing_grows_without_bounds():
    balance, one = Balance(), torch.tensor([3.0, 4.0])
    joined = balance.joined(one, {"other": (torch.tensor([500.0, 0.0]), 0.5)})
    torch.testing.assert_close(joined, one + torch.tensor([2.5, 0.0]))
    for _ in range(1000):  # until the mean of its sizes is 0.01, from which a share of 0.5 would be 250 times as much
        joined = balance.joined(one, {"other": (torch.tensor([0.01, 0.0]), 0.5)})
    torch.testing.assert_close(joined, one + torch.tensor([0.5 * 0.01 * Balance.LARGEST_GAIN * 5 / 500, 0.0]))


def test_a_pool_keeps_the_newest_rows():
    pool = Pool(((torch.full((2,), number), torch.full((2, 3), number)) for number in range(5)), (torch.empty(6), torch.empty(6, 3)))
    pool._thread.join(10)
    assert pool.made == 10
    numbers, planes = pool.draw(200)
    assert set(numbers.tolist()) == {2, 3, 4}
    assert torch.equal(planes, numbers[:, None].expand(-1, 3))


def test_a_pool_says_that_nothing_more_will_come():
    def batches():
        yield (torch.zeros(2),)
        raise OSError("gone")

    with pytest.raises(RuntimeError, match="2 pairs"):
        Pool(batches(), (torch.empty(6),)).wait_for(4)
