"""The HTTP application, which comes after the command line: nothing is served yet."""
