"""The importer: from any shape of either essay, its passages word for word."""

import itertools
import random
import re
import textwrap
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import ROOT, SMALL, source_of

from edition import importer
from edition.anchor import WORD, count_words
from edition.book import read_book
from edition.importer import Import, recognise, refusal, write_text
from edition.passage import Passage, fingerprint, letters, read_text


@dataclass(frozen=True)
class Essay:
    """An essay as its file has it, and what must be found in it."""

    passages: list[Passage]
    paragraphs: list[str]
    words: dict[str, str]
    compounds: list[str]

    def recognise(self, paragraphs, join="\n\n".join):
        return recognise(self.passages, join(paragraphs), self.compounds)

    def with_words(self, words):
        """Return the paragraphs with other words for some passages; None leaves one out."""
        ids = {text: passage_id for passage_id, text in self.words.items()}
        changed = [
            words.get(ids[p], p) if (p := " ".join(paragraph.split())) in ids else paragraph
            for paragraph in self.paragraphs
        ]
        return [paragraph for paragraph in changed if paragraph is not None]

    def expect(self, words):
        """Return what must be found when some passages have other words; None is a missing one."""
        texts = {key: words.get(key, text) for key, text in self.words.items()}
        known = {passage.id: passage.words for passage in self.passages}
        return Import(
            {key: text for key, text in texts.items() if text is not None},
            {key: count_words(words[key]) - known[key] for key in texts if words.get(key)},
            tuple(key for key, text in texts.items() if text is None),
        )


@pytest.fixture(scope="module", params=["small", "real"])
def essay(request):
    source = source_of(request.param)
    passages = list(read_book(SMALL if request.param == "small" else ROOT).passages.values())
    paragraphs = source.read_text("utf-8").strip().split("\n\n")
    proofs = {fingerprint(paragraph): " ".join(paragraph.split()) for paragraph in paragraphs}
    words = {passage.id: proofs[passage.fingerprint] for passage in passages}
    compounds = [word for text in words.values() for word in WORD.findall(text) if "-" in word]
    return Essay(passages, paragraphs, words, compounds)


# Shapes: each a function of the paragraphs, and what it does to the words.


def wrap(width, between="\n\n"):
    return lambda paragraphs: between.join(textwrap.fill(p, width) for p in paragraphs)


def break_lines(paragraphs, width=46, height=15):
    """Set paragraphs as a PDF does: words are broken, pages have heads and numbers."""
    lines = []
    for paragraph in paragraphs:
        line = ""
        for word in paragraph.split():
            room = width - len(line) - 2
            if len(line) + len(word) < width:
                line = f"{line} {word}".lstrip()
            elif word.isalpha() and room > 3 and len(word) > room + 2:
                lines.append(f"{line} {word[:room]}-".lstrip())
                line = word[room:]
            else:
                lines.append(line)
                line = word
        lines += [line, ""]
    pages = ["\n".join(lines[start : start + height]) for start in range(0, len(lines), height)]
    return "\f".join(
        f"The Review   {number}\n\n{page}\n\n– {number} –\n" for number, page in enumerate(pages)
    )


def number_in_the_midst(paragraphs):
    return "\n\n".join(re.sub(r"((?:\S+ ){12})(?=[a-z])", r"\1\n\n17\n\n", p) for p in paragraphs)


STRAIGHT = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"'})
CURLY = str.maketrans({"'": "’"})

SAME_WORDS = {
    "as it is": "\n\n".join,
    "hard-wrapped": wrap(70),
    "a narrow column": wrap(28),
    "hard-wrapped, one newline": wrap(70, "\n"),
    "one newline instead of two": "\n".join,
    "a newline and an indent": "\n    ".join,
    "on one line": " ".join,
    "paragraphs run together in pairs": lambda ps: "\n\n".join(
        " ".join(pair) for pair in itertools.zip_longest(ps[::2], ps[1::2], fillvalue="")
    ),
    "words broken at line ends": break_lines,
    "page numbers in the midst": number_in_the_midst,
    "double hyphens for dashes": lambda ps: "\n\n".join(ps).replace("—", "--"),
    "triple hyphens for dashes": lambda ps: "\n\n".join(ps).replace("—", "---"),
    "no-break spaces": lambda ps: "\n\n".join(ps).replace(" ", "\u00a0"),
    "CRLF": "\r\n\r\n".join,
    "CR": "\r\r".join,
    "line separators": "\u2028\u2028".join,
    "a byte order mark": lambda ps: "\ufeff" + "\n\n".join(ps),
    "decomposed accents": lambda ps: unicodedata.normalize("NFD", "\n\n".join(ps)),
    "ligatures": lambda ps: (
        "\n\n".join(ps).replace("ffi", "ﬃ").replace("fi", "ﬁ").replace("fl", "ﬂ")
    ),
    "soft hyphens": lambda ps: re.sub("([a-z]{3})(?=[a-z]{3})", "\\1\u00ad", "\n\n".join(ps)),
    "soft hyphens at line ends": lambda ps: re.sub(
        "( [a-z]{3})(?=[a-z]{3})", "\\1\u00ad\n", "\n\n".join(ps)
    ),
    "zero-width spaces": lambda ps: "\n\n".join(ps).replace("e", "e\u200b"),
    "twice": lambda ps: "\n\n".join([*ps, *ps]),
    "with a rule and bullets": "\n\n* * *\n\n• ".join,
}
OTHER_QUOTES = {
    "straight quotes": lambda text: text.translate(STRAIGHT),
    "curly apostrophes": lambda text: text.translate(CURLY),
    "dashes with spaces": lambda text: text.replace("—", " — "),
    "capitals": str.upper,
}


