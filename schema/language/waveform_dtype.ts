/** The sample types that a waveform can have; the position is the code in files and metadata. */
export const waveformDtypes = ["int16", "float32", "int32"] as const;

/** A sample type that a waveform can have. */
export type WaveformDtype = (typeof waveformDtypes)[number];

/** Bytes per stored sample, or per value of features. */
export function dtypeBytes(dtype: WaveformDtype | "float16"): 2 | 4 {
  return dtype === "int16" || dtype === "float16" ? 2 : 4;
}
