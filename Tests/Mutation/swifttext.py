"""Swift's text as far as mutants need it: tokens, brackets, and what each brace opens. No types, no meaning."""

import re

TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n]+)
      | (?P<comment>//[^\n]*)
      | (?P<number>[0-9][0-9A-Za-z_]*(?:\.[0-9][0-9A-Za-z_]*)?)
      | (?P<word>[$@\#]?[A-Za-z_][A-Za-z0-9_]*|`[^`\n]+`|\$[0-9]+)
      | (?P<operator>\.\.[.<]|[-+*/%<>=!&|^~?]+)
      | (?P<mark>.)""",
    re.X | re.S,
)

CONTROL = {"if", "guard", "while", "for", "switch", "else", "do", "catch", "repeat", "defer", "get", "set"}
TYPES = {"struct", "class", "enum", "extension", "protocol", "actor"}
BINDINGS = {"let", "var", "case"}


class Token:
    """A token: its kind, its text, where it begins, whether a line begins with it, its other bracket and its brace."""

    def __init__(self, kind, text, at, starts_line, spaced):
        self.kind, self.text, self.at, self.end = kind, text, at, at + len(text)
        self.starts_line, self.spaced = starts_line, spaced
        self.partner = self.outer = None
        self.opens = self.result = None


def string_end(text, at):
    """Where the string literal that begins at `at` ends."""
    hashes = re.match(r"#*", text[at:]).group()
    quote = '"""' if text.startswith('"""', at + len(hashes)) else '"'
    close, escape = quote + hashes, "\\" + hashes
    place = at + len(hashes) + len(quote)
    while not text.startswith(close, place):
        if text.startswith(escape + "(", place):
            place += len(escape) + 1
            depth = 1
            while depth:
                if text[place] == '"':
                    place = string_end(text, place)
                    continue
                depth += {"(": 1, ")": -1}.get(text[place], 0)
                place += 1
        elif text.startswith(escape, place):
            place += len(escape) + 1
        else:
            place += 1
    return place + len(close)


def tokens_of(text):
    """The tokens without spaces and comments."""
    tokens, at, starts_line, spaced = [], 0, True, True
    while at < len(text):
        if re.match(r'#*"', text[at:]):
            end = string_end(text, at)
            tokens.append(Token("string", text[at:end], at, starts_line, spaced))
            at, starts_line, spaced = end, False, False
            continue
        if text.startswith("/*", at):
            at, spaced = text.index("*/", at) + 2, True
            continue
        found = TOKEN.match(text, at)
        kind, part = found.lastgroup, found.group()
        if kind == "operator" and len(part) > 1:
            # `//` and `/*` end an operator; a postfix `?` or `!` is one of its own.
            part = re.split(r"//|/\*", part)[0] or part
            part = re.match(r"[!?](?=[.,)\]}:;])|.+", part).group() if part[0] in "!?" and not spaced else part
        if kind in ("space", "comment"):
            spaced = True
            starts_line = starts_line or "\n" in part
        else:
            tokens.append(Token(kind, part, at, starts_line, spaced))
            starts_line = spaced = False
        at += len(part)
    pair(tokens)
    name_braces(tokens)
    return tokens


def pair(tokens):
    """Gives every bracket its partner, and every token the index of the bracket around it."""
    stack = []
    for index, token in enumerate(tokens):
        if token.text in (")", "]", "}") and token.kind == "mark":
            opening = stack.pop()
            token.partner, tokens[opening].partner = opening, index
        token.outer = stack[-1] if stack else None
        if token.text in ("(", "[", "{") and token.kind == "mark":
            stack.append(index)


def name_braces(tokens):
    """Says of each brace what it opens: type, function, initialiser, switch, control or closure."""
    pending = {}
    for index, token in enumerate(tokens):
        key, text = token.outer, token.text
        if text == "{":
            token.opens, token.result = pending.pop(key, ("closure", None))
            continue
        before = tokens[index - 1].text if index else ""
        if token.kind == "word" and before != ".":
            if text == "switch":
                pending[key] = ("switch", None)
            elif text in CONTROL:
                pending[key] = ("control", None)
            elif text in TYPES:
                pending[key] = ("type", None)
            elif text == "init" and before not in ("self", "super"):
                pending[key] = ("init", None)
            elif text in ("func", "subscript"):
                pending[key] = ("function", "")
            elif text == "var":
                pending[key] = ("property", "")
                continue
        state = pending.get(key)
        if not state:
            continue
        if state[0] == "property" and (text == "=" or token.starts_line):
            del pending[key]
        elif state[0] == "property" and before == ":" or text == "->" and state[0] == "function":
            start = token.at if before == ":" else token.end
            stop = next((t.at for t in tokens[index + 1 :] if t.outer == key and t.text in ("{", "=", "where")), start)
            pending[key] = (state[0], [start, stop])


def end_of(tokens, index):
    """The index after the token, or after the bracket's partner."""
    return (tokens[index].partner if tokens[index].text in ("(", "[", "{") else index) + 1


def level(tokens, start, stop):
    """The indices from start to stop that lie in no bracket opened there; an opening bracket stands for itself."""
    while start < stop:
        yield start
        start = end_of(tokens, start)


def statements(tokens, brace):
    """The statements of a brace, each as (first, after): in a switch those of its cases."""
    found, first = [], None
    inside = list(level(tokens, brace + 1, tokens[brace].partner))
    after_label = False
    ternaries = 0
    in_label = False
    for index in inside:
        token = tokens[index]
        before = tokens[index - 1]
        if tokens[brace].opens == "switch" and token.text in ("case", "default", "@unknown") and token.starts_line:
            if first is not None:
                found.append((first, index))
            first, in_label, ternaries = None, True, 0
            continue
        if in_label:
            if token.text == "?" and token.spaced and tokens[index + 1].spaced:
                ternaries += 1
            elif token.text == ":" and ternaries:
                ternaries -= 1
            elif token.text == ":":
                in_label, after_label = False, True
            continue
        starts = (
            first is None
            or after_label
            or before.text == ";"
            or token.starts_line
            and token.text not in (".", "?", ":", "{", "else", "catch", "where", "in", "is", "as")
            and token.kind not in ("operator",)
            and not (before.kind == "operator" and before.spaced and token.spaced)
            and before.text not in (",", "return", "in", "=", "->", ":")
        )
        after_label = False
        if starts and token.text != ";":
            if first is not None:
                found.append((first, index - 1 if before.text == ";" else index))
            first = index
    if first is not None:
        found.append((first, tokens[brace].partner))
    return found
