"""Readers: files of several formats into one model of a document, `caregraph.documents.model`."""
