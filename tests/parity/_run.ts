/** All golden cases, run like users do: as fields of datasets, and by kernel functions. */
import { createDatasetWriter, openDataset } from "../../runtime/mod.ts";
import { defineDataset, type Spectrogram } from "../../schema/mod.ts";
import {
  analysisWindow,
  cepstralTransform,
  FeatureExtractor,
  melFilters,
} from "../../kernels/features.ts";
import {
  type GoldenCase,
  goldenCases,
  goldenInput,
  goldenParameters,
  original,
} from "../kernels/_features.ts";
import { compare, type Parity } from "./_compare.ts";
import { goldenField } from "./_fields.ts";

/** The groups that are run as fields. */
export const fieldGroups = [
  "seed",
  "whisper",
  "librosa_mel",
  "librosa_db",
  "librosa_mfcc",
  "torchaudio_mel",
  "torchaudio_db",
  "torchaudio_mfcc",
  "kaldi_fbank",
  "kaldi_mfcc",
  "tts",
  "nemo",
] as const;

/** The groups that are run through kernel functions. */
export const kernelGroups = ["stft", "filterbank", "window", "dct"] as const;

/** A clip shorter than scipy's window, which scipy shrinks; we pad the clip instead. */
export const exceptions: readonly string[] = ["seed_p13_short"];

/** The cases of some groups, without the exceptions. */
export function casesOf(groups: readonly string[]): GoldenCase[] {
  return goldenCases(...groups).filter(({ id }) => !exceptions.includes(id));
}

/**
 * Packs a case's audio into a dataset with one field, stored in float32, and compares what is read.
 * The audio is a float32 clip in memory; the gain in Kaldi's cases is the preset's own.
 */
export function runAsField(golden: GoldenCase): Parity {
  const { kind, options } = goldenField(golden);
  const { ir } = defineDataset("Golden", { features: { kind, options } });
  const path = Deno.makeTempFileSync({ suffix: ".afd" });
  try {
    using writer = createDatasetWriter(path, { ir, overwrite: true });
    const { gain: _gain, ...input } = golden.input!;
    const samples = goldenInput({ ...golden, input });
    writer.append({ features: { samples, sampleRate: rateOf(golden) } });
    writer.finish();
    using dataset = openDataset(path);
    const { data, shape } = dataset.field("features").decode(0) as Spectrogram;
    const kept = croppedTo(golden, { data, shape });
    return compare(golden, kept.data, kept.shape);
  } finally {
    Deno.removeSync(path);
  }
}

/** Compares what a kernel function gives. */
export function runAsKernel(golden: GoldenCase): Parity {
  const [rows = 0, columns = 0] = golden.shape;
  switch (golden.group) {
    case "stft": {
      using extractor = new FeatureExtractor(goldenParameters(golden));
      const { data, bins, frames } = extractor.compute(goldenInput(golden));
      return compare(golden, data, [2, bins / 2, frames]);
    }
    case "filterbank": {
      const parameters = goldenParameters(golden);
      const bins = parameters.nFft / 2 + 1;
      // Kaldi's have no column for the last bin, which they leave out.
      const kept = melFilters(parameters).filter((_, index) => index % bins < columns);
      return compare(golden, kept, [rows, columns]);
    }
    case "window": {
      const name = golden.id.slice("win_".length).replace("_periodic", "").replace("_", "-");
      const window = name as typeof original.window;
      return compare(golden, analysisWindow({ ...original, window, winLength: rows }), [rows]);
    }
    default: {
      const parameters = { ...original, nMfcc: rows, nMels: columns };
      return compare(golden, cepstralTransform(parameters), [rows, columns]);
    }
  }
}

function rateOf({ input }: GoldenCase): number {
  return (input as { readonly sample_rate?: number } | undefined)?.sample_rate ?? 16_000;
}

/**
 * Arrays that a library padded to 30 s are golden for their first frames; we store those that touch
 * the clip, and the ones after them must equal what silence gives.
 */
function croppedTo(golden: GoldenCase, { data, shape: [bins, frames] }: Spectrogram): Spectrogram {
  const wanted = golden.shape[1] ?? frames;
  if (!/pad30s|hf_p13/.test(golden.id) || frames >= wanted) {
    return { data, shape: [bins, frames] };
  }
  const silence = Math.max(-1.5, data.reduce((most, value) => Math.max(most, value)) - 2);
  const all = new Float32Array(bins * wanted).fill(silence);
  for (let bin = 0; bin < bins; bin++) {
    all.set(data.subarray(bin * frames, (bin + 1) * frames), bin * wanted);
  }
  return { data: all, shape: [bins, wanted] };
}
