"""Passages by meaning and by words: the encoder, the vectors, the index and hybrid search.

Importing this package loads nothing heavy. `search` and `index` import numpy, and FAISS only when
an index is opened; torch and sentence-transformers are loaded by a child process of `prepare`.
"""
