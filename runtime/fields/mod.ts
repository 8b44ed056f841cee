/** The field kinds by name: a new kind needs a folder next to this file and a line in it. */
import { bytesRuntimeKind } from "./text/bytes.ts";
import { categoryRuntimeKind } from "./category/category.ts";
import { chunkedWaveformRuntimeKind } from "./coded/chunked_waveform.ts";
import { codecTokensRuntimeKind } from "./tokens/codec_tokens.ts";
import { flacRuntimeKind, opusRuntimeKind } from "./coded/codec_kind.ts";
import type { RuntimeKind } from "./kind/kind.ts";
import { pitchRuntimeKind } from "./pitch/pitch.ts";
import { scalarRuntimeKinds } from "./scalar/scalar.ts";
import { stemsRuntimeKind } from "./coded/stems.ts";
import { spectralRuntimeKinds } from "./spectral/spectral.ts";
import { textRuntimeKind } from "./text/text.ts";
import { waveformRuntimeKind } from "./waveform/waveform.ts";

const kinds: ReadonlyMap<string, RuntimeKind> = new Map<string, RuntimeKind>([
  ...scalarRuntimeKinds,
  ["text", textRuntimeKind],
  ["bytes", bytesRuntimeKind],
  ["waveform", waveformRuntimeKind],
  ["codecTokens", codecTokensRuntimeKind],
  ["flac", flacRuntimeKind],
  ["opus", opusRuntimeKind],
  ["chunkedWaveform", chunkedWaveformRuntimeKind],
  ["stems", stemsRuntimeKind],
  ...spectralRuntimeKinds,
  ["pitch", pitchRuntimeKind],
  ["category", categoryRuntimeKind],
]);

/** The runtime's part of a kind that the schema room knows. */
export function runtimeKind(name: string): RuntimeKind {
  const kind = kinds.get(name);
  if (kind === undefined) throw new TypeError(`The runtime has no field kind "${name}"`);
  return kind;
}
