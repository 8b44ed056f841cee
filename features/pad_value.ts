import { commonLogarithm, naturalLogarithm } from "../kernels/logarithms.ts";
import type { SpectralParameters } from "../schema/spectral/parameters/parameters.ts";

/**
 * The value of a frame of silence after a clip, in float32 arithmetic: for Whisper, max(−1.5, clip
 * maximum − 2) of the finished features.
 *
 * @param largest the clip's largest value before its range is limited and it is normalised, in the
 *   unit of its logarithm.
 */
export function padValueOf(options: SpectralParameters, largest: number): number {
  const { log, logOffset, logFloor, dbRef, dynamicRange, topDb, normalize } = options;
  const range = Math.min(topDb ?? Infinity, dynamicRange ?? Infinity);
  const isRelative = log === "db" && dbRef === "max";
  let value = logarithm(log === "none" ? 0 : Math.max(logOffset, logFloor), log);
  if (isRelative) value -= largest;
  else if (log === "db" && typeof dbRef === "number") value -= 10 * commonLogarithm(dbRef);
  value = Math.max(Math.fround(value), Math.fround((isRelative ? 0 : largest) - range));
  return normalize === "whisper" ? Math.fround(Math.fround(value + 4) / 4) : value;
}

function logarithm(value: number, log: SpectralParameters["log"]): number {
  if (log === "natural") return naturalLogarithm(value);
  if (log === "log10") return commonLogarithm(value);
  return log === "db" ? 10 * commonLogarithm(value) : value;
}
