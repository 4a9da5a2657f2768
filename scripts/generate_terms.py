#!/usr/bin/env python3
"""Write ontology/terms.py from ontology/*.ttl.

    scripts/generate_terms.py            rewrite ontology/terms.py
    scripts/generate_terms.py --check    say whether it is up to date (exit 1 where it is not)

The Turtle files are the source; the Python module is generated from them, committed, and a test
compares the two. Own terms come from their declarations in core.ttl; of other vocabularies, the
terms that any of the files uses.
"""

from __future__ import annotations

import keyword
import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

ROOT = Path(__file__).resolve().parent.parent
ONTOLOGY = ROOT / "ontology"
FILES = ("core.ttl", "shapes.ttl", "schemes.ttl", "authorities.ttl")
OWN = "cg"
VOCABULARIES = {
    "dcterms": "Dublin Core terms.",
    "foaf": "Friend of a Friend: people.",
    "oa": "The Web Annotation vocabulary: passages.",
    "org": "The W3C organization ontology.",
    "owl": "The Web Ontology Language.",
    "prov": "The W3C provenance ontology.",
    "rdf": "RDF's own vocabulary.",
    "rdfs": "RDF Schema.",
    "schema": "schema.org.",
    "skos": "Simple Knowledge Organization System: concepts.",
    "xsd": "XML Schema datatypes.",
}
"""Prefix and one-line description of each reused vocabulary that Python code names terms of."""
INTERNAL_PREFIXES = ("sh", "shape")
"""Used in the Turtle, of no use in a query over the data."""

HEADER = '''"""IRIs of the vocabulary as plain strings.

Generated from ontology/*.ttl by scripts/generate_terms.py; not to be edited.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final
'''


def terms_in(triple: ox.Triple | ox.Quad) -> Iterator[str]:
    """Give the IRIs that a triple names, datatypes included."""
    for node in (triple.subject, triple.predicate, triple.object):
        if isinstance(node, ox.NamedNode):
            yield node.value
        elif isinstance(node, ox.Literal):
            yield node.datatype.value


def read() -> tuple[dict[str, str], set[str], str]:
    """Give the prefixes, every IRI of the files, and the ontology's version."""
    prefixes: dict[str, str] = {}
    iris: set[str] = set()
    version = ""
    for name in FILES:
        parser = ox.parse(path=ONTOLOGY / name, format=ox.RdfFormat.TURTLE)
        for triple in parser:
            iris.update(terms_in(triple))
            if triple.predicate.value == "http://www.w3.org/2002/07/owl#versionInfo":
                version = triple.object.value
        prefixes.update(parser.prefixes)
    return prefixes, iris, version


def declared() -> set[str]:
    """Give the IRIs that core.ttl declares with a type."""
    own = ox.parse(path=ONTOLOGY / "core.ttl", format=ox.RdfFormat.TURTLE)
    return {t.subject.value for t in own if t.predicate.value.endswith("ns#type")}


def class_source(name: str, docstring: str, namespace: str, locals_: list[str]) -> str:
    """Give the source of one class of terms."""
    lines = [f"class {name}:", f'    """{docstring}"""', ""]
    for local in locals_:
        attribute = f"{local}_" if keyword.iskeyword(local) else local
        lines.append(f'    {attribute}: Final[str] = "{namespace}{local}"')
    return "\n".join(lines) + "\n"


def locals_of(iris: set[str], namespace: str) -> list[str]:
    """Give the local names of the IRIs in a namespace, in alphabetical order."""
    return sorted(
        iri.removeprefix(namespace)
        for iri in iris
        if iri.startswith(namespace) and iri.removeprefix(namespace).isidentifier()
    )


def source() -> str:
    """Give the whole source of ontology/terms.py."""
    prefixes, iris, version = read()
    public = {k: v for k, v in sorted(prefixes.items()) if k not in INTERNAL_PREFIXES}
    parts = [HEADER]
    parts.append(f'VERSION: Final[str] = "{version}"\n"""Of the ontology."""\n')
    parts.append(f'ONTOLOGY: Final[str] = "{prefixes[OWN].removesuffix("#")}"\n')
    parts.append(
        f'SCHEME: Final[str] = "{prefixes["scheme"]}"\n'
        '"""Base of the concepts: SCHEME + "area/overall"."""\n'
    )
    parts.append(
        f'ID: Final[str] = "{prefixes["id"]}"\n'
        '"""Base of the individuals: ID + "authority/E10000017"."""\n'
    )
    entries = "".join(f'        "{k}": "{v}",\n' for k, v in public.items())
    parts.append(
        "PREFIXES: Final[Mapping[str, str]] = MappingProxyType(\n    {\n"
        + entries
        + '    }\n)\n"""What a query may use without declaring it."""\n'
    )
    text = "\n".join(parts)
    own = class_source("CG", "Our own terms.", prefixes[OWN], locals_of(declared(), prefixes[OWN]))
    for prefix, description in VOCABULARIES.items():
        namespace = prefixes[prefix]
        names = locals_of(iris, namespace)
        own += "\n\n" + class_source(prefix.upper(), description, namespace, names)
    return text + "\n\n" + own


def main() -> int:
    """Write the module, or compare it."""
    target = ONTOLOGY / "terms.py"
    new = source()
    if "--check" in sys.argv[1:]:
        if target.read_text(encoding="utf-8") == new:
            return 0
        print("ontology/terms.py differs from ontology/*.ttl: run scripts/generate_terms.py")
        return 1
    target.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
