import { UsageError } from "../../../errors/mod.ts";
import { sampleArrays, type StoredSamples } from "../../batch/stored_samples.ts";
import type { Coding } from "./codings/coding.ts";

/** @throws {UsageError} unless `out` can hold `count` frames of what the coding decodes to. */
export function checkDestination(
  out: StoredSamples,
  { count, channels, coding }: { count: number; channels: number; coding: Coding },
): void {
  const wanted = sampleArrays[coding.dtype];
  const fits = out instanceof wanted ||
    (coding.codec !== undefined && out instanceof Float32Array);
  if (!fits) {
    const found = Object.prototype.toString.call(out).slice(8, -1);
    const types = coding.codec === undefined ? wanted.name : `${wanted.name} or Float32Array`;
    throw new UsageError(
      `Cannot decode ${coding.dtype} samples into ${found}: expected an array of type ${types}`,
      { code: "destination-type", found, wanted: types },
    );
  }
  if (out.length >= count * channels) return;
  throw new UsageError(
    `Cannot decode ${count} samples of ${channels} channels into an array of ${out.length} elements`,
    { code: "destination-too-small", found: out.length, wanted: count * channels },
  );
}
