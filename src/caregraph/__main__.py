"""`python -m caregraph` is the command line."""

from caregraph.cli.main import run

if __name__ == "__main__":
    run()
