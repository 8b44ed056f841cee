/** How one PCM sample is stored; all are little-endian. */
export type SampleFormat = "int16" | "int32" | "float32" | "float64";

/** Bytes of one sample. */
export function sampleBytes(format: SampleFormat): 2 | 4 | 8 {
  return format === "int16" ? 2 : format === "float64" ? 8 : 4;
}

/** The number by which the kernels know a format. */
export function sampleFormatId(format: SampleFormat): number {
  switch (format) {
    case "int16":
      return 0;
    case "int32":
      return 1;
    case "float32":
      return 2;
    case "float64":
      return 3;
  }
}
