"""gather.c, compiled when it is first needed, and batches at addresses that are multiples of 64."""

import ctypes
import os
import subprocess

import numpy as np


def library(directory):
    """The compiled library, with libsndfile if its headers are installed."""
    path = os.path.join(directory, "libgather.so")
    if not os.path.exists(path):
        source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "gather.c")
        command = ["gcc", "-O3", "-march=native", "-shared", "-fPIC", source, "-o", path]
        with_sndfile = subprocess.run([*command, "-DWITH_SNDFILE", "-lsndfile"], stderr=subprocess.DEVNULL)
        if with_sndfile.returncode != 0:
            subprocess.run(command, check=True)
    loaded = ctypes.CDLL(path)
    pointers = [ctypes.c_void_p] * 4
    numbers = [ctypes.c_int64] * 2
    loaded.gather.argtypes = pointers + numbers
    loaded.gather_matrices.argtypes = pointers + numbers + [ctypes.c_int64]
    if hasattr(loaded, "decode_streams"):
        loaded.decode_streams.argtypes = pointers + numbers
        loaded.decode_streams.restype = ctypes.c_int64
    return loaded


def aligned(count, dtype=np.int16):
    """Zeros, starting at a multiple of 64."""
    width = np.dtype(dtype).itemsize
    memory = np.zeros(count * width + 64, np.uint8)
    start = -memory.ctypes.data % 64
    return memory[start : start + count * width].view(dtype)
