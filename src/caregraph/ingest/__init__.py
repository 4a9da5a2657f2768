"""From files to the next generation of a knowledge base: the steps, their caches, their order."""
