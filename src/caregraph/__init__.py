"""Inspection reports on children's services as one searchable knowledge graph.

Example:
    >>> import caregraph
    >>> kb = caregraph.open("caregraph-kb")  # doctest: +SKIP
    >>> hits = kb.search("findings about care leavers", limit=3)  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from caregraph.knowledge_base import KnowledgeBase

    __version__: str

__all__ = ["KnowledgeBase", "__version__", "open"]


def open(root: Path | str) -> KnowledgeBase:  # noqa: A001 - caregraph.open(path), as users read it
    """Open a knowledge base for reading; see `KnowledgeBase.open`."""
    from caregraph.knowledge_base import KnowledgeBase

    return KnowledgeBase.open(root)


def __getattr__(name: str) -> Any:
    """Give what is loaded only when asked for: importing caregraph costs nothing (PEP 562)."""
    if name == "KnowledgeBase":
        from caregraph.knowledge_base import KnowledgeBase

        return KnowledgeBase
    if name == "__version__":
        from importlib.metadata import version

        return version("caregraph")
    raise AttributeError(f"module 'caregraph' has no attribute {name!r}")
