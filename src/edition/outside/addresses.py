"""The addresses outside that an edition names, and every place where it does."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from edition.links.records import Output

from .records import Place

FIELD = re.compile(r"^\s*(url|doi|archived)\s*=\s*\{([^{}]*)\}", re.MULTILINE)
DOI = "https://doi.org/"


def collect(outputs: Iterable[Output], path: str, references: str) -> dict[str, tuple[Place, ...]]:
    """Return the places of each address in `outputs`, and in the BibTeX `references` at `path`.

    The places in the sources come first: that is where an address is mended.
    """
    places: dict[str, list[Place]] = defaultdict(list)
    for match in FIELD.finditer(references):
        line = references.count("\n", 0, match.start(1)) + 1
        address = match[2].strip()
        places[f"{DOI}{address}" if match[1] == "doi" else address].append(Place(path, line))
    for output in outputs:
        for outside in output.outside:
            if outside.address.startswith(("https://", "http://")):
                places[outside.address].append(Place(outside.path, outside.line))
    return {address: tuple(found) for address, found in sorted(places.items())}
