"""What exists: the vocabulary, its concept schemes, the authorities, and the base of all errors.

The Turtle files beside this module are the source; `terms` is generated from them.
"""
