/** Parameters of features, and what reference libraries computed for them. */
import { readFileSync } from "node:fs";
import { openAudio } from "../../audio/mod.ts";
import type { FeatureParameters } from "../../kernels/features.ts";

/** A log-mel spectrogram with the original design's parameters; tests state what differs. */
export const original: FeatureParameters = {
  kind: "melSpectrogram",
  sampleRate: 16_000,
  inputScale: 1,
  dither: 0,
  preemphasis: 0,
  framing: "scipy",
  nFft: 1024,
  winLength: 1024,
  hopLength: 256,
  window: "hann",
  center: true,
  padMode: "reflect",
  padSamples: 0,
  dropLastFrame: false,
  snipEdges: true,
  removeDcOffset: false,
  power: 2,
  magnitudeEpsilon: 0,
  nMels: 80,
  fMin: 0,
  fMax: 8000,
  melScale: "original",
  norm: "none",
  floorNyquist: false,
  log: "natural",
  logOffset: 1e-10,
  logFloor: 0,
  dbRef: 1,
  topDb: null,
  dynamicRange: null,
  useEnergy: false,
  rawEnergy: true,
  energyFloor: 0,
  nMfcc: 20,
  lifter: 0,
  dctNorm: "ortho",
  normalize: "none",
  stdEpsilon: 1e-5,
  maskPartialFrame: false,
  padTo: 0,
};

type Some = Partial<FeatureParameters>;

/** What the libraries other than scipy have in common: plain values of a padded clip. */
const stft: Some = { framing: "stft", logOffset: 0, log: "none", melScale: "slaney" };

/** Each library's own habits. */
export const libraries = {
  whisper: {
    ...stft,
    nFft: 400,
    winLength: 400,
    hopLength: 160,
    dropLastFrame: true,
    norm: "slaney",
    log: "log10",
    logFloor: 1e-10,
    dynamicRange: 8,
    normalize: "whisper",
  },
  librosa: { ...stft, padMode: "constant", norm: "slaney" },
  torchaudio: { ...stft, melScale: "htk", floorNyquist: true },
  kaldi: {
    framing: "kaldi",
    nFft: 512,
    winLength: 400,
    hopLength: 160,
    window: "povey",
    preemphasis: 0.97,
    removeDcOffset: true,
    melScale: "kaldi",
    logOffset: 0,
    logFloor: 2 ** -23,
    nMfcc: 13,
  },
  tacotron2: { ...stft, power: 1, norm: "slaney", log: "natural", logFloor: 1e-5 },
  nemo: {
    ...stft,
    padMode: "constant",
    preemphasis: 0.97,
    nFft: 512,
    winLength: 400,
    hopLength: 160,
    window: "hann-symmetric",
    norm: "slaney",
    log: "natural",
    logOffset: 2 ** -24,
    normalize: "per-feature",
    maskPartialFrame: true,
  },
} as const satisfies Readonly<Record<string, Some>>;

/** One array that a reference library computed. */
export interface GoldenCase {
  readonly id: string;
  readonly group: string;
  readonly preset: string;
  readonly input?: {
    readonly clip: string;
    readonly slice?: readonly [number, number];
    readonly gain?: number;
  };
  readonly params: Readonly<Record<string, unknown>>;
  readonly tolerance: { readonly max_abs: number; readonly max_abs_within_60dB?: number };
  readonly shape: readonly number[];
  readonly file: string;
}

const folder = new URL("../data/golden/", import.meta.url);

/** All cases of some groups. */
export function goldenCases(...groups: string[]): GoldenCase[] {
  const text = readFileSync(new URL("features.json", folder), "utf8");
  return (JSON.parse(text) as GoldenCase[]).filter(({ group }) => groups.includes(group));
}

/** A case's array, in its own order. */
export function goldenArray({ file, shape }: GoldenCase): Float32Array {
  const bytes = readFileSync(new URL(file, folder));
  const length = shape.reduce((product, size) => product * size, 1);
  return new Float32Array(bytes.buffer.slice(bytes.length - length * 4));
}

const files: Readonly<Record<string, string>> = {
  p01: "p01_speech_16k_s16.wav",
  p02: "p02_speech_22k_s16.wav",
  p03: "p03_chirp_16k_f32.wav",
  p08: "p08_impulse_silence_16k_s16.wav",
  p13: "p13_short900_16k_s16.wav",
};

/** A case's samples, as the library got them. */
export function goldenInput({ input }: GoldenCase): Float32Array {
  if (input === undefined) throw new Error("a case without input");
  const path = new URL(`../data/clips/${files[input.clip]}`, import.meta.url).pathname;
  const samples = readClip(path).slice(...(input.slice ?? []));
  return input.gain === undefined ? samples : samples.map((sample) => sample * input.gain!);
}

