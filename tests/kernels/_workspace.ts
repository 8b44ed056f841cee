import { type DspKernels, dspKernels, sampleBytes, type SampleFormat } from "../../kernels/mod.ts";

/** Samples of any format. */
export type Samples = Int16Array | Int32Array | Float32Array | Float64Array;

/** Every sample format. */
export const FORMATS = ["int16", "int32", "float32", "float64"] as const;

/** Makes the array of a format over part of a buffer, or of a length. */
export function samplesOf(
  format: SampleFormat,
  ...parts: [buffer: ArrayBuffer, offset: number, length: number] | [values: Iterable<number>]
): Samples {
  const types = {
    int16: Int16Array,
    int32: Int32Array,
    float32: Float32Array,
    float64: Float64Array,
  };
  const type = types[format];
  return parts.length === 1 ? new type(parts[0]) : new type(...parts);
}

/** Puts bytes into the kernels' memory, calls `run`, and returns the bytes that were written. */
export function withMemory(
  input: Uint8Array | Samples | Uint16Array,
  outputBytes: number,
  run: (kernels: DspKernels, source: number, target: number) => void,
): ArrayBuffer {
  const kernels = dspKernels();
  const source = kernels.allocate(input.byteLength);
  const target = kernels.allocate(outputBytes + 64);
  try {
    const bytes = new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
    kernels.bytes().set(bytes, source);
    kernels.bytes().fill(0xA5, target, target + outputBytes + 64);
    run(kernels, source, target);
    const after = kernels.bytes().subarray(target + outputBytes, target + outputBytes + 64);
    if (after.some((byte) => byte !== 0xA5)) throw new Error("a kernel wrote beyond its target");
    return kernels.bytes().slice(target, target + outputBytes).buffer;
  } finally {
    kernels.free(source, input.byteLength);
    kernels.free(target, outputBytes + 64);
  }
}

/** Mixes and converts with the kernels; returns the result and the index of a bad sample. */
export function mix(
  from: SampleFormat,
  to: SampleFormat,
  input: Samples,
  channels: number,
): { output: Samples; culprit: number } {
  const frames = input.length / channels;
  let culprit = -1;
  const bytes = withMemory(input, frames * sampleBytes(to), (kernels, source, target) => {
    culprit = channels === 1
      ? kernels.convert(from, to, source, target, frames)
      : kernels.mixToMono(from, to, source, target, frames, channels);
  });
  return { output: samplesOf(to, bytes, 0, frames), culprit };
}
