"""Put the mean of two models' weights together: often better than either (Wortsman et al., Model soups, ICML 2022).

usage: python -m tools.recogniser.mean OUT MODEL MODEL

The models are of tools/recogniser/train.py, one trained on from the other.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from tools.recogniser.dictionary import characters
from tools.recogniser.store import weights_of, write_model
from tools.recogniser.train import inherited


def main() -> None:
    """Read both, write the mean."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("models", type=Path, nargs=2)
    given = parser.parse_args()
    one, other = (weights_of(model) for model in given.models)
    mixed = {
        name: (value + other[name]) / 2 if np.issubdtype(value.dtype, np.floating) else value
        for name, value in one.items()
    }
    graph = inherited()
    graph.take(mixed)
    write_model(graph.written_back(), characters(), given.out)


if __name__ == "__main__":
    main()
