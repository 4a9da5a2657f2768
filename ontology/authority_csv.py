"""A user's own authorities, read from a CSV file."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from pathlib import Path

from caregraph.ontology.authority_record import Authority
from caregraph.ontology.errors import OntologyError

COLUMNS = (
    "code",
    "name",
    "official_name",
    "also_known_as",
    "region",
    "region_code",
    "dfe_code",
    "ofsted_urn",
    "valid_from",
    "valid_until",
    "predecessors",
    "successors",
)
# A code becomes the last part of an IRI: "X99000001".
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{1,31}")
# "2021-04-01"
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def read_csv(path: Path, *, known: set[str]) -> list[Authority]:
    """Give the authorities of a CSV file.

    Args:
        path: UTF-8 with a header line; see `AuthorityList.load` for the columns.
        known: Codes that are taken.

    Returns:
        The authorities in the order of the file.

    Raises:
        OntologyError: If the file cannot be read as such a table; the message names the line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise OntologyError(f"{path}: {error.strerror}; name a CSV file of authorities") from None
    except UnicodeDecodeError:
        raise OntologyError(f"{path}: not UTF-8 text; save the table as UTF-8 CSV") from None
    reader = csv.DictReader(text.splitlines())
    header = tuple(reader.fieldnames or ())
    missing = [name for name in ("code", "name") if name not in header]
    unknown = [name for name in header if name not in COLUMNS]
    if missing or unknown:
        what = f"no column {missing[0]!r}" if missing else f"unknown column {unknown[0]!r}"
        raise OntologyError(f"{path}:1: {what}; the columns are {', '.join(COLUMNS)}")
    found: list[Authority] = []
    taken = set(known)
    for row in reader:
        authority = _authority(row, where=f"{path}:{reader.line_num}")
        if authority.code in taken:
            raise OntologyError(
                f"{path}:{reader.line_num}: the code {authority.code} is taken; choose another"
            )
        taken.add(authority.code)
        found.append(authority)
    return found


def _authority(row: Mapping[str | None, str | None], *, where: str) -> Authority:
    if None in row:
        raise OntologyError(f"{where}: more cells than the header has; quote names with commas")

    def cell(name: str) -> str | None:
        return (row.get(name) or "").strip() or None

    def cells(name: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in (row.get(name) or "").split(";") if part.strip())

    code, label = cell("code"), cell("name")
    if code is None or not _CODE.fullmatch(code):
        raise OntologyError(
            f"{where}: code {code or ''!r} is not 2 to 32 letters, digits and hyphens"
        )
    if label is None:
        raise OntologyError(f"{where}: the authority {code} has no name")
    for column in ("valid_from", "valid_until"):
        if (date := cell(column)) is not None and not _DATE.fullmatch(date):
            raise OntologyError(f"{where}: {column} {date!r} is not a date such as 2021-04-01")
    return Authority(
        code=code,
        label=label,
        official_name=cell("official_name") or label,
        alt_names=cells("also_known_as"),
        region=cell("region"),
        region_code=cell("region_code"),
        dfe_code=cell("dfe_code"),
        ofsted_urn=cell("ofsted_urn"),
        valid_from=cell("valid_from"),
        valid_until=cell("valid_until"),
        predecessors=cells("predecessors"),
        successors=cells("successors"),
    )
