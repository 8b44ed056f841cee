/** How one PCM sample is stored; all are little-endian. */
export type SampleFormat = "int16" | "int32" | "float32" | "float64";

/** Bytes per sample. */
export function sampleBytes(format: SampleFormat): 2 | 4 | 8 {
  return format === "int16" ? 2 : format === "float64" ? 8 : 4;
}

/** The formats in the order in which the kernels number them. */
export const sampleFormats: readonly SampleFormat[] = ["int16", "int32", "float32", "float64"];

/** The number by which the kernels know a format. */
export function sampleFormatId(format: SampleFormat): number {
  return sampleFormats.indexOf(format);
}
