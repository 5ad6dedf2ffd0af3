"""YAML text to nodes that know their lines; what is no YAML at all is said in plain words. Pure."""

import yaml

from foxo_bot.directory.file.mistakes import DirectoryError, Mistake

_PLAIN = {
    "found character '@' that cannot start any token": (
        'a name that begins with @ must stand in quotes, such as "@Lane Leed"'
    ),
    "mapping values are not allowed here": (
        "a colon where none may stand; check the indentation, and quote text that has a colon in it"
    ),
    "expected ',' or ']', but got '<stream end>'": "a [ that is never closed; add the ]",
    "expected ',' or '}', but got '<stream end>'": "a { that is never closed; add the }",
    "expected the node content, but found '<stream end>'": "a [ or { that is never closed",
    "could not find expected ':'": "a key without its colon; write key: value",
    "expected <block end>, but found '<block mapping start>'": (
        "indented otherwise than its neighbours; entries of one list or block begin in one column"
    ),
    "expected <block end>, but found '-'": (
        "a list entry indented otherwise than its neighbours; begin each - in one column"
    ),
}


def decode(raw: bytes) -> str:
    """The text of a file; DirectoryError where it is not UTF-8."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        words = "not UTF-8 text; save the file with the encoding UTF-8"
        raise DirectoryError([Mistake(line, 1, words)]) from None


def read(text: str) -> yaml.Node:
    """The only document in the text; DirectoryError where there is none or it is no YAML."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        raise DirectoryError(_tabs(text) or [_marked(error)]) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        column = error.position - text.rfind("\n", 0, error.position)
        words = "a character that may not stand in YAML; delete it and type the line anew"
        raise DirectoryError([Mistake(line, column, words)]) from None
    except RecursionError:
        raise DirectoryError([Mistake(1, 1, "brackets nested far too deep; undo them")]) from None
    if node is None:
        words = "the file is empty; begin with organisations: and list at least one"
        raise DirectoryError([Mistake(1, 1, words)])
    return node


def _tabs(text: str) -> list[Mistake]:
    """Lines indented with tabs, which are the usual reason why a file is no YAML."""
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        indentation = line[: len(line) - len(line.lstrip())]
        if "\t" in indentation:
            column = indentation.index("\t") + 1
            found.append(Mistake(number, column, "indented with a tab; use spaces"))
    return found


def _marked(error: yaml.MarkedYAMLError) -> Mistake:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    problem = error.problem or error.context or "cannot be read"
    if problem.startswith("found undefined alias"):
        return Mistake(line, column, "a value that begins with * must stand in quotes")
    begun = error.context_mark.line + 1 if error.context_mark else line
    since = f" (what began on line {begun})" if begun != line else ""
    return Mistake(line, column, f"not readable as YAML: {_PLAIN.get(problem, problem)}{since}")
