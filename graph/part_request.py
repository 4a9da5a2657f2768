"""Which part of the graph somebody wants to take away."""

from __future__ import annotations

from dataclasses import dataclass

from caregraph.ontology.errors import CaregraphError


class PartRequestError(CaregraphError, ValueError):
    """Ways to select a part that exclude each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartRequest:
    """A part of the graph by at most one way of selecting; everything where none is given.

    Attributes:
        authority: All about this authority, by any of its names or its code.
        inspection: All about this inspection: its IRI, or the end of it.
        things: What is said of these things, by name or IRI; see `depth`.
        search: The best passages for these words, with what they belong to; see `limit`.
        construct: The graph that this CONSTRUCT query gives.
        depth: How many steps to follow from `things`.
        limit: How many passages of `search`.
    """

    authority: str | None = None
    inspection: str | None = None
    things: tuple[str, ...] = ()
    search: str | None = None
    construct: str | None = None
    depth: int = 0
    limit: int = 50

    def __post_init__(self) -> None:
        chosen = [name for name, _ in self._ways()]
        if len(chosen) > 1:
            raise PartRequestError(f"{' and '.join(chosen)} exclude each other; choose one")

    def __str__(self) -> str:
        """Say what is selected, for the head of the file."""
        return next((words for _, words in self._ways()), "everything")

    def _ways(self) -> list[tuple[str, str]]:
        ways = {
            "authority": (self.authority, f"authority {self.authority}"),
            "inspection": (self.inspection, f"inspection {self.inspection}"),
            "iri": (self.things, f"{', '.join(self.things)}, {self.depth} steps around"),
            "search": (self.search, f"the {self.limit} best passages for '{self.search}'"),
            "construct": (self.construct, "the answer to a CONSTRUCT query"),
        }
        return [(name, words) for name, (value, words) in ways.items() if value]
