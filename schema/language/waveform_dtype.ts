/** The sample types a waveform is stored in; the position is the code in file and metadata. */
export const waveformDtypes = ["int16", "float32", "int32"] as const;

/** A sample type that a waveform is stored in. */
export type WaveformDtype = (typeof waveformDtypes)[number];
