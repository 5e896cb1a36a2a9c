import json

import pytest

onnx = pytest.importorskip("onnx")
pytest.importorskip("resvg_py")
pytest.importorskip("regex")

from pocket import vocabulary
from pocket.sprites import EVERYDAY, SHORT_NAMES
from pocket.tokenizer import ClipTokenizer


@pytest.fixture(scope="module")
def words(bundle) -> dict:
    name = json.loads((bundle / "speakdraw.json").read_text(encoding="utf-8"))["vocabulary"]
    return json.loads((bundle / name).read_text(encoding="utf-8"))


def entries(words: dict) -> list[dict]:
    return [entry for group in vocabulary.GROUPS for entry in words[group]]


@pytest.mark.usefixtures("byte_pairs")
def test_every_english_form_is_of_words_that_were_trained(bundle, words):
    graph = onnx.load(bundle / "text_encoder" / "model.onnx").graph
    rows = next(onnx.numpy_helper.to_array(tensor) for tensor in graph.initializer if tensor.name == "compact")
    tokenizer = ClipTokenizer()
    assert [entry["en"][0] for entry in entries(words) if not all(rows[tokenizer.encode(entry["en"][0])])] == []


@pytest.mark.parametrize("language", vocabulary.LANGUAGES)
def test_a_form_stands_for_one_thing_only(words, language):
    forms = [vocabulary.normalised(form) for entry in entries(words) for form in entry.get(language, [])]
    assert forms
    assert len(forms) == len(set(forms))


@pytest.mark.parametrize("language", vocabulary.LANGUAGES)
def test_forms_are_what_one_says(words, language):
    assert [form for entry in entries(words) for form in entry.get(language, []) if set(form) & set("()[]")] == []


def test_everyday_things_have_names_in_all_languages(words):
    everyday = {SHORT_NAMES.get(name, name) for name in (word.replace("_", " ") for word in EVERYDAY)} | set(SHORT_NAMES.values())
    known = {entry["en"][0]: entry for entry in words["names"]}
    lacking = {name: set(vocabulary.LANGUAGES) - known[name].keys() for name in everyday if name in known}
    assert {name: languages for name, languages in lacking.items() if languages} == {}
    assert len(lacking) > 150


@pytest.mark.parametrize(
    ("prompt", "english"),
    [
        ("ein Hund", "a dog"),
        ("un chat", "a cat"),
        ("Zwei Katzen im Meer, Aquarell", "two cats in the sea, watercolour"),
        ("un gâteau d’anniversaire", "a birthday cake"),
        ("una manzana roja", "a red apple"),
        ("ein Schneemann", "a snowman"),
        ("un muñeco de nieve", "a snowman"),
        ("eine Polizistin am Strand", "a police officer on the beach"),
        ("un chat rouge", "a cat red"),
        ("a cat, neon", "a cat, neon"),
        ("the gift of Xanadu", "the gift of Xanadu"),
    ],
)
def test_known_words_of_other_languages_become_english(words, prompt, english):
    assert vocabulary.in_english(prompt, words) == english
