"""The mutants of one Swift file: each behind a switch of its own, so that one build holds them all.

No line moves: what is inserted holds no line feed, and a complaint of the compiler names the line of its mutant.
"""

import re

from swifttext import BINDINGS, level, statements, tokens_of

SWAPPED = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "=="}
ASSIGNMENTS = {"=", "+=", "-=", "*=", "|=", "&=", "^="}
KEYWORDS = set(
    "if guard while for switch return let var func case default else do catch throw break continue defer repeat import "
    "struct class enum extension protocol actor init subscript static private fileprivate package public internal "
    "mutating override typealias where in try".split()
)
CHOOSING = {"filter", "contains", "allSatisfy", "first", "firstIndex", "last", "lastIndex", "count", "prefix", "drop",
            "removeAll", "partition", "split"}


class Mutant:
    """One change: where, what it is called, what stands there and what it makes of it."""

    def __init__(self, path, line, kind, original, mutated):
        self.path, self.line, self.kind = path, line, kind
        self.original, self.mutated = " ".join(original.split()), " ".join(mutated.split())
        self.number = None

    @property
    def what(self):
        return f"{self.kind}  {self.original} → {self.mutated}"


class Edit:
    """A change of the text that holds mutants with consecutive numbers."""

    def __init__(self, mutants, start, end, before, after=None):
        self.mutants, self.start, self.end, self.before, self.after = mutants, start, end, before, after
        self.number, self.kept = None, True


