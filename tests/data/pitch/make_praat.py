"""Writes praat.json: what Praat finds in signals that pitch_praat_test.ts makes by the same formulas.

    pip install praat-parselmouth==0.4.7 numpy
    python make_praat.py
    deno fmt praat.json

Praat's "ac" method with its defaults (silence threshold 0.03, voicing threshold 0.45, octave cost 0.01,
octave-jump cost 0.35, voiced/unvoiced cost 0.14), 75 to 500 Hz, a value every 10 ms.
"""
import json
import os

import numpy
import parselmouth

RATE = 16000
FRAMES = 101

# Middle in Hz, glide in Hz, glides per second, harmonics, power of the harmonics' decay, noise
SIGNALS = [
    (120, 0, 1, 1, 1, 0),
    (220, 40, 1.5, 8, 1, 0),
    (110, 20, 2, 20, 0.5, 0.02),
    (300, 80, 1, 6, 1, 0.05),
    (180, 60, 1, 30, 1, 0.01),
]


def noise(count):
    values, state = numpy.empty(count), 1
    for index in range(count):
        state = (state * 1664525 + 1013904223) % 2**32
        values[index] = state / 2**32 - 0.5
    return values


def signal(middle, glide, speed, harmonics, decay, level):
    time = numpy.arange(RATE + 1) / RATE
    turn = 2 * numpy.pi * speed
    phase = 2 * numpy.pi * (middle * time - glide / turn * (numpy.cos(turn * time) - 1))
    wave = sum(numpy.sin(h * phase + h) / h**decay for h in range(1, harmonics + 1))
    return 0.3 * wave / harmonics**0.5 + level * noise(len(time))


def main():
    found = []
    for parameters in SIGNALS:
        sound = parselmouth.Sound(signal(*parameters), sampling_frequency=RATE)
        pitch = sound.to_pitch_ac(time_step=0.01, pitch_floor=75, pitch_ceiling=500)
        values = [pitch.get_value_at_time(frame / 100) for frame in range(FRAMES)]
        f0 = [None if numpy.isnan(value) else round(float(value), 3) for value in values]
        found.append({"parameters": parameters, "f0": f0})
    path = os.path.join(os.path.dirname(__file__), "praat.json")
    with open(path, "w") as stream:
        lines = ",\n".join(json.dumps(one, separators=(",", ":")) for one in found)
        stream.write(f"[\n{lines}\n]\n")


if __name__ == "__main__":
    main()
