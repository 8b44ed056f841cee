"""Prepares a folder of FLAC files as Python programs do, on request, so that packing can take turns.

Usage: python bench_packing.py FOLDER OUTPUT. Every file has ten seconds at 16 kHz, mono. Prints the
names of the cases that can be run, as JSON: "int16 N" reads each file with soundfile into one memory
map of int16, "mel N" stores Whisper's features of each in one of float16, in N processes. Then, for
each line of standard input, runs the case of that name and prints two numbers: the milliseconds that
it took, and those of the processor in all processes. Starting processes and importing isn't counted.
"""

import importlib.util
import json
import multiprocessing
import os
import sys
import time

for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[name] = "1"
os.environ["CUDA_VISIBLE_DEVICES"] = ""

SHAPES = {"int16": ("int16", (160_000,)), "mel": ("float16", (80, 1000))}


def serve(connection, files, output):
    """Does this process's share of each case that arrives."""
    import numpy as np
    import soundfile

    mel = None
    if importlib.util.find_spec("whisper") is not None:
        import torch
        from whisper.audio import log_mel_spectrogram as mel

        torch.set_num_threads(1)
    connection.send(mel is not None)
    while True:
        try:
            kind, rank, count = connection.recv()
        except EOFError:
            return
        start = time.process_time()
        dtype, shape = SHAPES[kind]
        rows = np.memmap(output, dtype, "r+", shape=(len(files), *shape))
        for index in range(rank, len(files), count):
            if kind == "int16":
                rows[index] = soundfile.read(files[index], dtype="int16")[0]
            else:
                rows[index] = mel(soundfile.read(files[index], dtype="float32")[0], 80).numpy()
        del rows
        connection.send(time.process_time() - start)


def main():
    folder, output = sys.argv[1:]
    files = [os.path.join(folder, name) for name in sorted(os.listdir(folder))]
    context = multiprocessing.get_context("spawn")
    pipes = []
    for _ in range(2):
        ours, theirs = context.Pipe()
        context.Process(target=serve, args=(theirs, files, output), daemon=True).start()
        pipes.append(ours)
    has_mel = all([pipe.recv() for pipe in pipes])
    kinds = ["int16", "mel"] if has_mel else ["int16"]
    print(json.dumps([f"{kind} {count}" for kind in kinds for count in (1, 2)]), flush=True)
    import numpy as np

    for line in sys.stdin:
        kind, count = line.split()
        start, before = time.perf_counter(), time.process_time()
        dtype, shape = SHAPES[kind]
        np.memmap(output, dtype, "w+", shape=(len(files), *shape))
        chosen = pipes[: int(count)]
        for rank, pipe in enumerate(chosen):
            pipe.send((kind, rank, len(chosen)))
        processor = sum(pipe.recv() for pipe in chosen) + time.process_time() - before
        print((time.perf_counter() - start) * 1000, processor * 1000, flush=True)


if __name__ == "__main__":
    main()
