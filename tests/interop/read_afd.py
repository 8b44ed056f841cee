"""Reads an .afd file, or the folder of a dataset of many, and prints everything in it as JSON.

With keys as further arguments, prints the number of the record that each names, or null.

Written from docs/format.md alone, with nothing but Python's standard library. Exits with 1 and a
line on stderr when the file breaks a rule that a reader checks, or any checksum fails.
"""

import hashlib
import json
import os
import struct
import sys
import unicodedata
import zlib

BLOCK = 65536
PREAMBLE = struct.Struct("<8sHHI48x")
TRAILER = struct.Struct("<QQQII20xI8s")
HEADER = struct.Struct("<IIQQQII32s12xI32s8x")
LOOKUP = struct.Struct("<IIQQQ")
ENTRY = struct.Struct("<IIQQIIQQQQ")

# The kinds whose value is their metadata record: number, struct format.
SCALARS = {
    "uint8": (1, "<B"),
    "int8": (2, "<b"),
    "uint16": (3, "<H"),
    "int16": (4, "<h"),
    "uint32": (5, "<I"),
    "int32": (6, "<i"),
    "uint64": (7, "<Q"),
    "int64": (8, "<q"),
    "float32": (9, "<f"),
    "float64": (10, "<d"),
    "bool": (11, "<B"),
}
BYTE_RUN = struct.Struct("<QII")
PITCH = struct.Struct("<IIIIddd")
WAVEFORM = struct.Struct("<QIIIBBH")
CONFIGURATION = struct.Struct("<IIBB")
EXTENSION = struct.Struct("<BBHHd")
FEATURES = struct.Struct("<QIHBB")
TOKENS = struct.Struct("<QIBBH")
CODED = struct.Struct("<QQQII II4I BBHI")
ROW = struct.Struct("<QII")
METHODS = ["sinc", "fourier", "torchaudio"]
DTYPES = [("int16", 2), ("float32", 4), ("int32", 4)]


class Broken(Exception):
    """The file breaks a rule of the format."""


def check(holds, what):
    if not holds:
        raise Broken(what)


