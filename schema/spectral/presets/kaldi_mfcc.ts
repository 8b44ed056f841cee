import type { SpectralPreset } from "./preset.ts";
import { kaldiFbank } from "./kaldi_fbank.ts";

/** Thirteen cepstral coefficients from 23 mel bins, as Kaldi computes them. */
export const kaldiMfcc: SpectralPreset = {
  name: "kaldi-mfcc",
  source: "kaldi-native-fbank 1.23.0: OnlineMfcc; torchaudio.compliance.kaldi.mfcc",
  kind: "mfcc",
  parameters: {
    ...kaldiFbank.parameters,
    nMels: 23,
    nMfcc: 13,
    lifter: 22,
    dctNorm: "ortho",
  },
  follow: kaldiFbank.follow!,
};