/** The clips needed here are mono: int16, or float32 unchanged. */
function readClip(path: string): Float32Array {
  using source = openAudio(path);
  const scale = source.format === "int16" ? 1 / 32_768 : 1;
  const samples = new Float32Array(source.frames ?? 0);
  let filled = 0;
  for (let piece = source.next(); piece !== undefined; piece = source.next()) {
    samples.set(Float32Array.from(piece, (sample) => sample * scale), filled);
    filled += piece.length;
  }
  return samples;
}

/** A case's parameters, under our names. */
export function goldenParameters({ group, preset, params: p, id }: GoldenCase): FeatureParameters {
  const number = (...names: string[]) => {
    const value = names.map((name) => p[name]).find((value) => typeof value === "number");
    return value === undefined ? undefined : value as number;
  };
  const nFft = number("n_fft", "padded_window") ?? baseOf(group, preset).nFft ?? original.nFft;
  const winLength = number("win_length", "win", "n_window_size", "n") ??
    baseOf(group, preset).winLength ?? nFft;
  const sampleRate = number("sr", "sample_rate", "sample_frequency") ?? 16_000;
  const stated: Record<string, unknown> = {
    sampleRate,
    nFft,
    winLength,
    hopLength: number("hop_length", "hop", "n_window_stride"),
    nMels: number("n_mels", "num_mel_bins", "num_bins", "nfilt"),
    fMin: number("f_min", "fmin", "low_freq"),
    fMax: number("f_max", "fmax", "high_freq") ?? (group === "whisper" ? 8000 : 0),
    power: number("power"),
    nMfcc: number("n_mfcc", "num_ceps"),
    center: p.center,
    padMode: p.pad_mode,
    log: p.log_scale === false ? "none" : undefined,
    norm: p.norm === null ? "none" : p.norm,
    melScale: p.htk === true ? "htk" : p.mel_scale,
    snipEdges: p.snip_edges,
    window: p.window_type === "hamming" ? "hamming-symmetric" : undefined,
    useEnergy: p.use_energy,
    lifter: number("cepstral_lifter"),
  };
  Object.assign(stated, particular({ group, id, p, nFft, sampleRate }));
  const defined = Object.entries(stated).filter(([, value]) => value !== undefined);
  return { ...original, ...baseOf(group, preset), ...Object.fromEntries(defined) };
}

function baseOf(group: string, preset: string): Some {
  if (preset === "seed" || preset === "scipy") return {};
  if (preset.startsWith("whisper")) return libraries.whisper;
  if (preset === "hifigan" || preset.startsWith("vits")) return libraries.tacotron2;
  if (preset === "torch") return libraries.torchaudio;
  const base = libraries[preset as keyof typeof libraries];
  return group === "kaldi_mfcc" ? { ...base, kind: "mfcc" } : base ?? {};
}

/** What isn't in the cases' parameters, because their calls determine it. */
function particular({ group, id, p, nFft, sampleRate }: {
  group: string;
  id: string;
  p: GoldenCase["params"];
  nFft: number;
  sampleRate: number;
}): Some {
  const hop = (p.hop ?? p.hop_length ?? nFft >> 1) as number;
  switch (group) {
    case "stft":
      return { kind: "stft" };
    case "librosa_db": {
      const { ref, top_db } = p.power_to_db as { ref: number | "max"; top_db: number | null };
      return { log: "db", logFloor: 1e-10, dbRef: ref, topDb: top_db };
    }
    case "librosa_mfcc": {
      const { n_mfcc, lifter } = p.mfcc as { n_mfcc: number; lifter: number };
      return { kind: "mfcc", log: "db", logFloor: 1e-10, topDb: 80, nMfcc: n_mfcc, lifter };
    }
    case "torchaudio_mel":
      return { hopLength: hop };
    case "torchaudio_db":
      return { hopLength: hop, log: "db", logFloor: 1e-10, topDb: 80 };
    case "torchaudio_mfcc": {
      const { n_mfcc, log_mels } = p.mfcc as { n_mfcc: number; log_mels: boolean };
      return {
        kind: "mfcc",
        hopLength: hop,
        nMfcc: n_mfcc,
        ...(log_mels
          ? { log: "natural", logOffset: 1e-6 }
          : { log: "db", logFloor: 1e-10, topDb: 80 }),
      };
    }
    case "kaldi_mfcc":
      return { energyFloor: id.includes("knf") ? 0 : 1 };
    case "tts": {
      if (id.includes("tacotron2")) return {};
      const magnitudeEpsilon = id.includes("hifigan") ? 1e-9 : 1e-6;
      const linear: Some = id.includes("linear")
        ? { kind: "spectrogram", log: "none", logFloor: 0 }
        : {};
      return { center: false, padSamples: (nFft - hop) >> 1, magnitudeEpsilon, ...linear };
    }
    case "nemo":
      return id.includes("nonorm") ? { normalize: "none" } : {};
    case "filterbank":
      return { fMax: (p.fmax ?? p.f_max ?? (id.includes("kaldi") ? 0 : sampleRate / 2)) as number };
    default:
      return {};
  }
}
