"""IRIs of individuals: pure functions of what identifies them.

Every IRI is `ID` + kind + "/" + key. A key's parts are joined by full stops, which no part holds,
so that different parts never give the same key (docs/decisions/0002-iri-scheme.md).
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import quote

from caregraph.ontology.terms import ID, SCHEME

_SHORT = 16
"""Hexadecimal digits of a document's SHA-256 that stand for it in other keys: 64 bits."""
_DIGEST = 12
"""Hexadecimal digits that tell the texts of one inspection or document apart: 48 bits."""


def concept(scheme: str, notation: str) -> str:
    """Give a concept's IRI: `concept("grade", "good")`."""
    return f"{SCHEME}{scheme}/{_part(notation)}"


def authority(code: str) -> str:
    """Give an authority's IRI from its ONS code."""
    return f"{ID}authority/{_part(code)}"


def region(code: str) -> str:
    """Give a region's IRI from its ONS code, or the slug of its name."""
    return f"{ID}region/{_part(code)}"


def document(sha256: str) -> str:
    """Give a document's IRI from the SHA-256 of its bytes."""
    return f"{ID}document/{sha256}"


def document_graph(sha256: str) -> str:
    """Give the name of the graph that holds what one document says."""
    return f"{ID}graph/{sha256}"


def reference_graph() -> str:
    """Give the name of the graph that holds ontology, schemes and authorities."""
    return f"{ID}graph/reference"


def exported(what: str) -> str:
    """Give the IRI of an exported part of the graph from a text that says which part it is."""
    return f"{ID}export/{digest(what)}"


def inspection(codes: Iterable[str], framework: str, start: str) -> str:
    """Give the IRI of an inspection that is fully known.

    Args:
        codes: ONS codes of the authorities inspected, in any order; at least one.
        framework: Its notation.
        start: Its first day in ISO 8601.

    Returns:
        For example `.../inspection/E10000017.sif.2018-06-11`.
    """
    where = "_".join(sorted(_part(code) for code in codes))
    return f"{ID}inspection/{where}.{_part(framework)}.{_part(start)}"


def inspection_in(sha256: str, key: str) -> str:
    """Give the IRI of an inspection of which one document does not tell enough.

    Args:
        sha256: Of the document.
        key: The inspection's local name in it ("previous-1").

    Returns:
        An IRI that no other document's inspection has.
    """
    return f"{ID}inspection/{_part(key)}.{sha256[:_SHORT]}"


def judgement(inspection_iri: str, area: str, grade: str) -> str:
    """Give the IRI of a grade: two documents that state the same grade state one judgement."""
    return f"{ID}judgement/{_key(inspection_iri)}.{_part(area)}.{_part(grade)}"


def absent_judgement(inspection_iri: str, area: str, reason: str) -> str:
    """Give the IRI of the absence of a grade for a reason."""
    return f"{ID}absent-judgement/{_key(inspection_iri)}.{_part(area)}.{_part(reason)}"


def text_in(kind: str, home: str, text: str, *, occurrence: int = 1) -> str:
    """Give the IRI of something that is known by its words.

    Args:
        kind: "finding", "recommendation", "statement", "action", "statistic".
        home: IRI of the inspection or document that it belongs to.
        text: Its words; white space makes no difference.
        occurrence: Counts the same words in one document, from 1.

    Returns:
        For example `.../finding/E10000017.sif.2018-06-11.0f3a5c7e9b1d`.
    """
    home_key = _key(home)
    if home.startswith(f"{ID}document/"):
        home_key = home_key[:_SHORT]
    suffix = "" if occurrence == 1 else f".{occurrence}"
    return f"{ID}{kind}/{home_key}.{digest(' '.join(text.split()))}{suffix}"


def person(name: str, context: str) -> str:
    """Give a person's IRI.

    Args:
        name: As printed; case, punctuation and white space make no difference.
        context: What tells people of one name apart: the key of a body, or of a document.

    Returns:
        For example `.../person/jane-doe.E10000017`.
    """
    return f"{ID}person/{slug(name)}.{context}"


def organisation(name: str, context: str | None = None) -> str:
    """Give a body's IRI.

    Args:
        name: As printed; case, punctuation and white space make no difference.
        context: The key of an authority or document, where the name alone is nobody's
            ("Local Safeguarding Children Board").

    Returns:
        For example `.../organisation/kent-police`.
    """
    return f"{ID}organisation/{slug(name)}" + (f".{context}" if context else "")


def post(sha256: str, *parts: str | None) -> str:
    """Give the IRI of a post from all that the document says of it."""
    return f"{ID}post/{sha256[:_SHORT]}.{digest(chr(0).join(part or '' for part in parts))}"


def passage(sha256: str, start: int, end: int) -> str:
    """Give the IRI of a stretch of a document's stored text; its selectors extend it."""
    return f"{ID}passage/{sha256[:_SHORT]}.{start}-{end}"


def document_context(sha256: str) -> str:
    """Give the part of a key that stands for a document."""
    return sha256[:_SHORT]


def is_address(text: str) -> bool:
    """Tell whether a text from outside is a web address."""
    return text.strip().lower().startswith(("http://", "https://"))


def address(text: str) -> str:
    """Give a web address from outside as an IRI: what may not stand in one is escaped.

    Returns:
        An address that any RDF parser takes.

    Example:
        >>> address("https://example.org/a report<1>.pdf")
        'https://example.org/a%20report%3C1%3E.pdf'
    """
    return quote(text.strip(), safe=":/?#[]@!$&'()*+,;=%~")


def slug(text: str) -> str:
    """Give letters and digits in lower case, joined by hyphens.

    Where that loses a letter ("Máire"), the key of the whole text is added, so that different
    names stay different.

    Returns:
        Never empty: a text without letters and digits gives its own key.

    Example:
        >>> slug("Jane  O'Doe-Smith")
        'jane-o-doe-smith'
        >>> slug("Máire") == slug("Maire")
        False
    """
    folded = text.casefold()
    plain = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode()
    words = "-".join(re.findall(r"[a-z0-9]+", plain))
    lost = [c for c in unicodedata.normalize("NFC", folded) if c.isalnum() and not c.isascii()]
    if words and not lost:
        return words
    return "-".join(filter(None, (words, digest(" ".join(folded.split()))[:6])))


def digest(text: str) -> str:
    """Give the first 12 hexadecimal digits of the SHA-256 of a text's UTF-8 bytes."""
    data = text.encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).hexdigest()[:_DIGEST]


def _key(iri: str) -> str:
    return iri.rpartition("/")[2]


# "help-and-protection"
_PLAIN_PART = re.compile(r"[A-Za-z0-9_-]+")


def _part(text: str) -> str:
    return text if _PLAIN_PART.fullmatch(text) else slug(text)
