"""What is known of one authority."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """One local authority responsible for children's services.

    A body that only got a new ONS code is the same authority under its new code; a body that
    took over from another is a new one (docs/decisions/0003-authority-codes.md).

    Attributes:
        code: Its ONS code, the key of its IRI.
        label: The short name that a person would use: "Lancashire".
        official_name: "Lancashire County Council"; the label where a user's list gives no other.
        alt_names: Other names that stand for it anywhere in a text.
        loose_names: Names that stand for it only where nothing else can be meant, as a search
            term or before "Council": "Newcastle".
        former_codes: ONS codes that the same body had before.
        region: Name of the region; `None` for a user's body without one.
        region_code: Its ONS code, for example E12000002.
        dfe_code: Three digits of the Department for Education.
        ofsted_urn: Ofsted's number of the provider; `None` where it is not known for sure.
        valid_from: First day in ISO 8601; `None`: before 2009.
        valid_until: Last day; `None`: it exists.
        predecessors: Codes of the bodies whose area it took over.
        successors: Codes of the bodies that took over its area.
        neighbours: Codes of its statistical neighbours, in the order of the codes.
        everyday_word: Whether the label is also an everyday word ("Reading").
    """

    code: str
    label: str
    official_name: str
    alt_names: tuple[str, ...] = ()
    loose_names: tuple[str, ...] = ()
    former_codes: tuple[str, ...] = ()
    region: str | None = None
    region_code: str | None = None
    dfe_code: str | None = None
    ofsted_urn: str | None = None
    valid_from: str | None = None
    valid_until: str | None = None
    predecessors: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()
    neighbours: tuple[str, ...] = ()
    everyday_word: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """All names, the short one first."""
        return (self.label, self.official_name, *self.alt_names, *self.loose_names)
