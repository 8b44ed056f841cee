import type { WaveformDtype } from "../../schema/mod.ts";
import { sampleArrays, type StoredSamples } from "../batch/stored_samples.ts";

/** Stored bytes as samples; copied where they aren't aligned. */
export function samplesOf(
  bytes: Uint8Array,
  dtype: WaveformDtype | keyof typeof sampleArrays,
): StoredSamples {
  const SampleArray = sampleArrays[dtype];
  const width = SampleArray.BYTES_PER_ELEMENT;
  const { buffer, byteOffset } = bytes.byteOffset % width === 0 ? bytes : bytes.slice();
  return new SampleArray(buffer as ArrayBuffer, byteOffset, bytes.length / width);
}
