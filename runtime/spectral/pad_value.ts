import type { SpectralOptions } from "../../schema/mod.ts";

/**
 * What a frame of silence behind a clip holds when the clip's finished features reach up to `largest`:
 * for features computed elsewhere; those computed here know it more exactly.
 */
export function padValueOf(options: SpectralOptions, largest: number): number {
  const { log, logOffset, logFloor, dynamicRange, topDb, normalize } = options;
  const power = Math.max(log === "none" ? 0 : logOffset, logFloor);
  const scale = normalize === "whisper" ? 0.25 : 1;
  const silence = logarithm(power, log) * scale + (normalize === "whisper" ? 1 : 0);
  const range = Math.min(topDb ?? Infinity, dynamicRange ?? Infinity) * scale;
  return Math.max(Number.isFinite(silence) ? silence : 0, largest - range);
}

function logarithm(value: number, log: SpectralOptions["log"]): number {
  if (log === "natural") return Math.log(value);
  if (log === "log10") return Math.log10(value);
  return log === "db" ? 10 * Math.log10(value) : value;
}
