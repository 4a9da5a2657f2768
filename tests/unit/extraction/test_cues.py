from __future__ import annotations

from caregraph.extraction.cues import Cue, CueTable, read_cues


def table(*cues: tuple[str, str]) -> CueTable:
    return CueTable.of(
        Cue(words=tuple(words.split()), label=label, weight=1.0) for words, label in cues
    )


def labels(cues: CueTable, text: str) -> list[str]:
    return [match.cue.label for match in cues.matches(text)]


def test_a_cue_inside_a_longer_one_does_not_count() -> None:
    cues = table(("plans", "plans"), ("personal education plans", "education"))
    assert labels(cues, "Personal education plans are late.") == ["education"]


def test_a_cue_counts_again_outside_the_longer_one() -> None:
    cues = table(("plans", "plans"), ("personal education plans", "education"))
    assert labels(cues, "Personal education plans and other plans") == ["education", "plans"]


def test_two_labels_may_share_the_same_words() -> None:
    cues = table(("ehc plans", "send"), ("ehc plans", "plans"))
    assert labels(cues, "EHC plans") == ["send", "plans"]


def test_a_cue_with_capitals_matches_as_written_only() -> None:
    cues = table(("SEND", "send"))
    assert labels(cues, "They send letters.") == []
    assert labels(cues, "Pupils with SEND wait.") == ["send"]


def test_a_star_stands_for_any_ending() -> None:
    cues = table(("adopt*", "adoption"))
    assert labels(cues, "Adopters and adopted children, but not an option") == ["adoption"] * 2


def test_a_possessive_apostrophe_separates_words() -> None:
    cues = table(("children s homes", "homes"))
    assert labels(cues, "local children’s homes") == ["homes"]


def test_matches_tell_where_the_cue_begins() -> None:
    text = "Good early help"
    match = next(iter(table(("early help", "early-help")).matches(text)))
    assert text[match.start :] == "early help"


def test_every_table_of_the_package_can_be_read_and_weighs_above_nothing() -> None:
    for name in ("theme_cues.csv", "polarity_cues.csv", "area_cues.csv"):
        cues = list(read_cues(name))
        assert len(cues) > 30
        assert all(cue.weight > 0 and cue.words for cue in cues)
