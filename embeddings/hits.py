"""A passage that was found, and why it stands where it stands."""

from __future__ import annotations

from dataclasses import dataclass

from caregraph.embeddings.evidence import Parts
from caregraph.embeddings.passages import Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A passage that was found, and why it stands where it stands.

    Attributes:
        rank: From 1.
        passage: What was found.
        score: By which hits are ordered, higher is better: the sum of `parts` in hybrid mode, the
            cosine in semantic mode, BM25 in keyword mode.
        similarity: Cosine of the vectors of passage and request; `None` in keyword mode.
        similarity_rank: Place in the ranking by meaning; `None` where it is not in it.
        keyword_score: BM25, higher is better; `None` where the passage has none of the words.
        keyword_rank: Place in the ranking by words; `None` where it is not in it.
        parts: What the score is made of; `None` in the other modes.
    """

    rank: int
    passage: Passage
    score: float
    similarity: float | None = None
    similarity_rank: int | None = None
    keyword_score: float | None = None
    keyword_rank: int | None = None
    parts: Parts | None = None

    def as_json(self) -> dict[str, object]:
        """Give the hit under the names of the search command's JSON output."""
        passage = self.passage
        return {
            "rank": self.rank,
            "iri": passage.iri,
            "kind": passage.kind,
            "text": passage.text,
            "score": self.score,
            "similarity": self.similarity,
            "similarity_rank": self.similarity_rank,
            "keyword_score": self.keyword_score,
            "keyword_rank": self.keyword_rank,
            "parts": None if self.parts is None else self.parts.as_json(),
            "authority": passage.authorities[0] if passage.authorities else None,
            "authority_code": passage.authority_codes[0] if passage.authority_codes else None,
            "authorities": list(passage.authorities),
            "authority_codes": list(passage.authority_codes),
            "regions": list(passage.regions),
            "framework": passage.framework,
            "inspection": passage.inspection,
            "start_date": passage.start_date,
            "end_date": passage.end_date,
            "publication_date": passage.publication_date,
            "document": passage.document,
            "document_iri": passage.document_iri,
            "document_sha256": passage.document_sha256,
            "source_url": passage.source_url,
            "page": passage.page,
            "paragraph": passage.paragraph,
            "section": passage.section,
            "area": passage.area,
            "polarity": passage.polarity,
            "themes": list(passage.themes),
            "grade": passage.grade,
            "overall_grade": passage.overall_grade,
        }
