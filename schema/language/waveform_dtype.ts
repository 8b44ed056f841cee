/** The sample types a waveform is stored in; the position is the code in file and metadata. */
export const waveformDtypes = ["int16", "float32", "int32"] as const;

/** A sample type that a waveform is stored in. */
export type WaveformDtype = (typeof waveformDtypes)[number];

/** Bytes of a stored sample, or of a value of features. */
export function dtypeBytes(dtype: WaveformDtype | "float16"): 2 | 4 {
  return dtype === "int16" || dtype === "float16" ? 2 : 4;
}
