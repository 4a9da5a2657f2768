"""Make the sample documents, their manifest included, from the texts in `examples/texts`.

Every council, person and event in them is invented. Run it from anywhere:

    python examples/make_examples.py [--output DIR]

The same texts give the same documents, whenever and wherever it runs; a test compares them with
the committed ones in `examples/documents`.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Callable
from pathlib import Path

from office_files import write_minutes, write_slides
from report_pages import write_report
from sample_text import NOTICE, SampleText, SampleTextError, read_text
from web_page import write_page

HERE = Path(__file__).resolve().parent
MANIFEST_COLUMNS = ("file", "url", "publisher", "published", "licence")


def write_plain(sample: SampleText, target: Path) -> None:
    """Write the body of the text as it stands."""
    target.write_text(f"{sample.body}\n{NOTICE}.\n", encoding="utf-8", newline="\n")


WRITERS: dict[str, Callable[[SampleText, Path], None]] = {
    ".pdf": write_report,
    ".docx": write_minutes,
    ".pptx": write_slides,
    ".html": write_page,
    ".txt": write_plain,
    ".md": write_plain,
}


def make_all(output: Path) -> list[Path]:
    """Make every sample document and the manifest in the folder `output`; give their paths."""
    output.mkdir(parents=True, exist_ok=True)
    samples = [read_text(path) for path in sorted((HERE / "texts").glob("*.txt"))]
    made = []
    for sample in samples:
        target = output / sample.setting("file")
        if target.suffix not in WRITERS:
            raise SampleTextError(f"{sample.path}: nothing writes {target.suffix!r} files")
        WRITERS[target.suffix](sample, target)
        made.append(target)
    return [*made, _write_manifest(samples, output / "manifest.csv")]


def _write_manifest(samples: list[SampleText], target: Path) -> Path:
    with target.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(MANIFEST_COLUMNS)
        rows = [[sample.setting(key) for key in MANIFEST_COLUMNS] for sample in samples]
        writer.writerows(sorted(rows))
    return target


def main() -> int:
    """Make the documents; say what was made."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=Path, default=HERE / "documents")
    try:
        made = make_all(parser.parse_args().output)
    except SampleTextError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{len(made)} files in {made[0].parent}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
