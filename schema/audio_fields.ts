import { fieldKind } from "./fields/mod.ts";
import type { FieldIr } from "./ir.ts";

/** Whether a kind's values are audio: its metadata records count samples. */
export function isAudioKind(kind: string): boolean {
  return fieldKind(kind)?.layout.members.some(({ name }) => name === "num_samples") ?? false;
}

/** Samples per second of what an audio field stores; `undefined` for other fields. */
export function audioRate({ kind, options }: FieldIr): number | undefined {
  if (!isAudioKind(kind)) return undefined;
  const resolved: { readonly sampleRate?: unknown } = fieldKind(kind)?.resolve(options) ?? {};
  return typeof resolved.sampleRate === "number" ? resolved.sampleRate : undefined;
}
