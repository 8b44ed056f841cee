/** The golden cases as fields: a preset and overrides, as a schema would write them. */
import type { SpectralKind, SpectralPresetName } from "../../schema/mod.ts";
import type { GoldenCase } from "../kernels/_features.ts";

/** A field that must give what a library gave. */
export interface GoldenField {
  readonly kind: SpectralKind;
  readonly options: Readonly<Record<string, unknown>> & { readonly preset: SpectralPresetName };
}

type Params = GoldenCase["params"];

/** The schema options for a case's features, stored in float32. */
export function goldenField(golden: GoldenCase): GoldenField {
  const { kind = "melSpectrogram", options } = stated(golden);
  const defined = Object.entries({ storeDtype: "float32", ...options });
  return {
    kind,
    options: Object.fromEntries(
      defined.filter(([, value]) => value !== undefined),
    ) as GoldenField["options"],
  };
}

interface Stated {
  readonly kind?: SpectralKind;
  readonly options: Readonly<Record<string, unknown>> & { readonly preset: SpectralPresetName };
}

function stated({ id, group, params: p }: GoldenCase): Stated {
  switch (group) {
    case "seed":
      return {
        options: {
          preset: "original",
          nFft: p.n_fft,
          hopLength: p.hop_length,
          nMels: p.n_mels,
          fMin: p.f_min,
          fMax: p.f_max,
          power: p.power,
          ...(p.log_scale === false ? { log: "none" } : {}),
        },
      };
    case "whisper":
      return {
        options: {
          preset: "whisper",
          nMels: p.n_mels,
          padSeconds: /pad30s|hf_p13/.test(id) ? 30 : undefined,
        },
      };
    case "librosa_mel":
      return { options: { preset: "librosa", ...librosa(p) } };
    case "librosa_db": {
      const { ref, top_db } = p.power_to_db as Params;
      return { options: { preset: "librosa-db", ...librosa(p), dbRef: ref, topDb: top_db } };
    }
    case "librosa_mfcc": {
      const { n_mfcc, lifter } = p.mfcc as Params;
      return {
        kind: "mfcc",
        options: { preset: "librosa-mfcc", ...librosa(p), nMfcc: n_mfcc, lifter },
      };
    }
    case "torchaudio_mel":
      return { options: { preset: "torchaudio", ...torchaudio(p) } };
    case "torchaudio_db":
      return { options: { preset: "torchaudio-db", ...torchaudio(p) } };
    case "torchaudio_mfcc": {
      const { n_mfcc, log_mels } = p.mfcc as Params;
      return {
        kind: "mfcc",
        options: {
          preset: "torchaudio-mfcc",
          ...torchaudio(p),
          nMfcc: n_mfcc,
          ...(log_mels === true ? { log: "natural" } : {}),
        },
      };
    }
    case "kaldi_fbank":
      return { options: { preset: "kaldi-fbank", ...kaldi(p, id) } };
    case "kaldi_mfcc":
      return {
        kind: "mfcc",
        options: {
          preset: "kaldi-mfcc",
          ...kaldi(p, id),
          nMfcc: p.num_ceps,
          lifter: p.cepstral_lifter,
          // kaldi-native-fbank's floor is 0 by default, torchaudio's cases ask for 1.
          ...(p.use_energy === true && !id.includes("knf") ? { energyFloor: 1 } : {}),
        },
      };
    case "tts":
      return tts(id, p);
    case "nemo":
      return {
        options: {
          preset: "nemo",
          nFft: p.n_fft,
          winLength: p.n_window_size,
          hopLength: p.n_window_stride,
          nMels: p.nfilt,
          preemphasis: p.preemph,
          ...(p.normalize === null ? { normalize: "none" } : {}),
        },
      };
    default:
      throw new Error(`No field for ${id}`);
  }
}

function librosa(p: Params): Params {
  return {
    nFft: p.n_fft,
    winLength: p.win_length ?? undefined,
    hopLength: p.hop_length,
    nMels: p.n_mels,
    fMin: p.fmin,
    fMax: p.fmax ?? undefined,
    power: p.power,
    center: p.center,
    // Without padding, there is no padding mode.
    padMode: p.center === false ? undefined : p.pad_mode,
    melScale: p.htk === true ? "htk" : undefined,
    norm: p.norm === null ? "none" : undefined,
  };
}

function torchaudio(p: Params): Params {
  return {
    nFft: p.n_fft,
    winLength: p.win_length ?? undefined,
    hopLength: p.hop_length ?? undefined,
    nMels: p.n_mels,
    fMin: p.f_min,
    fMax: p.f_max ?? undefined,
    power: p.power,
    melScale: p.mel_scale,
    norm: p.norm ?? undefined,
  };
}

function kaldi(p: Params, id: string): Params {
  return {
    nMels: p.num_mel_bins,
    fMin: p.low_freq,
    fMax: p.high_freq,
    snipEdges: p.snip_edges,
    window: p.window_type,
    useEnergy: p.use_energy,
    // Cases without a gain of 32,768 use samples unchanged.
    ...(/unit|nosnip_400/.test(id) ? { inputScale: 1 } : {}),
  };
}

function tts(id: string, p: Params): Stated {
  const preset = id.includes("tacotron2")
    ? "tacotron2"
    : id.includes("hifigan")
    ? "hifigan"
    : "vits";
  const common = { preset, sampleRate: p.sr, nFft: p.n_fft, hopLength: p.hop } as const;
  if (id.includes("linear")) return { kind: "spectrogram", options: common };
  return { options: { ...common, nMels: p.n_mels, fMin: p.fmin, fMax: p.fmax } };
}
