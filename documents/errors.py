"""The error of this layer."""

from __future__ import annotations

from caregraph.ontology.errors import CaregraphError


class DocumentError(CaregraphError, ValueError):
    """A document cannot be read, or holds no text.

    Attributes:
        name: The file's name, as given.
        stage: Where it stopped: "open", "type", "limits", "read", "ocr" or "text".
        reason: One or two sentences: what was found, what to do.
    """

    def __init__(self, name: str, stage: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.stage = stage
        self.reason = reason

    def __reduce__(self) -> tuple[type[DocumentError], tuple[str, str, str]]:
        """Let the error cross the border of a process."""
        return type(self), (self.name, self.stage, self.reason)