@pytest.mark.parametrize("shape", SAME_WORDS)
def test_every_shape_gives_the_same_words(essay, shape):
    assert essay.recognise(essay.paragraphs, SAME_WORDS[shape]) == essay.expect({})


@pytest.mark.parametrize("change", OTHER_QUOTES)
def test_quotes_and_capitals_are_left_as_the_copy_has_them(essay, change):
    found = essay.recognise([OTHER_QUOTES[change](p) for p in essay.paragraphs])
    assert found.found == {key: OTHER_QUOTES[change](text) for key, text in essay.words.items()}
    assert (found.changed, found.missing) == ({}, ())


def test_teasers_and_comments_that_repeat_passages_do_not_matter(essay):
    first, middle, last = (list(essay.words.values())[index] for index in (0, 5, -1))
    before = [last, first, "Read on", middle[: len(middle) // 2] + " […]"]
    after = ["3 comments", middle, "I liked this:", first, last]
    assert essay.recognise([*before, *essay.paragraphs, *after]) == essay.expect({})


# Damage: what is changed, what is missing, and nothing else.


def swap(start, end, *words):
    def change(text):
        old = text.split()
        stop = len(old) if end is None else end
        return " ".join([*old[:start], *words, *old[stop:]])

    return change


def in_the_midst(count, *words):
    return lambda text: swap(len(text.split()) // 2, len(text.split()) // 2 + count, *words)(text)


def here_and_there(text):
    words = text.split()
    for index in random.Random(len(words)).sample(range(len(words) - 1), len(words) // 10):
        words[index] = "otherwise"
    return " ".join(words)


DAMAGE = {
    "the first word": swap(0, 1, "Strangely"),
    "the first three words": swap(0, 3, "As", "many", "say"),
    "the first words gone": lambda text: swap(0, 2)(text)[:1].upper() + swap(0, 2)(text)[1:],
    "a word in the midst": in_the_midst(1, "otherwise"),
    "some words gone": in_the_midst(4),
    "some words more": in_the_midst(0, "or", "so", "one", "hears", "and", "reads"),
    "the last word": swap(-1, None, "otherwise."),
    "the last words gone": swap(-4, None, "otherwise."),
    "words here and there": here_and_there,
}
LAYOUTS = {"blank lines": "\n\n".join, "one newline": "\n".join, "hard-wrapped": wrap(4000)}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("damage", DAMAGE)
def test_a_changed_passage_is_found_and_swallows_nothing(essay, damage, layout):
    # Of a long essay, other passages for each damage: so that all take their turn.
    step = len(essay.words) // 10
    for key, text in list(essay.words.items())[list(DAMAGE).index(damage) % step :: step]:
        words = {key: DAMAGE[damage](text)}
        assert essay.recognise(essay.with_words(words), LAYOUTS[layout]) == essay.expect(words)


@pytest.mark.parametrize(
    "layout",
    ["as it is", "a narrow column", "hard-wrapped, one newline", "on one line", "ligatures"],
)
def test_a_missing_passage_is_told_and_swallows_nothing(essay, layout):
    for key in essay.words:
        paragraphs = essay.with_words({key: None})
        assert essay.recognise(paragraphs, SAME_WORDS[layout]) == essay.expect({key: None})


def test_all_the_first_words_may_be_changed_between_neighbours(essay):
    for key, text in list(essay.words.items())[1:-1]:
        words = {key: swap(0, 6, "It", "has", "been", "said", "by", "others")(text)}
        assert essay.recognise(essay.with_words(words)) == essay.expect(words)


def test_another_paragraph_in_the_place_of_a_passage_is_not_taken_for_it(essay):
    for key, text in essay.words.items():
        caption = ("Boats of all kinds at rest. " * (count_words(text) // 12)).strip()
        found = essay.recognise(essay.with_words({key: caption}))
        assert found == essay.expect({key: None})


def test_a_changed_passage_may_be_split_in_two(essay):
    done = 0
    for key, text in essay.words.items():
        for border in re.finditer(r"(?<=[a-z]\.) (?=[A-Z])", text):
            # A shorter second half may as well be a caption.
            if count_words(text[border.end() :]) > 25:
                halves = DAMAGE["the first word"](text[: border.start()]), text[border.end() :]
                paragraphs = essay.with_words({key: "\n\n".join(halves)})
                assert essay.recognise(paragraphs) == essay.expect({key: " ".join(halves)})
                done += 1
    assert done > 3


def test_a_changed_passage_may_be_run_together_with_its_neighbour(essay):
    squeezed = [" ".join(paragraph.split()) for paragraph in essay.paragraphs]
    neighbours = [
        (left, right)
        for left, right in itertools.pairwise(essay.words)
        if squeezed.index(essay.words[right]) == squeezed.index(essay.words[left]) + 1
    ]
    changes = [None, *DAMAGE.values()]
    for left, right in neighbours[:3]:
        for one, other in itertools.product(changes, repeat=2):
            words = {
                key: change(essay.words[key])
                for key, change in ((left, one), (right, other))
                if change
            }
            pair = [words.get(key, essay.words[key]) for key in (left, right)]
            paragraphs = essay.with_words({left: " ".join(pair), right: None})
            assert essay.recognise(paragraphs) == essay.expect(words)
    assert neighbours


def test_passages_that_open_alike_are_never_swapped(essay):
    incipits = {}
    for passage in essay.passages:
        incipits.setdefault(letters(passage.incipit), []).append(passage.id)
    groups = [group for group in incipits.values() if len(group) > 1]
    assert len(groups) == 2
    keys = list(essay.words)
    for first, last in groups:
        between = keys[keys.index(first) + 1 : keys.index(last)][:1]
        changes = [str, DAMAGE["a word in the midst"], DAMAGE["the last words gone"], None]
        for chosen in itertools.product(changes, repeat=2 + len(between)):
            words = {
                key: change and change(essay.words[key])
                for key, change in zip([first, *between, last], chosen, strict=True)
                if change is not str
            }
            found = essay.recognise(essay.with_words(words))
            expected = essay.expect(words)
            if found != expected:
                # With nothing left between them, nothing tells which one it is.
                lost = expected.found.keys() - found.found.keys()
                assert lost
                assert {key: words.get(key) for key in between} == dict.fromkeys(between)
                assert found.found.items() <= expected.found.items()


def test_with_nothing_between_them_passages_that_open_alike_are_left_missing():
    one, between, other = (
        "The boats and the people here were never of one mind about the wind.",
        "In spring the ice went out, and with it every quiet hour we had.",
        "The boats and the people here were never at rest in a north wind.",
    )
    passages = [made(one, "c1p1"), made(between, "c1p2"), made(other, "c1p3")]
    changed = other.replace("north", "strong")
    assert recognise(passages, f"Boats\n\n{changed}\n\nThe end") == Import(
        {}, {}, ("c1p1", "c1p2", "c1p3")
    )
    assert recognise(passages, f"Boats\n\n{between}\n\n{changed}\n\nThe end") == Import(
        {"c1p2": between, "c1p3": changed}, {"c1p3": 0}, ("c1p1",)
    )


def test_the_beginning_of_a_missing_passage_is_not_the_passage(essay):
    last, text = list(essay.words.items())[-1]
    teaser = " ".join(text.split()[: count_words(text) // 3]) + "…"
    found = essay.recognise([*essay.with_words({last: None}), "3 comments", teaser])
    assert found == essay.expect({last: None})


def test_a_caption_that_is_as_long_as_what_was_cut_is_not_swallowed(essay):
    done = 0
    for key, text in essay.words.items():
        border = text.rfind(". ") + 1
        if 3 < count_words(text[border:]) < count_words(text) * 0.24:
            caption = " ".join(["Boats"] * count_words(text[border:])) + "."
            words = {key: text[:border]}
            paragraphs = essay.with_words({key: f"{text[:border]}\n\n{caption}"})
            assert essay.recognise(paragraphs) == essay.expect(words)
            done += 1
    assert done


def test_a_running_head_in_the_midst_of_a_changed_passage_does_not_end_it():
    lines = [
        "The boats that came down the river in the month of May were",
        "full of people who had never seen the town before, among them",
        "Olof and Birgit, who came to stay, and who built the old mill",
        "beyond the bridge with their own hands in a single summer.",
    ]
    heads = [f"The Review {number}" for number in range(3)]
    first, second = "\n".join(lines[:2]), "\n".join(lines[2:]).replace("single", "wet")
    copy = "\n\n".join([heads[0], "Boats", first, heads[1], second, heads[2], "The end"])
    expected = " ".join([*lines[:3], lines[3].replace("single", "wet")])
    assert recognise([made(" ".join(lines))], copy) == Import({"c1p1": expected}, {"c1p1": 0}, ())


def test_a_teaser_does_not_hide_that_a_passage_has_only_one_place(essay):
    (_, first), (key, second) = list(essay.words.items())[:2]
    words = {key: swap(0, 6, "It", "has", "been", "said", "by", "others")(second)}
    found = essay.recognise([first, *essay.with_words(words)])
    assert found == essay.expect(words)


def test_damage_of_many_kinds_at_once(essay):
    captions = [
        "The old harbour from the east, with the mill behind it, in spring. Photo by A. Person.",
        "Read more: ten things that were never said about the sea",
        "A crowd in front of the hall on the first evening.",
    ]
    for seed in range(20):
        chance = random.Random(seed)
        words = {
            key: chance.choice([None, *(damage(text) for damage in DAMAGE.values())])
            for key, text in essay.words.items()
            if chance.random() < 0.3
        }
        paragraphs = [
            part
            for paragraph in essay.with_words(words)
            for part in (paragraph, *chance.sample(captions, chance.random() < 0.3))
        ]
        found = essay.recognise(paragraphs)
        expected = essay.expect(words)
        kept = {key for key in expected.found if key in found.found}
        assert found.found == {key: expected.found[key] for key in kept}
        assert not expected.found.keys() - kept - words.keys(), "an unchanged passage is found"
        assert len(expected.found.keys() - kept) <= 1


# Words, one by one.


def made(text, passage_id="c1p1"):
    incipit = " ".join(text.split()[:6])
    return Passage(passage_id, incipit, count_words(text), fingerprint(text), "…", "c.md", 1)


@pytest.mark.parametrize(
    ("source", "stored"),
    [
        ("the impe-\nrialism of it", "the imperialism of it"),
        ("the impe-\r\n  rialism of it", "the imperialism of it"),
        ("the impe-\n\n12\n\nrialism of it", "the imperialism of it"),
        ("the impe-\n\n- 12 -\n\frialism of it", "the imperialism of it"),
        ("the impe-\nPage 3 of 9\nrialism of it", "the imperialism of it"),
        ("the impe\u00ad\nrialism of it", "the imperialism of it"),
        ("the impe¬\nrialism of it", "the imperialism of it"),
        ("an inter-\nimperial war", "an inter-imperial war"),
        ("an inter-\nimperialist war", "an inter-imperialist war"),
        ("a Franco-\nGerman war", "a Franco-German war"),
        ("a U.S.-\nled war", "a U.S.-led war"),
        ("the 24-\nhour day", "the 24-hour day"),
        ("the pre-\nand post-war years", "the pre- and post-war years"),
        ("the pre- and post-war years", "the pre- and post-war years"),
        ("a self- made man", "a self- made man"),
        ("the co-\nworkers, and other co-workers", "the co-workers, and other co-workers"),
        ("the to-\ngether of words together", "the together of words together"),
        ("the dash--so", "the dash—so"),
        ("the dash---so", "the dash—so"),
        ("the dash—\nso", "the dash—so"),
        ("the dash\n—so", "the dash—so"),
        ("the dash —\nso", "the dash — so"),
        ("the dash – so", "the dash – so"),
        ("the ﬁne ﬂoor oﬀ the ﬃ ﬄ ﬆ", "the fine floor off the ffi ffl st"),
        ("the\u00a0\u2009 \t  spaces\u3000so", "the spaces so"),
        ("the\u200b zero\u2060width\ufeff signs\u200e", "the zerowidth signs"),
        ("the cafe\u0301", "the café"),
        ("“the so-called ‘so’ (so)”.", "“the so-called ‘so’ (so)”."),
        ("« the so » !", "« the so » !"),
        ('"the so" \'so\'', '"the so" \'so\''),
    ],
)  # fmt: skip
def test_words_are_made_typographic(source, stored):
    text = f"{source} and so on to the end of it."
    expected = f"{stored} and so on to the end of it."
    copy = f"Before it.\n\n{text}\n\nAfter it."
    found = recognise([made(expected)], copy, ["inter-imperial"])
    assert found == Import({"c1p1": expected}, {}, ())


@pytest.mark.parametrize(
    ("source", "first", "second"),
    [
        ("{}{}", "The one ends.", "The other begins."),
        ("{}{}", "“The one ends.”", "“The other begins.”"),
        ("{} {}", '"The one ends."', '"The other begins."'),
        ("{}\n{}", "(The one ends.)", "[The other begins.]"),
        ("Caption. {} {} Caption", "The one ends…", "¿The other begins?"),
    ],
)
def test_passages_part_where_the_marks_belong(source, first, second):
    passages = [made(first, "c1p1"), made(second, "c1p2")]
    found = recognise(passages, source.format(first, second))
    assert found.found == {"c1p1": first, "c1p2": second}


def test_running_heads_go_from_the_midst_of_a_passage():
    text = max(SMALL.joinpath("essay.txt").read_text("utf-8").split("\n\n"), key=len)
    words = text.split()
    words[10:10], words[30:30], words[50:50] = (
        ["\n\nThe Review 3\n"],
        ["\n4 The Review\n"],
        ["\n\n\fThe Review\n\n5\n\n"],
    )
    assert recognise([made(text)], " ".join(words)) == Import({"c1p1": text}, {}, ())


def test_a_short_line_that_repeats_is_kept_where_the_fingerprint_asks_for_it():
    text = "We came to\nthe river\nand saw\nthe river\nbeyond\nthe river."
    expected = " ".join(text.split())
    assert recognise([made(expected)], text) == Import({"c1p1": expected}, {}, ())


# What follows the import.


def test_less_than_half_is_refused(essay):
    keys = list(essay.words)
    half = len(keys) // 2
    few = essay.recognise(essay.with_words(dict.fromkeys(keys[half - 1 :])))
    assert len(few.found) == half - 1
    reason = refusal(few, essay.passages)
    assert f"at least half of the {len(keys)} passages must be found; found {half - 1}" in reason
    assert "\n" not in reason
    enough = essay.recognise(essay.with_words(dict.fromkeys(keys[half + 1 :])))
    assert refusal(enough, essay.passages) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Just a moment… Checking your browser before you go on.",
        (ROOT / "LICENSES" / "CC-BY-SA-4.0.txt").read_text("utf-8"),
        "\n\n".join(["The town, the council, and the boat must decide."] * 300),
    ],
    ids=["empty", "a blocked page", "a licence", "words of the same kind"],
)
def test_another_text_is_refused(essay, text):
    found = recognise(essay.passages, text)
    assert found == Import({}, {}, tuple(essay.words))
    assert f"found none of its {len(essay.words)} passages" in refusal(found, essay.passages)


@pytest.fixture
def chapters():
    return read_book(SMALL).chapters


def test_the_text_is_written_by_chapters_and_read_back(tmp_path, chapters):
    folder = tmp_path / "text"
    words = {p.id: f"Words of {p.id}." for chapter in chapters for p in chapter.passages}
    write_text(folder, chapters, words)
    assert sorted(path.name for path in folder.iterdir()) == [
        f"{Path(chapter.path).stem}.txt" for chapter in chapters
    ]
    assert read_text(folder) == (words, [])


def test_an_earlier_text_is_replaced_and_what_else_lies_there_stays(tmp_path, chapters):
    folder = tmp_path / "text"
    folder.mkdir()
    (folder / "README.md").write_text("Read me.", "utf-8")
    (folder / "99-of-another-edition.txt").write_text("c99p1\nOld words.\n", "utf-8")
    write_text(folder, chapters, {"c1p1": "Old.", "c2p1": "Old, too."})
    write_text(folder, chapters, {"c1p1": "New."})
    assert read_text(folder) == ({"c1p1": "New."}, [])
    assert (folder / "README.md").read_text("utf-8") == "Read me."
    assert not (folder / "99-of-another-edition.txt").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["text"]


def test_a_text_that_cannot_be_replaced_stays_whole(tmp_path, chapters, monkeypatch):
    folder = tmp_path / "text"
    write_text(folder, chapters, {"c1p1": "Old."})

    def fail(new: Path, old: Path):
        assert read_text(new)[0] == {"c1p1": "New."}, "the new folder is complete"
        assert read_text(old)[0] == {"c1p1": "Old."}
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(importer, "replace_folder", fail)
    with pytest.raises(OSError, match="No space left"):
        write_text(folder, chapters, {"c1p1": "New."})
    assert read_text(folder) == ({"c1p1": "Old."}, [])
    assert [path.name for path in tmp_path.iterdir()] == ["text"]
