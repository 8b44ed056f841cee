/** The emitters by kind: a new kind is a file beside this one and a line here. */
import { scalarTypes, spectralKinds } from "../../schema/mod.ts";
import { byteRunEmitter } from "./byte_run.ts";
import { categoryEmitter } from "./category.ts";
import { codecTokensEmitter } from "./codec_tokens.ts";
import { codedEmitter } from "./coded.ts";
import type { FieldEmitter } from "./kind.ts";
import { pitchEmitter } from "./pitch.ts";
import { scalarEmitter } from "./scalar.ts";
import { spectralEmitter } from "./spectral.ts";
import { waveformEmitter } from "./waveform.ts";

const emitters: ReadonlyMap<string, FieldEmitter> = new Map<string, FieldEmitter>([
  ...[...scalarTypes, "bool" as const].map((kind) => [kind, scalarEmitter(kind)] as const),
  ["text", byteRunEmitter("text")],
  ["bytes", byteRunEmitter("bytes")],
  ["category", categoryEmitter],
  ["waveform", waveformEmitter],
  ["codecTokens", codecTokensEmitter],
  ["pitch", pitchEmitter],
  ...["flac", "opus", "chunkedWaveform", "stems"].map((kind) =>
    [kind, codedEmitter(kind)] as const
  ),
  ...spectralKinds.map((kind) => [kind, spectralEmitter(kind)] as const),
]);

/** The generator's part of a kind that the schema room knows. */
export function fieldEmitter(kind: string): FieldEmitter {
  const emitter = emitters.get(kind);
  if (emitter === undefined) throw new TypeError(`The generator has no field kind "${kind}"`);
  return emitter;
}
