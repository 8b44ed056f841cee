"""The data sets that loaders are measured on, seeded; every loader packs the same values.

A: clips of 10 s, int16. B: clips of 0.5 to 15 s. C: log-mel features of 80 x 626, float16. M: features
of 80 x 50 to 1,500. D: codec tokens of 8 x 750, uint16. E: 10 s as FLAC. F: 10 s as Opus. Copying and
checksums treat all values as int16.
"""

import json
import os

import numpy as np

# Records in a whole run; the smaller data sets decode slowly.
COUNTS = {"A": 1000, "B": 1000, "C": 5000, "M": 4000, "D": 20_000, "E": 512, "F": 128}
BINS = {"C": 80, "M": 80, "D": 8}
SAMPLE_RATE = 16_000
STRIDE = 4001


class Source:
    """A data set on disk: the values of all records, one after another, and where each begins."""

    def __init__(self, directory, case):
        self.case = case
        self.directory = os.path.join(directory, "sources", case)
        self.starts = np.load(self._path("starts.npy"))
        self.lengths = np.diff(self.starts)
        self.count = len(self.lengths)
        self.coded = case in "EF"
        # Bytes of the streams, or values.
        self.values = np.memmap(self._path("values.bin"), np.uint8 if self.coded else np.int16, "r")
        with open(self._path("facts.json")) as file:
            facts = json.load(file)
        self.checksums = facts["checksums"]
        self.bins = BINS.get(case, 1)
        self.fixed = not self.coded and len(set(self.lengths)) == 1
        # Values of the longest decoded record.
        self.longest = 10 * SAMPLE_RATE if self.coded else int(self.lengths.max())

    def record(self, index):
        """A record's stored values."""
        return self.values[self.starts[index] : self.starts[index + 1]]

    def path(self, index):
        """The file of a coded record."""
        suffix = "flac" if self.case == "E" else "opus"
        return self._path(f"{index:05}.{suffix}")

    def _path(self, name):
        return os.path.join(self.directory, name)


def checksum(rows, matrix=False):
    """What a consumer takes from a batch: every 4,001st value of each row, or each matrix row's first."""
    picked = rows[:, :, 0] if matrix else rows[:, ::STRIDE]
    return int(picked.sum(dtype=np.int64))


def make(directory, case, scale, clip):
    """Writes a data set; `clip` is ten seconds of speech in int16."""
    folder = os.path.join(directory, "sources", case)
    os.makedirs(folder)
    count = max(64, int(COUNTS[case] * scale))
    random = np.random.default_rng(ord(case))
    lengths = _lengths(case, count, random)
    starts = np.zeros(count + 1, np.int64)
    checksums = []
    noise = random.integers(-32768, 32768, int(lengths.max()) + 9973, dtype=np.int16)
    if case == "D":
        noise = np.abs(noise) % 1024
    if case in "CM":
        noise = (noise / np.float32(4096)).astype(np.float16).view(np.int16)
    with open(os.path.join(folder, "values.bin"), "wb") as file:
        for index, length in enumerate(lengths):
            if case in "EF":
                values = np.roll(clip, 4999 * index)
                data = _encode(values, case, os.path.join(folder, f"{index:05}"))
            else:
                start = (index * 31) % 9973
                values = noise[start : start + length]
                data = values.tobytes()
            file.write(data)
            starts[index + 1] = starts[index] + (len(data) if case in "EF" else length)
            one = values.reshape(1, BINS[case], -1) if case == "M" else values[np.newaxis]
            checksums.append(checksum(one, matrix=case == "M"))
    np.save(os.path.join(folder, "starts.npy"), starts)
    with open(os.path.join(folder, "facts.json"), "w") as file:
        json.dump({"count": count, "checksums": checksums, "bins": BINS.get(case, 1)}, file)


def _lengths(case, count, random):
    fixed = {"A": 160_000, "C": 80 * 626, "D": 8 * 750, "E": 160_000, "F": 160_000}
    if case in fixed:
        return np.full(count, fixed[case])
    if case == "B":
        return random.integers(8000, 240_001, count)
    return 80 * random.integers(50, 1501, count)


def _encode(values, case, stem):
    import soundfile

    if case == "E":
        path, options = f"{stem}.flac", {"format": "FLAC", "subtype": "PCM_16"}
    else:
        path, options = f"{stem}.opus", {"format": "OGG", "subtype": "OPUS"}
    soundfile.write(path, values, SAMPLE_RATE, **options)
    with open(path, "rb") as file:
        return file.read()
