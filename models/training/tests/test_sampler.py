import pytest

pytest.importorskip("torch")
cv2 = pytest.importorskip("cv2")
np = pytest.importorskip("numpy")
pytest.importorskip("resvg_py")

from pocket.colours import HUES, PALETTE, has_hue, held_out
from pocket.drawings import DrawingSampler
from pocket.lessons import LessonSampler
from pocket.measures import face, near_edges, stands_out
from pocket.scenes import PairSampler
from pocket.sprites import SPRITE_SIZE, Concept, SpriteSet


@pytest.fixture(scope="module")
def sprites() -> SpriteSet:
    """Two things, a disc and a square, in two styles each."""
    pictures = np.zeros((4, SPRITE_SIZE, SPRITE_SIZE, 4), np.uint8)
    for index, colour in enumerate(((225, 40, 40), (200, 60, 40), (50, 110, 225), (40, 90, 200))):
        if index < 2:
            cv2.circle(pictures[index], (96, 96), 80, (*colour, 255), -1)
        else:
            cv2.rectangle(pictures[index], (30, 30), (160, 160), (*colour, 255), -1)
        cv2.circle(pictures[index], (96, 80), 12, (20, 20, 20, 255), -1)
    concepts = [Concept("disc", ("ball",), (), 48.0), Concept("box", (), ("crate",), 48.0)]
    return SpriteSet(concepts, pictures, pictures.copy(), np.array([0, 0, 1, 1]), np.array([0, 1, 0, 2]))


@pytest.fixture(scope="module")
def photographs() -> list[np.ndarray]:
    return [np.random.default_rng(0).integers(0, 256, (300, 300, 3), dtype=np.uint8)]


def drawn(sampler: PairSampler, count: int) -> list[tuple[bytes, bytes, str]]:
    pairs = [sampler.sample() for _ in range(count)]
    return [(pair.input.tobytes(), pair.target.tobytes(), pair.caption) for pair in pairs]


def test_the_same_seed_gives_the_same_pairs(sprites, photographs):
    first, second, other = (drawn(PairSampler(sprites, photographs, seed), 30) for seed in (5, 5, 6))
    assert first == second
    assert first != other


def test_colours_kept_for_the_evaluation_are_never_trained(sprites, photographs):
    hidden = [f"{hue} {name}" for hue in HUES for name in ("disc", "box") if held_out(hue, name)]
    assert hidden
    pairs, lessons = PairSampler(sprites, photographs, 1), LessonSampler(sprites, photographs, 1)
    captions = [pairs.sample().caption for _ in range(300)] + [lessons.lesson().taught for _ in range(300)]
    assert not [caption for caption in captions if any(words in caption for words in hidden)]
    assert [caption for caption in captions if any(hue in caption for hue in HUES)]


def test_a_pupil_is_not_told_the_colour_that_the_teacher_is_told(sprites, photographs):
    sampler = LessonSampler(sprites, photographs, 2)
    different = [lesson for lesson in (sampler.lesson() for _ in range(100)) if lesson.heard != lesson.taught]
    assert different
    for lesson in different:
        colour = next(hue for hue in HUES if f" {hue} " in f" {lesson.taught} ")
        assert lesson.heard == lesson.taught.replace(f"{colour} ", "", 1)
        near = np.abs(lesson.drawing.astype(int) - PALETTE[colour]).max(2) < 60
        assert near.any()


def test_test_drawings_are_where_their_masks_say(sprites):
    sampler = DrawingSampler(sprites, [], 3)
    for colour in HUES:
        drawing, mask = sampler.painted(0, colour)
        assert has_hue(drawing, mask, colour)
        assert (drawing[cv2.dilate(mask.astype(np.uint8), np.ones((5, 5), np.uint8)) == 0] == 255).all()
        bare, lined, inner = sampler.lined(2)
        assert inner.any()
        assert not (bare == lined).all()
        assert near_edges(lined, inner) > 0.9 > near_edges(bare, inner)


def test_eyes_and_a_mouth_stand_out_only_where_they_are_drawn():
    random = np.random.default_rng(4)
    for _ in range(20):
        bare, drawn_face, features = face(random)
        assert all(stands_out(drawn_face, feature) for feature in features)
        assert not any(stands_out(bare, feature) for feature in features)
