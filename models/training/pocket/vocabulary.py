"""The words a bundle was trained on, in the languages of the page: ``vocabulary.json``, written by ``pocket.export``.

The names of sprites in other languages come from CLDR's emoji annotations (Unicode licence), which describe the same
emoji; colours, styles, places, small words and what one calls everyday things come from ``everyday-words.tsv``.
"""

import csv
import json
import re
from pathlib import Path

from pocket.sprites import load_concepts

FILE = "vocabulary.json"
LANGUAGES = ("en", "de", "fr", "es")
GROUPS = ("words", "colours", "styles", "places", "names", "plurals", "keywords")
"""In the order in which they may claim a word; ``words`` and ``plurals`` are there to be understood, not to be suggested."""

WORD = re.compile(r"[\w'’-]+")
ENDING = re.compile(r"(?<=\w)\((\w+)\)")
"""What CLDR puts in brackets after a stem: "Polizist(in)"."""

Entry = dict[str, list[str]]
"""Forms by language. The English one is what the model was trained on; of the others the first is the usual one."""


def normalised(form: str) -> str:
    """How forms are compared: lower case, single spaces, straight apostrophes."""
    return " ".join(form.lower().replace("’", "'").split())


def _everyday() -> list[tuple[str, Entry]]:
    """Group and entry of each line of ``everyday-words.tsv``."""
    with Path(__file__).with_name("everyday-words.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [(row["group"], {language: row[language].split("|") for language in LANGUAGES}) for row in rows]


def _annotations(npm: Path, language: str) -> dict[str, dict[str, list[str]]]:
    file = npm / "node_modules" / "cldr-annotations-full" / "annotations" / language / "annotations.json"
    return json.loads(file.read_text(encoding="utf-8"))["annotations"]["annotations"]


def _spoken(forms: list[str]) -> list[str]:
    """Forms as one says them: both of "Polizist(in)", and no "(Organ)" after a word."""
    short = [ENDING.sub("", form).split(" (")[0] for form in forms]
    return [*short, *(ENDING.sub(r"\1", form) for form in forms if ENDING.search(form))]


def _from_cldr(npm: Path) -> list[tuple[str, Entry]]:
    """A name for each concept, what is drawn most often first, its aliases, and all English keywords."""
    annotations = {language: _annotations(npm, language) for language in LANGUAGES[1:]}
    names, keywords = [], []
    for code, concept in sorted(load_concepts(npm).items(), key=lambda pair: -pair[1].weight):
        emoji = "".join(chr(int(point, 16)) for point in code.split("-"))
        # CLDR's keywords are left out: most of them are associations ("traffic"), not names.
        spoken = {language: _spoken(known.get(emoji, {}).get("tts", [])) for language, known in annotations.items()}
        names += [("names", {"en": [concept.name], **spoken}), *(("names", {"en": [alias]}) for alias in concept.aliases)]
        keywords += [("keywords", {"en": [keyword]}) for keyword in concept.keywords]
    return names + keywords


def build(npm: Path) -> dict[str, list[Entry]]:
    """Entries by group. In each language a form stands in one entry only: the first that claims it."""
    found = sorted(_everyday() + _from_cldr(npm), key=lambda pair: GROUPS.index(pair[0]))
    # What is English already stays as it is, so it can stand for nothing else.
    english = {normalised(entry["en"][0]) for group, entry in found if group != "keywords"}
    claimed: set[tuple[str, str]] = set()
    groups: dict[str, list[Entry]] = {group: [] for group in GROUPS}
    by_english: dict[str, Entry] = {}
    for group, entry in found:
        name = normalised(entry["en"][0])
        if group == "keywords" and any((language, name) in claimed for language in LANGUAGES):
            continue  # a French "chat" is a cat, not a speech balloon
        if name not in by_english:
            by_english[name] = {"en": entry["en"]}
            groups[group].append(by_english[name])
        for language in LANGUAGES[1:]:
            for form in entry.get(language, []):
                key = normalised(form)
                if (language, key) not in claimed and (key == name or key not in english):
                    claimed.add((language, key))
                    by_english[name].setdefault(language, []).append(form)
    return groups


def write(npm: Path, bundle: Path) -> None:
    """Writes the file, an entry a line."""
    groups = [
        f'  "{group}": [\n' + ",\n".join("    " + json.dumps(entry, ensure_ascii=False) for entry in entries) + "\n  ]"
        for group, entries in build(npm).items()
    ]
    languages = f'  "languages": {json.dumps(LANGUAGES)}'
    (bundle / FILE).write_text("{\n" + ",\n".join([languages, *groups]) + "\n}\n", encoding="utf-8")


def in_english(prompt: str, vocabulary: dict) -> str:
    """The prompt with each known run of words in English, longer runs first, as the server does it.

    Args:
        prompt: any language or several.
        vocabulary: the content of ``vocabulary.json``; where a form stands in several entries, its languages' order decides.
    """
    known: dict[str, str] = {}
    for language in vocabulary["languages"]:
        for entry in (entry for group in GROUPS for entry in vocabulary[group]):
            for form in entry.get(language, []):
                known.setdefault(normalised(form), entry["en"][0])
    longest = max(len(WORD.findall(form)) for form in known)
    words = list(WORD.finditer(prompt))
    result, copied, at = "", 0, 0
    while at < len(words):
        for count in range(min(longest, len(words) - at), 0, -1):
            start, end = words[at].start(), words[at + count - 1].end()
            if english := known.get(normalised(prompt[start:end])):
                result += prompt[copied:start] + english
                copied = end
                break
        at += count
    return result + prompt[copied:]
