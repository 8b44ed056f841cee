"""Other loaders, on request from bench/loaders.ts: `loaders.py DIRECTORY PEER`, one process per peer.

Prints a line of JSON that says what the peer is, then a line for each request it reads.
{"do": "make", "case", "scale", "clip"} writes a data set's source. {"do": "open", "case"} packs it in
the peer's format, iterates over a whole epoch and checks it. {"do": "run", "seconds"} measures records
per second: the median over as many whole epochs as it takes to fill the time, after one that warms up.
{"do": "close"} removes the packed files. An answer with an "error" says why a request failed.
"""

import contextlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import time

# One process and one thread, like ours; this must be set before the libraries are loaded.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"
os.environ["HF_DATASETS_DISABLE_PROGRESS_BARS"] = "1"
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "loaders"))

import numpy as np  # noqa: E402

import format_peers  # noqa: E402
import plain_peers  # noqa: E402
from sources import Source, checksum, make  # noqa: E402

PEERS = {
    "memcpy": plain_peers.Memcpy,
    "memcpy-flat": plain_peers.FlatMemcpy,
    "memcpy-matrix": plain_peers.MatrixMemcpy,
    "numpy-take": plain_peers.NumpyTake,
    "numpy-rows": plain_peers.NumpyRows,
    "files": plain_peers.Files,
    "ffcv": format_peers.Ffcv,
    "mds": format_peers.Mds,
    "litdata": format_peers.LitData,
    "webdataset": format_peers.WebDataset,
    "arrow": format_peers.Arrow,
    "lhotse": format_peers.LhotseShar,
    "array-record": format_peers.ArrayRecord,
}

# An epoch that takes longer than this is cut off, and its figure is for that part.
LONGEST_EPOCH = 1.0
LONGEST_CHECK = 4.0


class Session:
    def __init__(self, directory, name):
        self.directory = directory
        self.name = name
        self.peer = self.source = self.packed = None
        self.random = np.random.default_rng(1)

    def answer(self, request):
        return getattr(self, request.pop("do"))(**request)

    def make(self, case, scale, clip):
        make(self.directory, case, scale, np.fromfile(clip, np.int16))
        return {}

    def open(self, case):
        self.packed = os.path.join(self.directory, "packed", self.name)
        os.makedirs(self.packed)
        self.source = Source(self.directory, case)
        kind = PEERS[self.name]
        self.peer = kind(self.source, self.packed)
        # Otherwise pending writes would reach the disk while others are measured.
        subprocess.run(["sync", "-f", self.packed], check=True)
        _, records, total, whole = self.epoch(LONGEST_CHECK)
        if getattr(kind, "unchecked", False) or case == "F" or not whole:
            return {"check": "partial" if not whole else "unchecked"}
        wanted = sum(self.source.checksums)
        if records != self.source.count or total != wanted:
            raise ValueError(
                f"the epoch gave {records} records of sum {total}, not {self.source.count} of {wanted}"
            )
        return {"check": "whole"}

    def run(self, seconds):
        self.epoch(seconds)  # Warms up: other peers have used the caches meanwhile.
        spent, rates = 0, []
        while spent < seconds:
            taken, records, _, _ = self.epoch(LONGEST_EPOCH)
            spent += taken
            rates.append(records / taken)
        return {"rate": statistics.median(rates)}

    def close(self):
        self.peer = self.source = None
        shutil.rmtree(self.packed, ignore_errors=True)
        return {}

    def epoch(self, longest):
        """Seconds, records and checksum of an epoch in a fresh order, and whether it was a whole one."""
        order = self.random.permutation(self.source.count)
        matrix = self.source.case == "M"
        records = total = 0
        start = time.perf_counter()
        for batch in self.peer.epoch(order):
            total += checksum(batch, matrix)
            records += len(batch)
            if time.perf_counter() - start > longest:
                break
        taken = time.perf_counter() - start
        return taken, records, total, records == self.source.count


def main():
    directory, name = sys.argv[1:]
    answers = sys.stdout
    kind = PEERS[name]
    session = Session(directory, name)
    # What the libraries print isn't an answer.
    with contextlib.redirect_stdout(sys.stderr):
        try:
            hello = {"version": kind.version(), "cases": kind.cases}
        except Exception as error:  # An import can fail for any reason.
            hello = {"missing": f"{type(error).__name__}: {error}"}
        print(json.dumps(hello), file=answers, flush=True)
        for line in sys.stdin:
            try:
                answer = session.answer(json.loads(line))
            except Exception as error:  # Carries on with the next request.
                answer = {"error": f"{type(error).__name__}: {error}"}
            print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