def align(position, multiple):
    return -(-position // multiple) * multiple


class AfdFile:
    features = 0

    def __init__(self, data):
        self.data = data
        check(len(data) >= 128, "too short")
        magic, self.major, self.minor, features = PREAMBLE.unpack_from(data, 0)
        check(magic == b"\x89AFD\r\n\x1a\n", "not an .afd file")
        check(self.major == 1, "another major version")
        check(features == self.features, "unknown features")
        self._read_trailer()
        self._read_directory()
        self._check_layout()

    def _read_trailer(self):
        data = self.data
        trailer = data[-64:]
        (length, self.tail_offset, self.directory_offset, self.directory_length, tail_crc, crc,
         end) = TRAILER.unpack(trailer)
        check(end == b"\x89AFDEND\n", "cut short")
        check(zlib.crc32(trailer[:52]) == crc, "trailer checksum")
        check(length == len(data), "another length")
        tail_end = length - 64
        check(64 <= self.tail_offset <= self.directory_offset, "tail offset")
        check(self.directory_offset + self.directory_length <= tail_end, "directory outside")
        check(tail_end - self.tail_offset <= 2**26, "tail too large")
        tail = data[self.tail_offset:tail_end]
        check(zlib.crc32(tail) == tail_crc, "tail checksum")
        self.checksum = hashlib.sha256(tail).hexdigest()

    def _read_directory(self):
        start = self.directory_offset
        directory = self.data[start:start + self.directory_length]
        check(len(directory) >= 128, "directory too short")
        (self.record_count, field_count, self.payload_end, self.checksum_offset, schema_offset,
         schema_length, sum_count, fingerprint, lookup_count,
         self.index_of) = HEADER.unpack_from(directory, 0)
        sums_at = 128 + 64 * field_count
        lookups_at = align(sums_at + 4 * sum_count, 8)
        check(len(directory) == lookups_at + 32 * lookup_count, "directory length")
        self.lookups = [LOOKUP.unpack_from(directory, lookups_at + 32 * i)
                        for i in range(lookup_count)]
        self.entries = [ENTRY.unpack_from(directory, 128 + 64 * i) for i in range(field_count)]
        self.level2 = struct.unpack_from(f"<{sum_count}I", directory, sums_at)
        check(schema_offset == self.tail_offset, "schema offset")
        text = self.data[schema_offset:schema_offset + schema_length]
        check(hashlib.sha256(text).digest() == fingerprint, "fingerprint")
        self.fingerprint = fingerprint.hex()
        self.schema = json.loads(text.decode("utf-8"))
        check(len(self.schema["fields"]) == field_count, "number of fields")

    def _check_layout(self):
        check(64 <= self.payload_end, "payload end")
        self.fields = []
        end = self.tables_start()
        for field, entry in zip(self.schema["fields"], self.entries):
            reader = open_field(self, field, entry)
            check(entry[0] == field["type"] == reader.number, "kind's number")
            check(entry[1] == reader.item_size, "metadata record's size")
            check(entry[2] == align(end, 64), "table offset")
            end = entry[2] + self.record_count * entry[1]
            self.fields.append(reader)
        wanted = [(index, reader) for index, reader in enumerate(self.fields)
                  if hasattr(reader, "read_lookup")]
        check(len(wanted) == len(self.lookups), "number of lookup parts")
        for (index, reader), (place, count, position, length, zero) in zip(wanted, self.lookups):
            check(place == index and zero == 0, "entry of a lookup part")
            check(position == align(end, 64), "lookup part's offset")
            end = position + length
            check(end <= self.checksum_offset, "lookup part outside")
            reader.read_lookup(count, self.data[position:end])
        check(self.checksum_offset == align(end, 64), "checksum offset")
        self.blocks = -(-self.checksum_offset // BLOCK)
        check(self.tail_offset == align(self.checksum_offset + 4 * self.blocks, 64), "tail offset")
        check(len(self.level2) == -(-self.blocks * 4 // BLOCK), "number of level 2 checksums")

    def tables_start(self):
        return self.payload_end

    def check_blocks(self):
        level1 = self.data[self.checksum_offset:self.checksum_offset + 4 * self.blocks]
        for index, wanted in enumerate(self.level2):
            part = level1[index * BLOCK:(index + 1) * BLOCK]
            check(zlib.crc32(part) == wanted, f"level 2 checksum {index}")
        for block in range(self.blocks):
            start = block * BLOCK
            bytes_ = self.data[start:min(start + BLOCK, self.checksum_offset)]
            wanted = struct.unpack_from("<I", level1, 4 * block)[0]
            check(zlib.crc32(bytes_) == wanted, f"checksum of block {block}")

    def payload(self, position, length):
        check(64 <= position and position + length <= self.payload_end, "payload outside")
        return self.data[position:position + length]


class Folder(AfdFile):
    """A dataset of many files: its index, and the shards that payloads lie in."""

    features = 1

    def __init__(self, path):
        with open(os.path.join(path, "dataset.json"), encoding="utf-8") as stream:
            listed = json.load(stream)
        check(listed["format"] == "audiofield-dataset" and listed["version"][0] == 1, "version")
        columns = listed["shards"]
        check(len({len(column) for column in columns.values()}) == 1, "columns of shards")
        check(len(set(columns["file"])) == len(columns["file"]), "a shard listed twice")
        self.shards, self.bases, base = [], [], 0
        for name, records, length, checksum, payload_end in zip(
                *(columns[key] for key in ("file", "records", "bytes", "checksum", "payloadEnd"))):
            parts = name.split("/")
            check(not {"", ".", ".."} & set(parts) and "\\" not in name and name[1:2] != ":",
                  "path of a shard")
            shard = open_file(os.path.join(path, *parts))
            check((shard.record_count, len(shard.data), shard.checksum, shard.payload_end,
                   shard.fingerprint) == (records, length, checksum, payload_end,
                                          listed["fingerprint"]), "a shard that isn't the listed one")
            self.shards.append(shard)
            self.bases.append(base)
            self.end = base + payload_end
            base = align(self.end, BLOCK)
        identity = dataset_identity(self.shards)
        # While a dataset is replaced by the next one, its index may have another name.
        for name in ("tables.afd", f"tables-{identity[:8]}.afd"):
            if not os.path.exists(os.path.join(path, "index", name)):
                continue
            with open(os.path.join(path, "index", name), "rb") as stream:
                super().__init__(stream.read())
            if self.index_of.hex() == identity:
                break
        else:
            check(False, "an index with the identity of the dataset")
        check(self.fingerprint == listed["fingerprint"], "fingerprint of the index")
        check(self.payload_end == self.end, "end of payloads")
        check(self.record_count == listed["records"] == sum(columns["records"]), "records")
        text = json.dumps(listed["ir"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        check(hashlib.sha256(text.encode("utf-8")).hexdigest() == self.fingerprint, "schema")

    def tables_start(self):
        return 64

    def check_blocks(self):
        super().check_blocks()
        for shard in self.shards:
            shard.check_blocks()

    def payload(self, position, length):
        shard = max(at for at, base in enumerate(self.bases) if base <= position)
        return self.shards[shard].payload(position - self.bases[shard], length)


def dataset_identity(files):
    """What tells a dataset of these files, in this order, from all others."""
    parts = [files[0].fingerprint, [[file.checksum, file.record_count] for file in files]]
    text = json.dumps(parts, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


class Scalar:
    def __init__(self, file, field, entry):
        self.number, code = SCALARS[field["kind"]]
        self.struct = struct.Struct(code)
        self.item_size = self.struct.size
        self.file, self.table, self.kind = file, entry[2], field["kind"]

    def read(self, record):
        at = self.table + record * self.item_size
        value = self.struct.unpack_from(self.file.data, at)[0]
        if self.kind == "bool":
            check(value in (0, 1), "bool")
            return {"value": value == 1}
        if self.kind.startswith("float"):
            # As bits, so that NaN, infinity and the last digit survive JSON.
            return {"value": self.file.data[at:at + self.item_size].hex()}
        return {"value": str(value)}


class ByteRun:
    item_size = BYTE_RUN.size

    def __init__(self, file, field, entry):
        self.file, self.table = file, entry[2]
        self.is_text = field["kind"] == "text"
        self.number = 12 if self.is_text else 13

    def read(self, record):
        position, length, zero = BYTE_RUN.unpack_from(
            self.file.data, self.table + record * self.item_size)
        check(zero == 0, "zero bytes of a byte run")
        payload = self.file.payload(position, length)
        return {
            "metadata": {"dataPtr": position, "byteLength": length},
            "value": payload.decode("utf-8") if self.is_text else payload.hex(),
            "sha256": hashlib.sha256(payload).hexdigest(),
        }


class Key(ByteRun):
    """The text that names each record."""

    def __init__(self, file, field, entry):
        super().__init__(file, field, entry)
        check(file.minor >= 3, "minor version of a file with keys")
        check(self.is_text and "default" not in field["options"], "field of keys")

    def read_lookup(self, count, part):
        check(count == self.file.record_count and len(part) == 12 * count, "size of a key index")
        self.hashes = struct.unpack_from(f"<{count}Q", part)
        self.records = struct.unpack_from(f"<{count}I", part, 8 * count)
        order = list(zip(self.hashes, self.records))
        check(all(one < other for one, other in zip(order, order[1:])), "order of a key index")

    def read(self, record):
        read = super().read(record)
        key = read["value"]
        check(1 <= len(key.encode("utf-8")) <= 4096, "length of a key")
        check(unicodedata.normalize("NFC", key) == key, "normalisation of a key")
        check(not any(character <= "\x1f" or character == "\x7f" for character in key),
              "control character in a key")
        check(self.find(key) == record, "a key that the index doesn't lead to")
        return read

    def find(self, key):
        """The record with a key, or None: interpolation first, as hashes are spread evenly."""
        key = unicodedata.normalize("NFC", key).encode("utf-8")
        wanted = struct.unpack_from("<Q", hashlib.sha256(key).digest())[0]
        low, high = 0, len(self.hashes)
        lowest, highest = 0, 2**64
        while low < high:
            guess = low + (wanted - lowest) * (high - low) // (highest - lowest + 1)
            if self.hashes[guess] < wanted:
                low, lowest = guess + 1, self.hashes[guess]
            else:
                high, highest = guess, self.hashes[guess]
        for at in range(low, len(self.hashes)):
            if self.hashes[at] != wanted:
                break
            position, length, _ = BYTE_RUN.unpack_from(
                self.file.data, self.table + self.records[at] * self.item_size)
            if self.file.payload(position, length) == key:
                return self.records[at]
        return None


class Category:
    number = 30
    item_size = 4

    def __init__(self, file, field, entry):
        self.file, self.table = file, entry[2]
        check(file.minor >= 3, "minor version of a file with categories")

    def read_lookup(self, count, part):
        check(len(part) >= 8 * count + 4, "size of a lookup part")
        offsets = struct.unpack_from(f"<{count + 1}I", part)
        order = struct.unpack_from(f"<{count}I", part, 4 * count + 4)
        text = part[8 * count + 4:]
        check(offsets[0] == 0 and offsets[count] == len(text), "offsets of categories")
        check(all(0 <= end - start <= 65535 for start, end in zip(offsets, offsets[1:])),
              "length of a category")
        raw = [text[start:end] for start, end in zip(offsets, offsets[1:])]
        check(all(number < count for number in order), "order of categories")
        ordered = [raw[number] for number in order]
        check(all(one < other for one, other in zip(ordered, ordered[1:])), "order of categories")
        self.categories = [one.decode("utf-8") for one in raw]

    def read(self, record):
        number = struct.unpack_from("<I", self.file.data, self.table + record * 4)[0]
        check(number < len(self.categories), "number of a category")
        return {"number": number, "value": self.categories[number]}


class Waveform:
    number = 20
    item_size = WAVEFORM.size

    def __init__(self, file, field, entry):
        self.file, self.table = file, entry[2]
        options = {"sampleRate": 16000, "mono": True, "dtype": "int16", "normalize": False,
                   "resample": "sinc"}
        self.options = options = {**options, **field["options"]}
        names = [name for name, _ in DTYPES]
        wanted = CONFIGURATION.pack(options["sampleRate"], options["mono"],
                                    names.index(options["dtype"]), options["normalize"])
        wanted += self.extension()
        check(file.data[entry[3]:entry[3] + entry[4]] == wanted, "configuration")

    def extension(self):
        count, method = self.options.get("channels", 0), self.options["resample"]
        if count == 0 and method == "sinc":
            return b""
        width, rolloff = 0, 0.0
        if isinstance(method, dict):
            width, rolloff = method.get("lowpassFilterWidth", 6), method.get("rolloff", 0.99)
            method = method["method"]
        return EXTENSION.pack(count, METHODS.index(method), width, 0, rolloff)

    def channels(self):
        """The channels of every record, or nothing if each has its own."""
        return 1 if self.options["mono"] else self.options.get("channels")

    def read(self, record):
        position, samples, duration, rate, channels, code, zero = WAVEFORM.unpack_from(
            self.file.data, self.table + record * self.item_size)
        check(zero == 0, "zero bytes of a waveform")
        check(rate == self.options["sampleRate"], "sample rate")
        check(channels >= 1 and self.channels() in (None, channels), "channels")
        check(code < len(DTYPES) and DTYPES[code][0] == self.options["dtype"], "dtype code")
        check(duration == samples * 1000 // rate, "duration")
        payload = self.file.payload(position, samples * channels * DTYPES[code][1])
        return {
            "metadata": {
                "dataPtr": position,
                "numSamples": samples,
                "durationMs": duration,
                "sampleRate": rate,
                "channels": channels,
                "dtypeCode": code,
            },
            "sha256": hashlib.sha256(payload).hexdigest(),
        }


class Pitch:
    number = 29
    item_size = BYTE_RUN.size

    def __init__(self, file, field, entry):
        self.file, self.table = file, entry[2]
        options = {"sampleRate": 16000, "hopLength": 160, "winLength": 1024, "fMin": 50,
                   "fMax": 600, "voicingThreshold": 0.45}
        options = {**options, **field["options"]}
        wanted = PITCH.pack(options["sampleRate"], options["hopLength"], options["winLength"], 0,
                            options["fMin"], options["fMax"], options["voicingThreshold"])
        check(file.data[entry[3]:entry[3] + entry[4]] == wanted, "configuration")
        check(file.minor >= 2, "minor version of a file with pitch")

    def read(self, record):
        position, frames, zero = BYTE_RUN.unpack_from(
            self.file.data, self.table + record * self.item_size)
        check(zero == 0, "zero bytes of a pitch")
        voicing_bytes = (frames + 7) // 8
        payload = self.file.payload(position, frames * 4 + voicing_bytes)
        frequencies = struct.unpack_from(f"<{frames}f", payload)
        bits = int.from_bytes(payload[frames * 4:], "little")
        check(bits >> frames == 0, "bits after the last frame")
        voiced = [bits >> frame & 1 for frame in range(frames)]
        for frame, frequency in enumerate(frequencies):
            check(0 <= frequency < float("inf"), "frequency")
            raw = payload[frame * 4:frame * 4 + 4]
            check((raw != bytes(4)) == (voiced[frame] == 1), "voicing")
        return {
            "metadata": {"dataPtr": position, "numFrames": frames},
            "frequencies": payload[:frames * 4].hex(),
            "voiced": voiced,
            "sha256": hashlib.sha256(payload).hexdigest(),
        }


class Features:
    numbers = {"melSpectrogram": 21, "spectrogram": 23, "mfcc": 24}
    item_size = FEATURES.size

    def __init__(self, file, field, entry):
        self.file, self.table = file, entry[2]
        self.number = self.numbers[field["kind"]]
        options = {"sampleRate": 16000, "nFft": 1024, "hopLength": 256, "nMels": 80, "nMfcc": 20,
                   "useEnergy": False, "padSeconds": None, "storeDtype": "float16"}
        self.options = options = {**options, **field["options"]}
        self.rows = {"melSpectrogram": options["nMels"] + options["useEnergy"],
                     "spectrogram": options["nFft"] // 2 + 1,
                     "mfcc": options["nMfcc"]}[field["kind"]]
        self.code = ["float16", "float32"].index(options["storeDtype"])
        configuration = file.data[entry[3]:entry[3] + entry[4]]
        check(len(configuration) in (26, 184), "configuration's length")
        rate = 0 if options["sampleRate"] == "source" else options["sampleRate"]
        wanted = struct.pack("<III", rate, options["nFft"], options["hopLength"])
        check(configuration[:12] == wanted and configuration[25] == self.code, "configuration")

    def read(self, record):
        position, frames, rows, code, zero = FEATURES.unpack_from(
            self.file.data, self.table + record * self.item_size)
        check(zero == 0 and rows == self.rows and code == self.code, "members of features")
        values = rows * frames + (self.options["padSeconds"] is not None)
        payload = self.file.payload(position, values * (2, 4)[code])
        decoded = struct.unpack(f"<{values}{'ef'[code]}", payload)
        check(all(abs(value) < float("inf") for value in decoded), "a value that isn't finite")
        return {
            "metadata": {"dataPtr": position, "timeFrames": frames, "nMels": rows,
                         "dtypeCode": code},
            "values": struct.pack(f"<{rows * frames}f", *decoded[:rows * frames]).hex(),
            "sha256": hashlib.sha256(payload).hexdigest(),
        }


class Tokens:
    number = 22
    item_size = TOKENS.size

    def __init__(self, file, field, entry):
        self.file, self.table = file, entry[2]
        options = {"nCodebooks": 8, "vocabSize": 1024, "frameRate": 75, "packing": "none"}
        self.options = options = {**options, **field["options"]}
        rate = options["frameRate"]
        numerator, denominator = rate if isinstance(rate, list) else (rate, 1)
        packing = ["none", "bits"].index(options["packing"])
        wanted = struct.pack("<HHI", options["nCodebooks"], options["vocabSize"] % 65536,
                             (2 * numerator + denominator) // (2 * denominator))
        if packing != 0 or denominator != 1:
            wanted += struct.pack("<BBHII", 1, packing, 0, numerator, denominator)
        check(file.data[entry[3]:entry[3] + entry[4]] == wanted, "configuration")
        self.bits = 16 if packing == 0 else max(1, (options["vocabSize"] - 1).bit_length())

    def read(self, record):
        position, frames, rows, zero, zeros = TOKENS.unpack_from(
            self.file.data, self.table + record * self.item_size)
        check(zero == zeros == 0 and rows == self.options["nCodebooks"], "members of tokens")
        row_bytes = (frames * self.bits + 7) // 8
        payload = self.file.payload(position, rows * row_bytes)
        tokens = []
        for row in range(rows):
            bits = int.from_bytes(payload[row * row_bytes:(row + 1) * row_bytes], "little")
            check(bits >> (frames * self.bits) == 0, "bits after the last token")
            tokens += [bits >> (at * self.bits) & (1 << self.bits) - 1 for at in range(frames)]
        check(all(token < self.options["vocabSize"] for token in tokens), "token")
        return {
            "metadata": {"dataPtr": position, "numFrames": frames, "nCodebooks": rows},
            "tokens": tokens,
            "sha256": hashlib.sha256(payload).hexdigest(),
        }


class Coded:
    """Streams of coded audio: what surrounds them, not the audio in them."""

    numbers = {"flac": 25, "opus": 26, "chunkedWaveform": 27, "stems": 28}

    def __init__(self, file, field, entry):
        kind, options = field["kind"], field["options"]
        self.file, self.table, self.number = file, entry[2], self.numbers[kind]
        self.names = options["names"] if kind == "stems" else None
        self.item_size = CODED.size + (0 if self.names is None else 8)
        coding = options.get("coding", "pcm") if kind not in ("flac", "opus") else kind
        self.codec = coding if isinstance(coding, str) else coding["codec"]
        self.rate = options.get("sampleRate", 16000)
        configuration = file.data[entry[3]:entry[3] + entry[4]]
        check(struct.unpack_from("<II", configuration) == (self.rate, options.get("mono", True)),
              "configuration")
        check(configuration[24] == ["pcm", "flac", "opus"].index(self.codec), "codec")

    def read(self, record):
        at = self.table + record * self.item_size
        (position, byte_length, samples, duration, rate, count, step, *setup, channels, code, zero,
         zeros) = CODED.unpack_from(self.file.data, at)
        check(zero == zeros == 0 and rate == self.rate and code < len(DTYPES), "members of audio")
        check(duration == samples * 1000 // rate, "duration")
        present = [True]
        if self.names is not None:
            bits = struct.unpack_from("<Q", self.file.data, at + CODED.size)[0]
            check(bits >> len(self.names) == 0, "tracks")
            present = [bits >> track & 1 == 1 for track in range(len(self.names))]
        tracks = sum(present)
        length = byte_length
        if self.codec == "pcm":
            check((count, step) == (0, 0), "index of PCM")
            check(byte_length == samples * channels * DTYPES[code][1] * tracks, "bytes of PCM")
        else:
            check(count == -(-samples // step), "grid points")
            length = align(byte_length, 8) + (count + 1) * tracks * ROW.size
        payload = self.file.payload(position, length)
        if self.codec != "pcm":
            self.check_index(payload, byte_length, count + 1, tracks, step)
        there = dict(zip(self.names or [], present))
        return {
            "metadata": {
                "dataPtr": position,
                "byteLength": byte_length,
                "numSamples": samples,
                "durationMs": duration,
                "sampleRate": rate,
                "indexCount": count,
                "indexStep": step,
                **{f"setup{part}": word for part, word in enumerate(setup)},
                "channels": channels,
                "dtypeCode": code,
                **there,
            },
            "sha256": hashlib.sha256(payload).hexdigest(),
        }

    def check_index(self, payload, byte_length, rows, tracks, step):
        check(not any(payload[byte_length:align(byte_length, 8)]), "padding before the index")
        entries = list(ROW.iter_unpack(payload[align(byte_length, 8):]))
        begin = 0
        for track in range(tracks):
            column = entries[track::tracks]
            check(len(column) == rows and column[0][0] == begin, "where a stream begins")
            marker = {"flac": b"fLaC", "opus": b"OggS"}[self.codec]
            check(rows == 1 or payload[begin:begin + 4] == marker, "a stream's marker")
            for row, (one, other) in enumerate(zip(column, column[1:])):
                check(one[0] == other[0] or one[0] + one[2] <= other[0], "order of units")
                check(one[1] <= row * step, "a unit's first sample")
            begin = column[-1][0]
            check(column[-1][1:] == (0, 0), "last row of an index")
        check(begin == byte_length, "where the streams end")


# A reader for each kind; a field that means "key" has one of its own.
KINDS = {
    **dict.fromkeys(SCALARS, Scalar),
    "text": ByteRun,
    "bytes": ByteRun,
    "category": Category,
    "waveform": Waveform,
    "flac": Coded,
    "opus": Coded,
    "chunkedWaveform": Coded,
    "stems": Coded,
    "melSpectrogram": Features,
    "spectrogram": Features,
    "mfcc": Features,
    "codecTokens": Tokens,
    "pitch": Pitch,
}


def open_field(file, field, entry):
    check(field["kind"] in KINDS, f"unknown kind {field['kind']}")
    reader = Key if field["options"].get("means") == "key" else KINDS[field["kind"]]
    return reader(file, field, entry)


def open_file(path):
    if os.path.isdir(path):
        return Folder(path)
    with open(path, "rb") as stream:
        return AfdFile(stream.read())


def by_key(path, keys):
    file = open_file(path)
    field = next((field for field in file.fields if isinstance(field, Key)), None)
    check(field is not None, "no field of keys")
    return {key: field.find(key) for key in keys}


def dump(path):
    file = open_file(path)
    file.check_blocks()
    names = [field["name"] for field in file.schema["fields"]]
    totals = ("maxWidth", "totalBytes", "maxBytes", "totalLength", "maxLength")
    return {
        "dataset": file.schema["name"],
        "fingerprint": file.fingerprint,
        "identity": dataset_identity(file.shards if isinstance(file, Folder) else [file]),
        "version": [file.major, file.minor],
        "totals": {name: dict(zip(totals, entry[5:])) for name, entry in zip(names, file.entries)},
        "records": [{name: reader.read(record) for name, reader in zip(names, file.fields)}
                    for record in range(file.record_count)],
        "categories": {name: reader.categories for name, reader in zip(names, file.fields)
                       if isinstance(reader, Category)},
    }


if __name__ == "__main__":
    try:
        path, *keys = sys.argv[1:]
        json.dump(by_key(path, keys) if keys else dump(path), sys.stdout, ensure_ascii=True)
    except Broken as broken:
        sys.exit(f"broken: {broken}")
