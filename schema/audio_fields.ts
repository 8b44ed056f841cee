import { fieldKind } from "./fields/mod.ts";
import type { FieldIr } from "./ir.ts";

/** Whether a kind's values are audio: its metadata records count samples, and not of many tracks. */
export function isAudioKind(kind: string): boolean {
  const names = fieldKind(kind)?.layout.members.map(({ name }) => name) ?? [];
  return names.includes("num_samples") && !names.includes("tracks");
}

/** Samples per second of what an audio field stores; `undefined` for other fields. */
export function audioRate({ kind, options }: FieldIr): number | undefined {
  if (!isAudioKind(kind)) return undefined;
  const resolved: { readonly sampleRate?: unknown } = fieldKind(kind)?.resolve(options) ?? {};
  return typeof resolved.sampleRate === "number" ? resolved.sampleRate : undefined;
}
