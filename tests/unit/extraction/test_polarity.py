from __future__ import annotations

from importlib.resources import files

import pytest

from caregraph.extraction.polarity import (
    POLARITIES,
    cue_score,
    polarity_of,
    read_model,
    title_polarity,
)
from caregraph.extraction.polarity_features import features, score_sentences
from caregraph.extraction.polarity_words import grams


@pytest.mark.parametrize(
    ("praise", "blame"),
    [
        ("Plans are clear.", "Plans are not clear."),
        ("Supervision is regular and effective.", "Supervision is neither regular nor effective."),
        ("Visits are timely.", "Too few visits are timely."),
        ("Assessments are thorough.", "Assessments are insufficiently thorough."),
        ("Children are seen alone.", "Children are rarely seen alone."),
    ],
)
def test_negation_turns_praise_into_blame(praise: str, blame: str) -> None:
    assert polarity_of(praise) == "strength"
    assert polarity_of(blame) == "weakness"


@pytest.mark.parametrize(
    "text",
    [
        "Plans are clear and timely. However, too many children wait months for a visit.",
        "Although assessments are thorough, plans are vague and drift is not challenged.",
        "Most care leavers are well supported, but the quality of pathway plans is poor.",
    ],
)
def test_praise_with_a_reservation_is_mixed(text: str) -> None:
    assert polarity_of(text) == "mixed"


def test_a_plan_to_mend_does_not_make_a_weakness_mixed() -> None:
    text = (
        "Too many children wait too long for help. Records are poor and oversight is weak. "
        "Leaders are aware of this and a plan is in place."
    )
    assert polarity_of(text) == "weakness"


def test_a_paragraph_that_calls_for_a_recommendation_is_no_plain_praise() -> None:
    text = "Visits take place. Plans are in the file. Reviews are held."
    assert polarity_of(f"{text} (Recommendation)") != "strength"


def test_one_clause_is_never_mixed() -> None:
    assert polarity_of("Records of supervision are brief.") in ("strength", "weakness", "neutral")


def test_the_heading_decides_where_the_words_tell_nothing() -> None:
    words = "How the team talks to families"
    assert polarity_of(words, heading_polarity="strength") == "strength"


@pytest.mark.parametrize(
    ("title", "polarity"),
    [
        ("Key strengths", "strength"),
        ("What is the area partnership doing that is effective?", "strength"),
        ("Areas for improvement", "weakness"),
        ("What does the area partnership need to do better?", "weakness"),
        ("The experiences and progress of care leavers", None),
        (None, None),
    ],
)
def test_a_title_tells_what_its_list_is(title: str | None, polarity: str | None) -> None:
    assert title_polarity(title) == polarity


def test_negated_words_are_marked_up_to_a_comma() -> None:
    found = set(grams("Plans are not clear, or late."))
    assert "!clear" in found
    assert "!late" not in found


def test_what_is_said_aside_of_people_denies_nothing() -> None:
    found = set(grams("Workers support young people who do not require help."))
    assert "~not" in found
    assert not {"not", "!require", "!help"} & found


@pytest.mark.parametrize(
    "text",
    [
        "Personal advisers make good efforts to support care leavers who do not want regular help.",
        "Social workers see children promptly even when parents do not agree to the visit.",
    ],
)
def test_what_people_do_not_do_is_no_blame_of_the_service(text: str) -> None:
    assert polarity_of(text) == "strength"


def test_things_that_are_reduced_are_marked() -> None:
    assert "^delay" in set(grams("This reduces delay, and drift."))
    assert "^drift" not in set(grams("This reduces delay, and drift."))


def test_a_conceded_clause_is_known_from_its_main_clause() -> None:
    text = "While plans are clear and detailed, visits to children are often late."
    (sentence,) = score_sentences(text, lambda clause: float(len(clause)))
    assert [clause.conceded for clause in sentence.clauses] == [True, False]


def test_a_sentence_of_a_plan_to_mend_is_known_as_one() -> None:
    text = "Visits are late. Leaders are aware of this."
    sentences = score_sentences(text, lambda _clause: 0.0)
    assert [sentence.mends for sentence in sentences] == [False, True]


@pytest.mark.parametrize("text", ["", "  "])
def test_no_text_says_neither(text: str) -> None:
    assert polarity_of(text) == "neutral"
    assert polarity_of(text, heading_polarity="weakness") == "weakness"


def test_numbers_are_one_word() -> None:
    assert "0 children" in set(grams("16 children"))


def test_denied_praise_adds_nothing_to_the_cues() -> None:
    assert cue_score("Plans are effective.") > 0 > cue_score("Plans are not effective.")


def test_the_model_has_a_weight_for_every_feature_of_every_polarity() -> None:
    model = read_model()
    text = "Plans are clear."
    number = len(features(text, score_sentences(text, model.score), None))
    assert set(model.classes) == set(POLARITIES)
    assert {len(weights) for weights in model.classes.values()} == {number + 1}


def test_the_model_holds_runs_of_at_most_three_words_and_no_sentence() -> None:
    grams_ = read_model().grams
    assert len(grams_) > 10_000
    assert max(len(gram.split()) for gram in grams_) <= 3


def test_the_stored_model_has_short_lines() -> None:
    stored = files("caregraph.extraction") / "polarity_model.json"
    lines = stored.read_text(encoding="utf-8").splitlines()
    assert len(lines) < 500
    assert max(map(len, lines)) < 1_100
