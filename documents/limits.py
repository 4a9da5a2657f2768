"""What one document may cost: sizes, pages, memory and time; messages name the limit reached."""

from __future__ import annotations

from dataclasses import dataclass

_MB = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The most that reading one document may take.

    Attributes:
        file_bytes: Size of the file.
        text_chars: Length of the stored text.
        pages: Pages or slides.
        unpacked_bytes: All parts of an Office file together, unpacked.
        part_bytes: One part of an Office file, unpacked.
        members: Parts of an Office file.
        xml_depth: Nesting of elements in XML.
        memory_bytes: Address space of the child process.
        cpu_s: Processor time of the child process.
        wall_s: Time by the clock of the child process.
        output_bytes: What the child process may hand back.
        ocr_pages: Pages of one document that may be read from their pictures.
        ocr_page_s: Time by the clock that each of them adds to `wall_s`, and the most that
            Tesseract may take for it.
        ocr_page_cpu_s: Processor time that each of them adds to `cpu_s`, for drawing the page;
            Tesseract is a process of its own, with `cpu_s` for each page.
    """

    file_bytes: int = 50 * _MB
    text_chars: int = 5 * _MB
    pages: int = 2_000
    unpacked_bytes: int = 200 * _MB
    part_bytes: int = 50 * _MB
    members: int = 2_000
    xml_depth: int = 256
    memory_bytes: int = 1_500 * _MB
    cpu_s: float = 30.0
    wall_s: float = 60.0
    output_bytes: int = 64 * _MB
    ocr_pages: int = 300
    ocr_page_s: float = 60.0
    ocr_page_cpu_s: float = 3.0


DEFAULT = Limits()
