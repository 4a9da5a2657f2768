"""The plainest search that a person would write with sentence-transformers and FAISS.

    python benchmarks/plain_search.py MODEL_FOLDER FOLDER_WITH_INDEX QUERY

It is what `cold_start.py` compares `caregraph search` with; nothing in it is needlessly slow.
"""

import json
import sys
from pathlib import Path

import faiss
from sentence_transformers import SentenceTransformer

model_folder, folder, query = sys.argv[1:]
model = SentenceTransformer(model_folder, device="cpu")
index = faiss.read_index(str(Path(folder) / "index.faiss"))
texts = json.loads((Path(folder) / "texts.json").read_text(encoding="utf-8"))
vector = model.encode([query], normalize_embeddings=True, show_progress_bar=False)
scores, rows = index.search(vector, 10)
for score, row in zip(scores[0], rows[0], strict=True):
    print(f"{score:.3f}  {texts[row][:100]}")
