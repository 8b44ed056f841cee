"""Parses filters as the command line has them.

    read_where.py SCHEMA TEXTS

SCHEMA is a dataset's schema, and TEXTS a list of filters, both as JSON in files. Prints a JSON
list: for each text, its filter, or the code and the column of its error. Written from
docs/loading.md alone, with nothing but Python's standard library.
"""

import json
import math
import re
import sys

from read_filter import (
    DECIMAL, DEEPEST, SMALL, TEXTS, WIDE, Wrong, field_called, period, read_json, well_formed)

OPERATORS = {"and", "or", "not"}
COMPARISONS = {"<": "below", "<=": "max", ">": "above", ">=": "min"}
NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
SPACE = re.compile(r"[ \t\n\r]*")
STRING = re.compile(r'"([^"\\\x00-\x1f]|\\(["\\/bfnrt]|u[0-9a-fA-F]{4}))*"')
SYMBOL = re.compile(r"\.\.|[!^<>]=|[=<>(),]")
WORD = re.compile("((?!\\.\\.)[^\\x00- \\x7f-\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f"
                  "\\u205f\\u3000\\ufeff\"'`()\\[\\]{},;=<>!^&|\\\\])+")


def tokens_of(text):
    """The tokens: kind, text (a string's is its value) and column. Wrong if any isn't one."""
    tokens, at = [], SPACE.match(text).end()
    while at < len(text):
        for kind, pattern in (("string", STRING), ("symbol", SYMBOL), ("word", WORD)):
            match = pattern.match(text, at)
            if match:
                break
        else:
            raise Wrong("nothing can begin with this character", at + 1)
        token = json.loads(match.group()) if kind == "string" else match.group()
        if not well_formed(token):
            raise Wrong("a string is well-formed Unicode", at + 1)
        tokens.append((kind, token, at + 1))
        at = SPACE.match(text, match.end()).end()
    return [*tokens, ("end", None, at + 1)]


class Parser:
    def __init__(self, text, fields):
        self.tokens, self.fields, self.open = iter(tokens_of(text)), fields, 0
        self.advance()

    def advance(self):
        self.kind, self.token, self.column = next(self.tokens)

    def has(self, *tokens, kind="symbol"):
        return self.kind == kind and self.token in tokens

    def take(self, *tokens, kind="symbol"):
        """Whether the next token is one of these; if so, it is taken."""
        found = self.has(*tokens, kind=kind)
        if found:
            self.advance()
        return found

    def wrong(self, what):
        raise Wrong(what, self.column)

    def whole(self):
        filter = self.joined("or", lambda: self.joined("and", self.term))
        if self.kind != "end":
            self.wrong("expected and, or, or the end")
        return filter

    def joined(self, name, part):
        column, parts = self.column, [part()]
        while self.take(name, kind="word"):
            parts.append(part())
        return parts[0] if len(parts) == 1 else self.shallow({name: parts}, column)

    def shallow(self, filter, column):
        if depth(filter) > DEEPEST:
            raise Wrong("the filter nests too deeply", column)
        return filter

    def term(self):
        column = self.column
        if not self.has("(") and not self.has("not", kind="word"):
            return self.comparison()
        if self.open == DEEPEST:
            self.wrong("the filter nests too deeply")
        self.open += 1
        if self.take("not", kind="word"):
            filter = self.shallow({"not": self.term()}, column)
        else:
            self.advance()
            filter = self.joined("or", lambda: self.joined("and", self.term))
            if not self.take(")"):
                self.wrong("expected )")
        self.open -= 1
        return filter

    def comparison(self):
        if self.kind != "word":
            self.wrong("expected a field")
        name, dot, unit = self.token.partition(".")
        field = field_called(name, self.fields)
        if field is None or name in OPERATORS:
            raise Wrong(f"there is no field {name}", self.column, "no-such-field")
        kind = field["kind"]
        if dot:
            has_length = kind not in SMALL | WIDE | {"bool", "category"}
            if not (unit == "length" and has_length
                    or unit == "seconds" and period(field) is not None):
                raise Wrong(f"{name} has no such unit", self.column + len(name))
        elif kind not in SMALL | WIDE | TEXTS | {"bool"}:
            raise Wrong(f"{name} has nothing but units", self.column + len(name))
        self.advance()
        operator = self.token
        if self.kind == "word" and operator == "is" and kind in TEXTS and not dot:
            self.advance()
            missing = not self.take("not", kind="word")
            if not self.take("missing", kind="word"):
                self.wrong("expected missing")
            return {name: {"missing": missing}}
        ordered = dot or kind in SMALL | WIDE
        allowed = {"=", "!="} | (set(COMPARISONS) if ordered else set())
        allowed |= {"^="} if kind in TEXTS and not dot else set()
        if self.kind != "symbol" or operator not in allowed:
            self.wrong(f"{name} can't be compared like this")
        self.advance()
        condition = self.condition(field, operator, unit, ordered)
        filter = {name: {unit: condition} if dot else condition}
        return {"not": filter} if operator == "!=" else filter

    def condition(self, field, operator, unit, ordered):
        values = [self.value(field, unit)]
        if operator in COMPARISONS:
            return {COMPARISONS[operator]: values[0]}
        if operator != "^=" and ordered and self.take(".."):
            column = self.column
            low, high = values[0], self.value(field, unit)
            if int_or_float(high) < int_or_float(low):
                raise Wrong("the range ends before it begins", column)
            return {"min": low, "max": high}
        while not unit and self.take(","):
            values.append(self.value(field, unit))
        if unit:
            return {"min": values[0], "max": values[0]}
        value = values[0] if len(values) == 1 else values
        return {"prefix": value} if operator == "^=" else value

    def value(self, field, unit):
        kind, word = field["kind"], self.token
        if unit or kind in SMALL:
            value = self.number()
            if unit and value < 0:
                self.wrong("a length is at least 0")
        elif kind in WIDE:
            if self.kind != "word" or not DECIMAL.fullmatch(word):
                self.wrong("expected an integer")
            value = int(word)
            if not -2**63 <= value < 2**64:
                self.wrong("expected an integer of 64 bits")
            value = value if abs(value) < 2**53 else word
        elif kind == "bool":
            if self.kind != "word" or word not in ("true", "false"):
                self.wrong("expected true or false")
            value = word == "true"
        else:
            if self.kind not in ("word", "string"):
                self.wrong("expected a text")
            value = word
        self.advance()
        return value

    def number(self):
        if self.kind != "word" or not NUMBER.fullmatch(self.token):
            self.wrong("expected a number")
        value = float(self.token)
        if math.isinf(value):
            self.wrong("expected a number that a float64 can hold")
        # Numbers are float64; those that integers of Python and of JSON can say alike are integers.
        return int(value) if value == int(value) and abs(value) < 2**53 else value


def int_or_float(value):
    return int(value) if isinstance(value, str) else value


def depth(filter):
    inner = [*filter.get("and", []), *filter.get("or", []),
             *([filter["not"]] if "not" in filter else [])]
    return 1 + max(map(depth, inner), default=0)


def parse(text, fields):
    return Parser(text, fields).whole()


def parse_all(fields, texts):
    answers = []
    for text in texts:
        try:
            answers.append({"filter": parse(text, fields)})
        except Wrong as wrong:
            answers.append({"column": wrong.column, "code": wrong.code})
    return answers


if __name__ == "__main__":
    schema, texts = map(read_json, sys.argv[1:])
    json.dump(parse_all(schema["fields"], texts), sys.stdout)
