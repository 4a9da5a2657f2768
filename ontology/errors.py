"""The base of every error that caregraph raises for a person to read."""

from __future__ import annotations


class CaregraphError(Exception):
    """Something that the person can act on: what was found, where, and what to do next.

    `str()` of it is the whole message: one or two plain sentences, without a traceback. Each
    layer derives its own errors from this class.
    """


class OntologyError(CaregraphError, ValueError):
    """A name or a file does not fit the vocabulary in `ontology/*.ttl`."""
