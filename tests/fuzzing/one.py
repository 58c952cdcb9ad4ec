"""Searches one target until its time is over: `python -m tests.fuzzing.one TARGET [options of libFuzzer]`."""

import sys

import atheris

with atheris.instrument_imports(include=["holdfast"]):
    from tests.fuzzing.targets import targets

if __name__ == "__main__":
    atheris.Setup(sys.argv[1:], targets()[sys.argv[1]].try_on)
    atheris.Fuzz()
