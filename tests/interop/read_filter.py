"""Selects the records of an .afd file that pass filters.

    read_filter.py FILE FILTERS

FILTERS is a JSON list of filters in a file. Prints a JSON list: for each filter, the numbers of the
records that pass, or the code of its error. Written from docs/loading.md and docs/format.md alone,
with nothing but Python's standard library.
"""

import json
import math
import re
import struct
import sys
import unicodedata
from fractions import Fraction

from read_afd import open_file

DEEPEST = 64
SMALL = {"uint8", "int8", "uint16", "int16", "uint32", "int32", "float32", "float64"}
WIDE = {"uint64", "int64"}
TEXTS = {"text", "category"}
BOUNDS = {"min": lambda a, b: a >= b, "above": lambda a, b: a > b,
          "max": lambda a, b: a <= b, "below": lambda a, b: a < b}

DECIMAL = re.compile(r"0|-?[1-9][0-9]{0,19}")


class Wrong(Exception):
    """A filter that breaks a rule, and the column of what does, if it is a text."""

    def __init__(self, what, column=None, code=None):
        super().__init__(what)
        self.column = column
        self.code = code or ("invalid-filter" if column is None else "invalid-where")


def number(value):
    """Whether it is a number that a float64 can hold; json.loads makes integers of any size."""
    return (isinstance(value, (int, float)) and not isinstance(value, bool)
            and math.isfinite(value) and abs(value) <= sys.float_info.max)


def well_formed(value):
    return isinstance(value, str) and not any("\ud800" <= one <= "\udfff" for one in value)


def stored(field, value):
    """A filter's value as the field stores its own; Wrong if it isn't one of the field's."""
    kind = field["kind"]
    if kind in SMALL and number(value):
        return to_float32(value) if kind == "float32" else float(value)
    if kind in WIDE:
        if isinstance(value, str) and DECIMAL.fullmatch(value):
            value = int(value)
        elif not number(value) or value != int(value) or abs(value) >= 2**53:
            raise Wrong(f"{value!r} is no 64-bit integer")
        if -2**63 <= value < 2**64:
            return int(value)
    if kind == "bool" and isinstance(value, bool):
        return value
    if kind in TEXTS and well_formed(value):
        if field["options"].get("means") == "key":
            value = unicodedata.normalize("NFC", value)
        return value.encode("utf-8")
    raise Wrong(f"{value!r} can't be compared with {field['name']}")


def to_float32(value):
    try:
        return struct.unpack("<f", struct.pack("<f", value))[0]
    except OverflowError:
        return math.copysign(math.inf, value)


def in_range(bounds, read):
    """A test for the range, whose bounds `read` reads; Wrong if nothing can lie in it."""
    if not isinstance(bounds, dict) or not bounds or set(bounds) - set(BOUNDS):
        raise Wrong("a range is an object of min, max, above and below")
    bounds = {name: read(bound) for name, bound in bounds.items()}
    for low in ("min", "above"):
        for high in ("max", "below"):
            if low in bounds and high in bounds:
                if not (bounds[low] < bounds[high]
                        or bounds[low] == bounds[high] and (low, high) == ("min", "max")):
                    raise Wrong(f"nothing lies in a range whose {low} and {high} are these")
    return lambda value: all(BOUNDS[name](value, bound) for name, bound in bounds.items())


def not_negative(bound):
    if not number(bound) or bound < 0:
        raise Wrong("a bound of a length is a number of at least 0")
    # The shortest decimal number that is this double: what was written.
    return Fraction(repr(float(bound)))


