import type { SampleFormat } from "../../kernels/mod.ts";

const BITS = { int16: 16, int32: 32 } as const;

/** The conversion rules, stated as plainly as possible: the mean of a frame, in another format. */
export function restatedMean(
  from: SampleFormat,
  to: SampleFormat,
  frame: readonly number[],
): number {
  const sum = frame.reduce((total, sample) => total + sample, 0);
  const mean = sum / frame.length;
  if (from === "int16" || from === "int32") {
    const full = 2 ** (BITS[from] - 1);
    if (to === "float32" || to === "float64") return asFloat(to, mean / full);
    return round(to, mean * (2 ** (BITS[to] - 1) / full));
  }
  if (to === "float32" || to === "float64") return asFloat(to, mean);
  return round(to, mean * (2 ** (BITS[to] - 1) - 1));
}

function asFloat(to: "float32" | "float64", value: number): number {
  return to === "float32" ? Math.fround(value) : value;
}

function round(to: "int16" | "int32", value: number): number {
  const largest = 2 ** (BITS[to] - 1) - 1;
  return Math.min(largest, Math.max(-largest - 1, roundHalfToEven(value)));
}

/** Rounds to the nearest integer, ties to even. */
export function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return rest < 0.5 ? floor : floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}
