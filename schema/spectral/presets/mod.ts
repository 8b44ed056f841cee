/** The presets: a new one is a file beside this one and a line here. */
import { hifigan } from "./hifigan.ts";
import { kaldiFbank } from "./kaldi_fbank.ts";
import { kaldiMfcc } from "./kaldi_mfcc.ts";
import { librosa } from "./librosa.ts";
import { librosaDb } from "./librosa_db.ts";
import { librosaMfcc } from "./librosa_mfcc.ts";
import { nemo } from "./nemo.ts";
import { original } from "./original.ts";
import type { SpectralPreset } from "./preset.ts";
import { tacotron2 } from "./tacotron2.ts";
import { torchaudio } from "./torchaudio.ts";
import { torchaudioDb } from "./torchaudio_db.ts";
import { torchaudioMfcc } from "./torchaudio_mfcc.ts";
import { vits } from "./vits.ts";
import { whisper } from "./whisper.ts";

/** All presets, the default first. */
export const spectralPresets = [
  original,
  whisper,
  librosa,
  librosaDb,
  librosaMfcc,
  torchaudio,
  torchaudioDb,
  torchaudioMfcc,
  kaldiFbank,
  kaldiMfcc,
  tacotron2,
  hifigan,
  vits,
  nemo,
] as const satisfies readonly SpectralPreset[];

/** The names of the presets. */
export const spectralPresetNames = [
  "original",
  "whisper",
  "librosa",
  "librosa-db",
  "librosa-mfcc",
  "torchaudio",
  "torchaudio-db",
  "torchaudio-mfcc",
  "kaldi-fbank",
  "kaldi-mfcc",
  "tacotron2",
  "hifigan",
  "vits",
  "nemo",
] as const;

/** The name of a preset. */
export type SpectralPresetName = (typeof spectralPresetNames)[number];

const byName: ReadonlyMap<string, SpectralPreset> = new Map(
  spectralPresets.map((preset) => [preset.name, preset]),
);

/** The preset called `name`. */
export function spectralPreset(name: SpectralPresetName): SpectralPreset {
  return byName.get(name)!;
}
