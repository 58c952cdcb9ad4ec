"""The model is arrays and nothing else, gives the same for the same words, and takes time as texts are long."""

import io
import pickle
from importlib.resources import files

import numpy as np
import pytest

from holdfast.wording import model as layout
from holdfast.wording.heads import COLUMNS, HEADS, NAMES
from holdfast.wording.model import model, piece_places, read, word_hashes
from holdfast.wording.signals import listed, shares, signals
from holdfast.wording.spans import marked, merged
from tests.wording.test_tokens import WORDS

FILE = files("holdfast.wording").joinpath("weights.npz").read_bytes()


def arrays() -> dict[str, np.ndarray]:
    with np.load(io.BytesIO(FILE), allow_pickle=False) as given:
        return {name: given[name] for name in given.files}


def saved(given: dict[str, np.ndarray]) -> bytes:
    out = io.BytesIO()
    np.savez(out, **given)
    return out.getvalue()


def test_the_file_holds_plain_arrays_and_is_small() -> None:
    assert len(FILE) < 10_000_000
    assert {given.dtype.kind for given in arrays().values()} <= set("iufU")
    assert arrays()["second"].shape[0] == len(COLUMNS)
    assert arrays()["thresholds"].shape == (len(NAMES),)


def test_a_file_with_objects_in_it_is_refused() -> None:
    class Harm:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return (pytest.fail, ("a program ran",))

    given = arrays() | {"bias": np.array([Harm()], dtype=object)}
    with pytest.raises(ValueError, match="pickle"):
        read(saved(given))


def test_a_bare_pickle_is_refused() -> None:
    with pytest.raises(ValueError, match="pickle"):
        read(pickle.dumps({"bias": 1}))


def test_the_same_bytes_give_the_same_model() -> None:
    again = read(saved(arrays()))
    assert np.array_equal(again.words, model().words)
    assert again.version == model().version


def test_a_message_scores_the_same_alone_and_among_others(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [
        "see you at six",
        "",
        "you stupid cow",
        "k i l l  y o u",
        "🔪",
        "I will stab you lol",
        "Bis morgen dann ja",
    ]
    together = shares(signals(texts))
    alone = np.concatenate([shares(signals([text])) for text in texts])
    assert np.allclose(together, alone, atol=1e-6)
    monkeypatch.setattr("holdfast.wording.signals._BLOCK", 2)
    monkeypatch.setattr("holdfast.wording.signals._KEPT", 1)
    assert np.allclose(together, shares(signals(texts)), atol=1e-6)


def test_no_text_gives_no_row() -> None:
    assert shares(signals([])).shape == (0, len(COLUMNS))


def test_pieces_stay_within_their_word() -> None:
    words = ["ab", "abcd", ""]
    number, places = piece_places(words)
    assert np.bincount(number, minlength=3).tolist() == [3, 9, 0]  # of " ab " and " abcd "; "  " has none
    assert np.array_equal(places[number == 0], piece_places(["ab"])[1])
    assert int(places.max()) < 1 << layout.PIECE_BITS


def test_hashes_do_not_depend_on_the_run() -> None:
    assert word_hashes(["a", "ü"]).tolist() == [3904355907, 1675192789]
    assert layout.word_places(word_hashes(["a", "b"])).max() < 1 << layout.WORD_BITS


def test_pairs_do_not_reach_from_one_message_into_the_next() -> None:
    first = signals(["good morning", "stab"]).scores[1]
    assert np.allclose(first, signals(["stab"]).scores[0], atol=1e-5)


def test_words_that_people_mark_are_found_where_they_stand() -> None:
    text = "what a stupid   idiot, really"
    assert [text[start:end] for start, end in marked(text, WORDS, model())] == ["stupid   idiot"]
    assert merged("ab cd", [(3, 5), (0, 2), (0, 1)]) == [(0, 5)]


def test_each_head_has_its_own_definition() -> None:
    assert len({head.says for head in HEADS}) == len(HEADS)
    assert len({head.label for head in HEADS}) == len(HEADS)


def test_the_model_is_silent_in_other_languages_and_phrases_are_not() -> None:
    given = listed(seen := signals(["ich hol dich um drei ab", "ich bring dich um"]), shares(seen))
    assert given.any(axis=1).tolist() == [False, True]


def test_texts_in_other_languages_are_told_apart() -> None:
    seen = signals(
        ["Bis morgen dann am Bahnhof", "see you at the station then", "ok", "明日 駅 で 会い ましょう ね"]
    )
    assert seen.foreign.tolist() == [True, False, False, True]
