"""Loaders without a data format: memcpy, NumPy, and a file for each record."""

import os
import platform

import numpy as np

from native import aligned, library

BATCH = 64


class Rows:
    """One batch in memory, filled repeatedly: dense, zero-padded to its longest record."""

    def __init__(self, source):
        self.source = source
        self.memory = aligned(BATCH * source.longest)

    def batch(self, count, longest):
        """Room for `count` rows of `longest` values, or for matrices if the source's records are."""
        bins = self.source.bins if self.source.case == "M" else 1
        rows = self.memory[: count * longest]
        return rows.reshape(count, bins, longest // bins) if bins > 1 else rows.reshape(count, longest)

    def fill(self, records):
        """Copies records, each an array of int16, to the batch."""
        batch = self.batch(len(records), max(map(len, records)))
        for row, values in zip(batch, records):
            if row.ndim == 2:
                values = values.reshape(len(row), -1)
                row[:, : values.shape[1]] = values
                row[:, values.shape[1] :] = 0
            else:
                row[: len(values)] = values
                row[len(values) :] = 0
        return batch


def batches_of(order):
    for start in range(0, len(order), BATCH):
        yield order[start : start + BATCH]


class Memcpy:
    """C memcpy from a mapping into an aligned buffer; for coded records, libsndfile called from C."""

    cases = "ABCDEF"

    def __init__(self, source, directory):
        self.rows = Rows(source)
        self.source = source
        self.values = source.values.ctypes.data
        self.native = library(directory)
        if source.coded and not hasattr(self.native, "decode_streams"):
            raise ImportError("libsndfile's headers aren't installed")

    @staticmethod
    def version():
        return f"gcc, {platform.libc_ver()[0]} {platform.libc_ver()[1]}"

    def epoch(self, order):
        source = self.source
        width = source.values.itemsize
        # All at once, so that Python is only a small part of what is measured.
        starts = source.starts[order] * width
        lengths = source.lengths[order] * width
        firsts = np.arange(0, len(order), BATCH)
        longest = np.maximum.reduceat(source.lengths[order], firsts).tolist()
        for first, values in zip(firsts.tolist(), longest):
            count = min(BATCH, len(order) - first)
            batch = self.rows.batch(count, source.longest if source.coded else values)
            self.copy(batch, [array.ctypes.data + first * 8 for array in (starts, lengths)])
            yield batch

    def copy(self, batch, ranges):
        pointers = (batch.ctypes.data, self.values, *ranges)
        if self.source.coded:
            failed = self.native.decode_streams(*pointers, *batch.shape)
            if failed >= 0:
                raise RuntimeError(f"libsndfile can't decode row {failed}")
        else:
            self.native.gather(*pointers, len(batch), batch[0].nbytes)


class FlatMemcpy(Memcpy):
    """The same bytes of matrices, without padding inside them: what `M` is compared with."""

    cases = "M"
    # Its batch isn't the padded one, so its checksum would differ.
    unchecked = True


class MatrixMemcpy(Memcpy):
    """C memcpy of each row of each matrix to its padded place."""

    cases = "M"

    def copy(self, batch, ranges):
        count, bins, frames = batch.shape
        pointers = (batch.ctypes.data, self.values, *ranges)
        self.native.gather_matrices(*pointers, count, bins, frames * 2)


class NumpyTake:
    """`np.take(…, out=)` from a memory map."""

    cases = "ACD"

    def __init__(self, source, directory):
        self.rows = Rows(source)
        self.matrix = source.values.reshape(source.count, -1)

    @staticmethod
    def version():
        return np.__version__

    def epoch(self, order):
        for indices in batches_of(order):
            batch = self.rows.batch(len(indices), self.matrix.shape[1])
            # With "clip", NumPy writes to `out` without a buffer of its own.
            np.take(self.matrix, indices, axis=0, out=batch, mode="clip")
            yield batch


class NumpyRows:
    """Slices of a memory map copied row by row, in Python."""

    cases = "ABCMD"

    def __init__(self, source, directory):
        self.rows = Rows(source)
        self.source = source

    version = NumpyTake.version

    def epoch(self, order):
        for indices in batches_of(order):
            yield self.rows.fill([self.source.record(index) for index in indices])


class Files:
    """A file for each record: WAV, .npy, FLAC, Ogg Opus."""

    cases = "ABCMDEF"

    def __init__(self, source, directory):
        import soundfile

        self.soundfile = soundfile
        self.rows = Rows(source)
        self.audio = source.case in "ABEF"
        self.paths = [self.write(source, index, directory) for index in range(source.count)]

    @staticmethod
    def version():
        import soundfile

        return f"soundfile {soundfile.__version__}, numpy {np.__version__}"

    def write(self, source, index, directory):
        if source.coded:
            return source.path(index)
        path = os.path.join(directory, f"{index}.{'wav' if self.audio else 'npy'}")
        if self.audio:
            self.soundfile.write(path, source.record(index), 16_000, subtype="PCM_16")
        else:
            np.save(path, source.record(index))
        return path

    def read(self, path):
        return self.soundfile.read(path, dtype="int16")[0] if self.audio else np.load(path)

    def epoch(self, order):
        for indices in batches_of(order):
            yield self.rows.fill([self.read(self.paths[index]) for index in indices])
