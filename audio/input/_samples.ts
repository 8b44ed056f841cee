import type { PcmFormat, PcmSamples } from "../pcm/mod.ts";

/** Views bytes as samples; `bytes` starts at a multiple of a sample's size. */
export function samplesOf(format: PcmFormat, bytes: Uint8Array<ArrayBuffer>): PcmSamples {
  switch (format) {
    case "int16":
      return new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
    case "int32":
      return new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
    case "float32":
      return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
    case "float64":
      return new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8);
  }
}
