"""Times reference libraries on request, so that a benchmark can take turns with them.

Usage: python bench_features.py SAMPLES, where SAMPLES is a file of float32, 16 kHz, mono. Prints the
names of the cases that can be run, as JSON. Then, for each line of standard input, runs the case of
that name once and prints the milliseconds it took.
"""

import importlib
import json
import os
import sys
import time
import warnings

for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[name] = "1"
os.environ["CUDA_VISIBLE_DEVICES"] = ""
warnings.filterwarnings("ignore")

RATE = 16_000


def librosa_cases(samples):
    librosa = importlib.import_module("librosa")

    def mel():
        return librosa.feature.melspectrogram(y=samples, sr=RATE, n_fft=1024, hop_length=256, n_mels=80)

    def mfcc():
        return librosa.feature.mfcc(y=samples, sr=RATE, n_mfcc=20)

    return {"librosa mel": mel, "librosa mfcc": mfcc}


def torch_cases(samples):
    torch = importlib.import_module("torch")
    torchaudio = importlib.import_module("torchaudio")
    kaldi = importlib.import_module("torchaudio.compliance.kaldi")
    torch.set_num_threads(1)
    tensor = torch.from_numpy(samples)
    mel = torchaudio.transforms.MelSpectrogram(RATE, n_fft=1024, hop_length=256, n_mels=80)
    return {
        "torchaudio mel": lambda: mel(tensor),
        "torchaudio kaldi": lambda: kaldi.fbank(tensor[None] * 32_768, num_mel_bins=80),
    }


def whisper_cases(samples):
    audio = importlib.import_module("whisper.audio")
    tensor = importlib.import_module("torch").from_numpy(samples)
    return {"openai-whisper": lambda: audio.log_mel_spectrogram(tensor, 80)}


def kaldi_cases(samples):
    fbank = importlib.import_module("kaldi_native_fbank")
    options = fbank.FbankOptions()
    options.frame_opts.dither = 0
    options.mel_opts.num_bins = 80
    # Its binding takes a list; making the list isn't counted.
    scaled = (samples * 32_768).tolist()

    def run():
        online = fbank.OnlineFbank(options)
        online.accept_waveform(RATE, scaled)
        online.input_finished()
        return online.num_frames_ready

    return {"kaldi-native-fbank": run}


def main():
    numpy = importlib.import_module("numpy")
    samples = numpy.fromfile(sys.argv[1], dtype="<f4")
    cases = {}
    for make in (librosa_cases, torch_cases, whisper_cases, kaldi_cases):
        try:
            cases.update(make(samples))
        except ImportError as error:
            print(f"{make.__name__}: {error}", file=sys.stderr)
    print(json.dumps(list(cases)), flush=True)
    for line in sys.stdin:
        run = cases[line.strip()]
        start = time.perf_counter()
        run()
        print((time.perf_counter() - start) * 1000, flush=True)


if __name__ == "__main__":
    main()