def compile_condition(field, condition):
    """A test for (value, length), the field's of a record."""
    kind, whole = field["kind"], period(field)
    if isinstance(condition, list):
        if not condition or kind not in SMALL | WIDE | TEXTS | {"bool"}:
            raise Wrong(f"{field['name']} can't have this list")
        values = [stored(field, value) for value in condition]
        return lambda value, _: value in values
    if not isinstance(condition, dict):
        wanted = stored(field, condition)
        return lambda value, _: value == wanted
    if kind in SMALL | WIDE:
        test = in_range(condition, lambda bound: stored(field, bound))
        return lambda value, _: test(value)
    tests = []
    for name, part in condition.items():
        if name == "prefix" and kind in TEXTS:
            parts = part if isinstance(part, list) else [part]
            prefixes = tuple(stored(field, one) for one in parts)
            tests.append(lambda value, _, prefixes=prefixes: value.startswith(prefixes))
            if not prefixes:
                raise Wrong("a list has at least one member")
        elif name == "missing" and kind in TEXTS and isinstance(part, bool):
            tests.append(lambda value, _, missing=part: (value == b"") == missing)
        elif name == "length" and kind != "category" and kind != "bool":
            test = in_range(part, not_negative)
            tests.append(lambda _, length, test=test: test(length))
        elif name == "seconds" and whole is not None:
            test = in_range(part, not_negative)
            tests.append(lambda _, length, test=test: test(length * whole))
        else:
            raise Wrong(f"{field['name']} can't have {name}, or not this one")
    if not tests:
        raise Wrong("an object of a condition has at least one member")
    return lambda value, length: all(test(value, length) for test in tests)


def field_called(name, fields):
    return next((field for field in fields if field["name"] == name), None)


def period(field):
    """The seconds of one of what a field's records consist of, if the schema fixes them."""
    kind, options = field["kind"], field["options"]
    rate = options.get("sampleRate", 16000)
    if kind in ("waveform", "flac", "opus", "chunkedWaveform", "stems"):
        return Fraction(1, rate)
    if kind == "codecTokens":
        rate = options.get("frameRate", 75)
        return 1 / (Fraction(*rate) if isinstance(rate, list) else Fraction(rate))
    if kind in ("pitch", "melSpectrogram", "spectrogram", "mfcc"):
        hop = options.get("hopLength", 160 if kind == "pitch" else 256)
        return None if rate == "source" else Fraction(hop, rate)
    return None


def compile_filter(fields, filter, depth=1):
    """A test for a record, which is {field: (value, length)}."""
    if not isinstance(filter, dict):
        raise Wrong("a filter is an object")
    if depth > DEEPEST:
        raise Wrong("the filter nests too deeply")
    tests = []
    for name, part in filter.items():
        if name in ("and", "or"):
            if not isinstance(part, list) or not part:
                raise Wrong(f"{name} is a list of at least one filter")
            inner = [compile_filter(fields, one, depth + 1) for one in part]
            every = all if name == "and" else any
            tests.append(lambda record, every=every, inner=inner: every(t(record) for t in inner))
        elif name == "not":
            inner = compile_filter(fields, part, depth + 1)
            tests.append(lambda record, inner=inner: not inner(record))
        else:
            field = field_called(name, fields)
            if field is None:
                raise Wrong(f"there is no field {name}", code="no-such-field")
            test = compile_condition(field, part)
            tests.append(lambda record, name=name, test=test: test(*record[name]))
    return lambda record: all(test(record) for test in tests)


def raw(file, place, record):
    """A field's value as a filter compares it, and its length."""
    field, reader = file.schema["fields"][place], file.fields[place]
    kind, read = field["kind"], reader.read(record)
    if kind in ("float32", "float64"):
        code = "<f" if kind == "float32" else "<d"
        return struct.unpack(code, bytes.fromhex(read["value"]))[0], 0
    if kind in TEXTS:
        text = read["value"].encode("utf-8")
        return text, len(text)
    if kind == "bytes":
        return None, read["metadata"]["byteLength"]
    if kind == "bool":
        return read["value"], 0
    if "metadata" in read:
        return None, read["metadata"]["numFrames" if kind == "pitch" else "numSamples"]
    return int(read["value"]), 0


def select(path, filters):
    file = open_file(path)
    fields = file.schema["fields"]
    records = [{field["name"]: raw(file, place, record) for place, field in enumerate(fields)}
               for record in range(file.record_count)]
    answers = []
    for filter in filters:
        try:
            test = compile_filter(fields, filter)
            answers.append([index for index, record in enumerate(records) if test(record)])
        except Wrong as wrong:
            answers.append({"code": wrong.code})
    return answers


def read_json(path):
    with open(path, encoding="utf-8") as stream:
        return json.load(stream)


if __name__ == "__main__":
    path, filters = sys.argv[1:]
    json.dump(select(path, read_json(filters)), sys.stdout)
