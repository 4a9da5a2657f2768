"""What can go wrong between records and graph."""

from __future__ import annotations

from caregraph.ontology.errors import CaregraphError


class BuildError(CaregraphError, ValueError):
    """A record does not fit its document; the message names record and document."""


class RulingError(CaregraphError, ValueError):
    """A file of the user's rulings that cannot be followed; the message names file and line."""
