/** The field kinds by name: a new kind is a file beside this one and a line here. */
import type { FieldKind } from "../language/kind.ts";
import { withoutMeaning } from "../language/meaning.ts";
import { knowKinds } from "../language/known_kinds.ts";
import { boolKind } from "./bool.ts";
import { bytesKind } from "./bytes.ts";
import { categoryKind } from "./category.ts";
import { chunkedWaveformKind } from "./chunked_waveform.ts";
import { codecTokensKind } from "./codec_tokens.ts";
import { flacKind } from "./flac.ts";
import { opusKind } from "./opus.ts";
import { stemsKind } from "./stems.ts";
import { melSpectrogramKind } from "./mel_spectrogram.ts";
import { mfccKind } from "./mfcc.ts";
import { pitchKind } from "./pitch.ts";
import { scalarKinds } from "./scalar.ts";
import { spectrogramKind } from "./spectrogram.ts";
import { textKind } from "./text.ts";
import { waveformKind } from "./waveform.ts";

const declared: readonly FieldKind[] = [
  ...scalarKinds,
  boolKind,
  textKind,
  bytesKind,
  waveformKind,
  melSpectrogramKind,
  codecTokensKind,
  spectrogramKind,
  mfccKind,
  flacKind,
  opusKind,
  chunkedWaveformKind,
  stemsKind,
  pitchKind,
  categoryKind,
];

/** Any field can have a meaning; its kind never sees it. */
const kinds: readonly FieldKind[] = declared.map((kind) => ({
  ...kind,
  resolve: (options) => kind.resolve(withoutMeaning(options)),
}));

knowKinds(declared);

const byName: ReadonlyMap<string, FieldKind> = new Map(kinds.map((kind) => [kind.kind, kind]));

/** The kind called `name`, or `undefined` when this version knows none. */
export function fieldKind(name: string): FieldKind | undefined {
  return byName.get(name);
}

/** All kinds, in the order of their type ids. */
export function fieldKinds(): readonly FieldKind[] {
  return kinds;
}
