"""What can go wrong between a text and its hits.

A damaged index and one of another version or model raise `StoreDamagedError` and
`StoreVersionError` of the graph layer: graph and index are one generation.
"""

from __future__ import annotations

from caregraph.ontology.errors import CaregraphError


class ModelError(CaregraphError, ValueError):
    """A model cannot be used: it is absent, of another kind, altered, or not what it should be."""


class SearchError(CaregraphError, ValueError):
    """A search request asks for something that does not exist; the message says what does."""


class VectorCacheError(CaregraphError, OSError):
    """The cache of vectors cannot be written; what was embedded before is on disk."""

    def __str__(self) -> str:
        return str(self.args[0])
