"""Other libraries' resamplers, on request from bench/resample/report.ts.

Prints a line of JSON with those that are installed. Then answers each line, a request, with a line:
{"peer", "from", "to", "input", "output"} resamples a file of float32 samples to another file, and
{"peer", "from", "to", "input", "calls"} answers with the seconds that the fastest of the calls took.
"""

import json
import os
import sys
import time

# One thread, like ours; this must be set before the libraries are loaded.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np  # noqa: E402

# The number of coefficients beyond which torchaudio's table would take gigabytes.
MAX_TORCHAUDIO_TABLE = 50_000_000


def soxr_peer():
    import soxr

    def plan(rate_from, rate_to):
        return lambda samples: soxr.resample(samples, rate_from, rate_to, quality="HQ")

    return plan, soxr.__version__


def scipy_peer():
    import scipy
    import scipy.signal

    def plan(rate_from, rate_to):
        def run(samples):
            length = len(samples) * rate_to // rate_from
            return scipy.signal.resample(samples.astype(np.float64), length)

        return run

    return plan, scipy.__version__


def torchaudio_peer():
    import torch
    import torchaudio

    torch.set_num_threads(1)

    def plan(rate_from, rate_to):
        divisor = np.gcd(rate_from, rate_to)
        if (rate_from // divisor) * (rate_to // divisor) > MAX_TORCHAUDIO_TABLE:
            return None
        transform = torchaudio.transforms.Resample(rate_from, rate_to)
        return lambda samples: transform(torch.from_numpy(samples)).numpy()

    return plan, torchaudio.__version__


def load():
    plans, versions, missing = {}, {}, {}
    makers = {"soxr": soxr_peer, "scipy": scipy_peer, "torchaudio": torchaudio_peer}
    for name, make in makers.items():
        try:
            plans[name], versions[name] = make()
        except ImportError as error:
            missing[name] = str(error)
    return plans, versions, missing


def fastest(run, samples, calls):
    best = float("inf")
    for _ in range(calls):
        start = time.perf_counter()
        run(samples)
        best = min(best, time.perf_counter() - start)
    return best


def main():
    plans, versions, missing = load()
    print(json.dumps({"versions": versions, "missing": missing}), flush=True)
    planned = {}
    for line in sys.stdin:
        request = json.loads(line)
        key = (request["peer"], request["from"], request["to"])
        if key not in planned:
            planned[key] = plans[key[0]](*key[1:])
        run = planned[key]
        answer = {"done": run is not None}
        if run is not None:
            samples = np.fromfile(request["input"], dtype="<f4")
            if "calls" in request:
                answer["seconds"] = fastest(run, samples, request["calls"])
            else:
                run(samples).astype("<f4").tofile(request["output"])
        print(json.dumps(answer), flush=True)


main()
