"""From a document to records: one module a family of documents, one record model for all.

`extract.extract` tells the family and calls its module; `records` is what comes out.
"""