class File:
    """A file's mutants, and its text with those of them that the compiler takes."""

    def __init__(self, path, text):
        self.path, self.text = path, text
        self.tokens = tokens_of(text)
        self.edits = []
        #: Comparisons that make up a whole condition: true and false in its place say all that their contrary would.
        self.whole = set()
        for index in range(len(self.tokens)):
            self.visit(index)

    @property
    def mutants(self):
        return [mutant for edit in self.edits if edit.kept for mutant in edit.mutants]

    def number(self, first):
        """Gives every mutant a number from `first` on; returns the one after the last."""
        for edit in self.edits:
            edit.number = first
            for mutant in edit.mutants:
                mutant.number = first
                first += 1
        return first

    def drop(self, line):
        """Drops what changes that line; whether there was anything."""
        found = [
            edit for edit in self.edits if edit.kept and self.line(edit.start) <= line <= self.line(edit.end)
        ]
        # A statement that spans the line is dropped where nothing smaller is to blame.
        small = [edit for edit in found if self.line(edit.start) == line or self.line(edit.end) == line] or found
        small = small or self.left_out_around(line)
        for edit in small:
            edit.kept = False
        return bool(small)

    def left_out_around(self, line):
        """The statements left out in the functions around a line: something may then never be initialised."""
        spans = [
            (token.at, self.tokens[token.partner].end)
            for token in self.tokens
            if token.text == "{" and token.opens in ("function", "init", "property")
        ]
        around = [(a, b) for a, b in spans if self.line(a) <= line <= self.line(b)]
        return [
            edit for edit in self.edits
            if edit.kept and edit.before.startswith("if ") and any(a < edit.start < b for a, b in around)
        ]

    def line(self, at):
        return self.text.count("\n", 0, at) + 1

    def source(self, first, after):
        return self.text[self.tokens[first].at : self.tokens[after - 1].end]

    def new(self, at, kind, original, mutated):
        return Mutant(self.path, self.line(at), kind, original, mutated)

    def wrap(self, mutants, first, after, name):
        """Puts a call of `name` around the tokens."""
        start, end = self.tokens[first].at, self.tokens[after - 1].end
        self.edits.append(Edit(mutants, start, end, f"{name}(%s, ", ")"))

    # What is changed

    def visit(self, index):
        token = self.tokens[index]
        before = self.tokens[index - 1] if index else None
        if token.kind == "word" and not (before and before.text == "."):
            if token.text in ("if", "while", "guard"):
                self.conditions(index)
            elif token.text == "where" and self.tokens[index + 1].text != ":":
                self.where(index)
            elif token.text in ("true", "false"):
                self.truth(index)
            elif token.text == "return":
                self.returned(index)
        elif token.kind == "operator" and before.text != "func" and token.spaced and self.tokens[index + 1].spaced:
            self.operator(index)
        elif token.text == "[":
            self.list(index)
        elif token.text == "{":
            self.body(index)

    def truths(self, first, after, kind="condition"):
        """The expression as always true, and as always false."""
        original = self.source(first, after)
        if after - first == 1 and original in ("true", "false"):
            return
        at = self.tokens[first].at
        operators = [i for i in level(self.tokens, first, after) if self.tokens[i].kind == "operator" and self.tokens[i].spaced]
        if len(operators) == 1 and self.tokens[operators[0]].text in ("==", "!="):
            self.whole.add(operators[0])
        self.wrap(
            [self.new(at, kind, original, "true"), self.new(at, kind, original, "false")], first, after, "mutantBool"
        )

    def conditions(self, index):
        guard = self.tokens[index].text == "guard"
        start = first = index + 1
        places = list(level(self.tokens, start, len(self.tokens)))
        for place in places:
            token = self.tokens[place]
            ends = token.text == "else" if guard else token.text == "{"
            if token.text == "," or ends:
                if place > first and self.tokens[first].text not in BINDINGS and self.tokens[first].text[0] != "#":
                    self.truths(first, place)
                first = place + 1
            if ends:
                return

    def where(self, index):
        """The condition of a loop or of a case: not that of a generic declaration."""
        outer = self.tokens[index].outer
        for place in range(index - 1, -1, -1):
            token = self.tokens[place]
            if token.outer != outer:
                continue
            if token.text in ("for", "case", "catch"):
                break
            if token.text in ("func", "extension", "struct", "init", "{", "}", ";", "subscript"):
                return
        end = {"for": "{", "catch": "{"}.get(token.text, ":")
        ternaries = 0
        for place in level(self.tokens, index + 1, len(self.tokens)):
            found = self.tokens[place]
            if found.text == "?" and found.spaced:
                ternaries += 1
            elif found.text == ":" and ternaries:
                ternaries -= 1
            elif found.text == end:
                return self.truths(index + 1, place)

    def truth(self, index):
        token = self.tokens[index]
        if self.tokens[index - 1].text == "while":
            return
        line_start = self.text.rfind("\n", 0, token.at) + 1
        head = self.text[line_start : token.at]
        if re.match(r"\s*case\b", head) and ":" not in head or re.search(r"\b(if|guard) case\b[^=]*$", head):
            return
        other = "false" if token.text == "true" else "true"
        self.wrap([self.new(token.at, "constant", token.text, other)], index, index + 1, "mutantFlip")

    def operator(self, index):
        token = self.tokens[index]
        if token.text in SWAPPED:
            if index in self.whole:
                return
            if token.text in ("<", ">") and self.sorts(index):
                # Equals may be in any order.
                return
            made = [self.new(token.at, "operator", self.around(index), SWAPPED[token.text])]
        elif token.text in ("&&", "||"):
            made = [
                self.new(token.at, "operand", self.around(index), "left side alone"),
                self.new(token.at, "operand", self.around(index), "right side alone"),
            ]
        elif token.text == "??":
            made = [self.new(token.at, "operand", self.around(index), "right side alone")]
        elif token.text == "?":
            return self.choice(index)
        else:
            return
        self.edits.append(Edit(made, token.at, token.end, token.text))

    def sorts(self, index):
        """Whether the comparison is all that an order or an extreme is told by."""
        outer = self.tokens[index].outer
        if outer is None or self.tokens[outer].text != "{":
            return False
        names = [self.tokens[place].text for place in range(max(0, outer - 4), outer)]
        return names[-1:] in (["sorted"], ["sort"], ["min"], ["max"]) or names[-1:] == [":"] and names[-2:-1] == ["by"]

    def around(self, index):
        """The operator with what is next to it on its line, for people."""
        token = self.tokens[index]
        start, end = self.text.rfind("\n", 0, token.at) + 1, self.text.find("\n", token.at)
        return f"{self.text[start:token.at].strip()[-36:]} {token.text} {self.text[token.end:end].strip()[:36]}"

    def choice(self, index):
        """The condition of `a ? b : c`."""
        outer, place = self.tokens[index].outer, index - 1
        depth_stop = -1 if outer is None else outer
        first = index
        while place > depth_stop:
            token = self.tokens[place]
            if token.text in (")", "]", "}") and token.kind == "mark":
                opening = token.partner
                if token.text == "}" and token.starts_line and self.tokens[opening].opens != "closure":
                    break
                place = first = opening
                place -= 1
                continue
            if token.text in ("=", "+=", "return", ",", ":", "in", "else", "{", ";", "->") or (
                token.text == "?" and token.spaced and self.tokens[place + 1].spaced
            ):
                break
            first = place
            place -= 1
        if first < index:
            self.truths(first, index, "choice")

    def enclosing(self, index):
        """What the token returns from: (kind, declared type), through control flow."""
        outer = self.tokens[index].outer
        while outer is not None:
            token = self.tokens[outer]
            if token.text == "{" and token.opens not in ("control", "switch"):
                span = token.result
                return token.opens, (self.text[span[0] : span[1]].strip() if isinstance(span, list) else ""), outer
            outer = token.outer
        return "none", "", None

    def returned(self, index):
        outer = self.tokens[index].outer
        brace = self.tokens[outer]
        if brace.text != "{":
            return
        for first, after in statements(self.tokens, outer):
            if first == index and after > index + 1:
                self.value(index + 1, after)

    def value(self, first, after):
        """Another value of the declared type in place of the one that is returned."""
        kind, declared, brace = self.enclosing(first)
        original = self.source(first, after)
        at = self.tokens[first].at
        if original.startswith("."):
            if not re.fullmatch(r"\.\w+", original) or brace is None:
                return
            inside = self.text[self.tokens[brace].at : self.tokens[self.tokens[brace].partner].end]
            others = [
                other
                for other in dict.fromkeys(re.findall(r"(?:\breturn|: |\? )\s*(\.\w+)(?=\s*(?:$|\}|:))", inside, re.M))
                if other != original
            ]
            if others:
                start, end = self.tokens[first].at, self.tokens[after - 1].end
                made = [self.new(at, "verdict", original, others[0])]
                self.edits.append(Edit(made, start, end, f"mutantOther(%s, {others[0]}, ", ")"))
            return
        if declared == "Bool" and original not in ("true", "false"):
            self.truths(first, after, "result")
        elif original in ("nil", "[]", "[:]"):
            return
        elif declared.endswith("?"):
            self.wrap([self.new(at, "result", original, "nil")], first, after, "mutantNil")
        elif re.match(r"(\[|Set<)", declared):
            self.wrap([self.new(at, "result", original, "[]")], first, after, "mutantBlank")

    def list(self, index):
        """A list of names without each of them."""
        token = self.tokens[index]
        before = self.tokens[index - 1]
        if not token.spaced and (before.kind in ("word", "string") or before.text in (")", "]", "?", "!", ">")):
            return
        if before.text in ("{", ":", "->") and self.text[before.end : token.at].strip() == "" and before.text == "{":
            return
        inner = self.text[token.end : self.tokens[token.partner].at]
        elements = [self.tokens[place] for place in level(self.tokens, index + 1, token.partner)]
        pieces, piece = [], []
        for element in elements:
            if element.text == ",":
                pieces.append(piece)
                piece = []
            else:
                piece.append(element)
        if piece:
            pieces.append(piece)

        def is_name(piece):
            texts = [element.text for element in piece]
            return (
                len(piece) == 1
                and (piece[0].kind in ("string", "number") and "\\(" not in texts[0] and '"""' not in texts[0])
                or len(piece) == 2
                and texts[0] == "."
            )

        if not pieces or "//" in inner or not all(is_name(piece) for piece in pieces):
            return
        made = [
            self.new(piece[0].at, "element", "".join(element.text for element in piece), "left out") for piece in pieces
        ]
        self.edits.append(Edit(made, token.at, self.tokens[token.partner].end, "mutantList(%s, "))

    def body(self, index):
        """The statements of a brace, and the value of one that is nothing but an expression."""
        brace = self.tokens[index]
        if brace.opens == "type":
            return
        first = index + 1
        if brace.opens == "closure":
            for place in level(self.tokens, first, brace.partner):
                if self.tokens[place].text == "in" and not self.tokens[place].starts_line:
                    between = {self.tokens[other].text for other in level(self.tokens, first, place)}
                    if "for" not in between:
                        first = place + 1
                    break
                if self.tokens[place].starts_line and place > index + 1:
                    break
        found = [(max(start, first), after) for start, after in statements(self.tokens, index) if after > first]
        sole = len(found) == 1 and brace.opens != "switch"
        gives_value = self.gives_value(index)
        for start, after in found:
            head = self.tokens[start]
            if head.kind == "word" and head.text in KEYWORDS and head.text != "try":
                continue
            kind, declared, _ = self.enclosing(start)
            within = {self.tokens[place].text for place in level(self.tokens, start, after)}
            is_value = sole and brace.opens in ("function", "property", "closure") and not within & ASSIGNMENTS
            if gives_value:
                self.value(start, after)
            elif is_value and brace.opens != "closure" and declared:
                self.value(start, after)
            elif is_value and brace.opens == "closure":
                if self.chooses(index):
                    self.truths(start, after, "choice of elements")
            else:
                self.statement(start, after, within, brace)

    def gives_value(self, index):
        """Whether the brace is a branch of an `if` or `switch` that is an expression."""
        brace = self.tokens[index]
        if brace.opens not in ("control", "switch"):
            return False
        stop = -1 if brace.outer is None else brace.outer
        place = index - 1
        # Back to the keyword, over what stands between it and the brace, and over the branches before.
        while place > stop:
            token = self.tokens[place]
            if token.text in (")", "]", "}") and token.kind == "mark":
                place = token.partner
            elif token.text in ("if", "switch") and self.tokens[place - 1].text != "else":
                break
            elif token.text in ("guard", "for", "while", "do", "catch", "repeat", "defer", "get", "set"):
                return False
            place -= 1
        else:
            return False
        if self.tokens[place - 1].text in ("=", "return"):
            return True
        # The only statement of something that returns a value, of which no branch returns by itself.
        if place - 1 != stop or brace.outer is None:
            return False
        outer = self.tokens[brace.outer]
        if len(statements(self.tokens, brace.outer)) != 1 or outer.opens not in ("function", "property", "closure"):
            return self.gives_value(brace.outer) if len(statements(self.tokens, brace.outer)) == 1 else False
        if outer.opens == "function" and not outer.result:
            return False
        return all(t.text != "return" for t in self.tokens[index : brace.partner] if t.outer == index)

    def chooses(self, index):
        """Whether the closure chooses elements."""
        names = [self.tokens[place].text for place in range(max(0, index - 4), index)]
        return bool(names) and (names[-1] in CHOOSING or len(names) > 3 and names[-1] == ":" and names[-3] == "("
                                and names[-4] in CHOOSING and names[-2] in ("where", "while"))

    def statement(self, start, after, within, brace):
        """A statement left out."""
        source = self.source(start, after)
        head = self.tokens[start]
        is_call = source.endswith(")") or source.endswith("}")
        if not (head.kind == "word" or head.text == "(") or not (within & ASSIGNMENTS or is_call):
            return
        if ":" in within and not within & {"?"} or ".reserveCapacity(" in source or source.startswith(("_ =", "self.init(")):
            return
        at = head.at
        made = [self.new(at, "statement", source, "left out")]
        if brace.opens == "init" and "=" in within and "[" not in within:
            equals = next(place for place in level(self.tokens, start, after) if self.tokens[place].text == "=")
            if after - equals > 2:
                self.wrap(made, equals + 1, after, "mutantBlank")
            return
        self.edits.append(Edit(made, at, self.tokens[after - 1].end, "if !mutantIsOn(%s) { ", " }"))

    # The text with them

    def instrumented(self):
        """The text, and the operators that it needs as (name, operator, number of its first mutant)."""
        operators, inserts = [], []
        for edit in self.edits:
            if not edit.kept:
                continue
            span = edit.end - edit.start
            if edit.before in SWAPPED or edit.before in ("&&", "||", "??"):
                name = "".join(chr(0x2190 + int(digit)) for digit in oct(edit.number)[2:])
                operators.append((name, edit.before, edit.number))
                inserts.append((edit.start, 2, 0, edit.end, name))
            elif edit.after is None:
                inserts.append((edit.start, 2, 0, edit.start + 1, edit.before % edit.number))
                inserts.append((edit.end - 1, 2, 0, edit.end, ")"))
            else:
                inserts.append((edit.start, 1, -span, edit.start, edit.before % edit.number))
                inserts.append((edit.end, 0, span, edit.end, edit.after))
        text, place = [], 0
        for start, _, _, end, part in sorted(inserts, key=lambda insert: insert[:3]):
            text += [self.text[place:start], part]
            place = end
        return "".join(text) + self.text[place:], operators
