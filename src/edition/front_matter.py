"""Front matter, read so strictly that it cannot surprise: strings only, in one level."""

from __future__ import annotations

from typing import Any

import yaml

from .problem import Code, Problem, quoted

OPENING_LINES = 1
"""The line of three hyphens that stands before the front matter."""


def read_front_matter(source: str, path: str) -> tuple[dict[str, tuple[str, int]], list[Problem]]:
    """Read `key: value` lines: plain YAML scalars, every value a string.

    Return each value with its line in the file. The YAML is read event by
    event, so that tags, anchors, aliases and nesting are refused before
    anything is built of them.
    """
    scalars: list[tuple[str, int]] = []
    mappings = 0
    try:
        for event in yaml.parse(source, Loader=yaml.SafeLoader):
            line = _line(event.start_mark)
            if isinstance(event, yaml.ScalarEvent):
                if event.anchor or event.tag or not mappings:
                    return {}, [_malformed(path, line, "an anchor, a tag or a lone value")]
                scalars.append((event.value.strip(), line))
            elif isinstance(event, yaml.DocumentStartEvent) and (event.explicit or mappings):
                return {}, [_malformed(path, line, "a second document")]
            elif isinstance(event, yaml.MappingStartEvent) and not (
                mappings or event.anchor or event.tag
            ):
                mappings += 1
            elif isinstance(event, yaml.NodeEvent):
                return {}, [_malformed(path, line, "an alias, a tag, a list or a nested mapping")]
    except yaml.YAMLError as error:
        line = _line(getattr(error, "problem_mark", None))
        return {}, [_malformed(path, line, getattr(error, "problem", None) or "what is no YAML")]
    return _pair(scalars, path)


def _pair(
    scalars: list[tuple[str, int]], path: str
) -> tuple[dict[str, tuple[str, int]], list[Problem]]:
    """Make fields of the keys and values that follow one another in `scalars`."""
    fields: dict[str, tuple[str, int]] = {}
    problems: list[Problem] = []
    for (key, line), (value, _) in zip(scalars[::2], scalars[1::2], strict=True):
        if key in fields:
            message = f"each key may be given once; found again: {quoted(key)}"
            problems.append(Problem(path, line, message, Code.KEY_DUPLICATE))
        if "\n" in key + value:
            problems.append(_malformed(path, line, "a value of several lines"))
        fields[key] = (value, line)
    return fields, problems


def _line(mark: Any) -> int:
    return mark.line + 1 + OPENING_LINES if mark else 1


def _malformed(path: str, line: int, found: str) -> Problem:
    message = f"front matter must be plain `key: value` lines; found: {found}"
    return Problem(path, line, message, Code.FRONT_MATTER_MALFORMED)
