from __future__ import annotations

import pytest

from caregraph.extraction.cues import read_cues
from caregraph.extraction.themes import MOST_THEMES, themes_of
from caregraph.ontology.concepts import concepts


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        (
            "Personal advisers visit every young person each month.",
            "pathway-plans-and-personal-advisers",
        ),
        ("The LADO responds on the same day.", "allegations-and-lado"),
        ("Strategy discussions are held without health.", "child-protection-enquiries"),
        ("Children who go missing are not offered an interview.", "exploitation-and-missing"),
        ("Privately fostered children are seen alone.", "private-fostering"),
        ("Caseloads are high and agency staff come and go.", "workforce-and-caseloads"),
        (
            "Audits do not tell managers how good practice is.",
            "performance-management-and-quality-assurance",
        ),
        ("The virtual school knows each pupil.", "education-and-virtual-school"),
        ("Young people of 17 who are homeless sleep in hotels.", "homelessness-16-17"),
        ("There are too few places: the sufficiency plan is old.", "placement-sufficiency"),
    ],
)
def test_a_finding_is_about_what_its_words_name(text: str, theme: str) -> None:
    assert themes_of(text)[0] == theme


def test_the_verb_to_send_is_not_special_educational_needs() -> None:
    assert "send" not in themes_of("Advisers send birthday cards to care leavers.")


def test_leaders_who_only_act_are_not_the_theme() -> None:
    themes = themes_of("Senior leaders have reduced delay in adoption for most children.")
    assert themes == ("adoption",)


def test_the_section_decides_where_the_words_do_not() -> None:
    assert themes_of("It is good.", "The experiences and progress of care leavers") == (
        "care-leavers",
    )


def test_a_report_on_send_is_about_send() -> None:
    title = "What does the area partnership need to do better?"
    assert "send" in themes_of("Waits for therapy are long.", title)


def test_nothing_to_go_by_gives_no_theme() -> None:
    assert themes_of("It rained.") == ()


def test_never_more_themes_than_a_reader_would_name() -> None:
    text = "Adoption, fostering, CAMHS, LADO, MASH, PLO, IROs, UASC, neglect and radicalisation"
    assert len(themes_of(text)) <= MOST_THEMES


def test_every_cue_names_a_theme_of_the_vocabulary() -> None:
    cues = list(read_cues("theme_cues.csv"))
    assert {cue.label for cue in cues} <= set(concepts("theme"))
