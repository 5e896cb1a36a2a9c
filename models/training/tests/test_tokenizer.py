import json

import pytest

pytest.importorskip("regex")

from pocket.tokenizer import END, START, ClipTokenizer

pytestmark = pytest.mark.usefixtures("byte_pairs")


def test_encodes_as_clip_does():
    assert ClipTokenizer().encode("A red  apple", length=8) == [START, 320, 736, 3055, END, END, END, END]


def test_cuts_long_prompts_before_the_end_mark():
    ids = ClipTokenizer().encode("apple " * 100)
    assert len(ids) == 77
    assert (ids[0], ids[-2], ids[-1]) == (START, 3055, END)


def test_writes_the_files_of_the_committed_bundle(bundle, tmp_path):
    ClipTokenizer().write(tmp_path)
    written = {file.name: file.read_text(encoding="utf-8") for file in tmp_path.iterdir()}
    assert written == {name: (bundle / "tokenizer" / name).read_text(encoding="utf-8") for name in written}
    assert json.loads(written["tokenizer_config.json"])["model_max_length"] == 77
