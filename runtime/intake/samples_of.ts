import type { PcmSamples } from "../../audio/pcm/mod.ts";
import type { WaveformDtype } from "../../schema/mod.ts";
import { sampleArrays } from "../batch/stored_samples.ts";

/** Stored bytes as samples; copied where they aren't aligned. */
export function samplesOf(bytes: Uint8Array, dtype: WaveformDtype): PcmSamples {
  const SampleArray = sampleArrays[dtype];
  const width = SampleArray.BYTES_PER_ELEMENT;
  const { buffer, byteOffset } = bytes.byteOffset % width === 0 ? bytes : bytes.slice();
  return new SampleArray(buffer as ArrayBuffer, byteOffset, bytes.length / width);
}
