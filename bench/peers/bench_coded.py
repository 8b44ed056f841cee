"""Times decoders of coded audio on request: a case for each line read, seconds for each line written.

The first line names the cases that this machine can run. The files are arguments: a FLAC file, an Ogg
Opus file, and where a window begins and how long it is, in samples.
"""

import ctypes
import ctypes.util
import json
import sys
import time

flac, opus, start, count = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
cases = {}
versions = {}

try:
    import soundfile

    versions["soundfile"] = soundfile.__libsndfile_version__

    def window():
        with soundfile.SoundFile(flac) as file:
            file.seek(start)
            file.read(count, dtype="int16")

    cases["flac"] = lambda: soundfile.read(flac, dtype="int16")
    cases["flac window"] = window
    cases["opus"] = lambda: soundfile.read(opus, dtype="float32")
except ImportError:
    pass


def opus_packets(path):
    """The audio packets of a file in which no packet continues on the next page."""
    data = open(path, "rb").read()
    at, packets = 0, []
    while at < len(data):
        lengths = data[at + 27 : at + 27 + data[at + 26]]
        at += 27 + len(lengths)
        packet = b""
        for length in lengths:
            packet += data[at : at + length]
            at += length
            if length < 255:
                packets.append(packet)
                packet = b""
    return packets[2:]


library = ctypes.util.find_library("opus")
if library is not None:
    native = ctypes.CDLL(library)
    native.opus_get_version_string.restype = ctypes.c_char_p
    native.opus_decoder_create.restype = ctypes.c_void_p
    versions["libopus"] = native.opus_get_version_string().decode()
    packets = opus_packets(opus)
    status = ctypes.c_int()
    decoder = ctypes.c_void_p(native.opus_decoder_create(16000, 1, ctypes.byref(status)))
    out = (ctypes.c_float * 5760)()

    def decode():
        native.opus_decoder_ctl(decoder, 4028)  # OPUS_RESET_STATE
        for packet in packets:
            native.opus_decode_float(decoder, packet, len(packet), out, 5760, 0)

    cases["libopus"] = decode

print("libraries:", versions, file=sys.stderr)
print(json.dumps(list(cases)), flush=True)
for line in sys.stdin:
    run = cases[line.strip()]
    begin = time.perf_counter()
    run()
    print(time.perf_counter() - begin, flush=True)
