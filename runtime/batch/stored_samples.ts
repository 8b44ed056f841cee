/** The array types of stored samples. */
export type StoredSamples = Int16Array | Int32Array | Float32Array;

/** The array type of each stored dtype. */
export const sampleArrays = {
  int16: Int16Array,
  int32: Int32Array,
  float32: Float32Array,
} as const;

/** The format of an array of samples. */
export function formatOf(out: StoredSamples): "int16" | "int32" | "float32" {
  if (out instanceof Int16Array) return "int16";
  return out instanceof Int32Array ? "int32" : "float32";
}
