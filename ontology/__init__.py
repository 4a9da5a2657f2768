"""What exists: the vocabulary, its concept schemes, the authorities, and the base of all errors.

The Turtle files beside this module are the source; `terms` is generated from them.
"""

from __future__ import annotations

from importlib.resources import files

__all__ = ["turtle"]


def turtle() -> str:
    """Give the vocabulary as Turtle: classes and properties, shapes, concept schemes."""
    parts = ("core.ttl", "shapes.ttl", "schemes.ttl")
    return "\n".join((files(__name__) / part).read_text(encoding="utf-8") for part in parts)
