/**
 * The doors that generated modules import the library by, and the names behind each. The doors are
 * `doors/generated/`; a test holds these lists to what they export, and to what emitters ask for.
 */

/** A door, as it is written in an import: `audiofield/generated`. */
export type Door =
  | "generated"
  | "generated/waveform"
  | "generated/coded"
  | "generated/spectral"
  | "generated/tokens"
  | "generated/pitch"
  | "generated/writer";

/** The doors of modules that read: not the writers'. */
export const readingDoors = [
  "generated",
  "generated/waveform",
  "generated/coded",
  "generated/spectral",
  "generated/tokens",
  "generated/pitch",
] as const;

/** What each door has. */
export const doorNames: Readonly<Record<Door, readonly string[]>> = {
  "generated": [
    "AfdFile",
    "BytesField",
    "DatasetIr",
    "FieldOptions",
    "Indices",
    "Loader",
    "LoaderOptions",
    "OpenOptions",
    "ScalarBatch",
    "ScalarField",
    "StorageSource",
    "StructPage",
    "Table",
    "TextField",
    "allLeases",
    "generatedFor",
    "loadBatches",
    "openBlob",
    "openFile",
    "pageMask",
  ],
  "generated/waveform": [
    "AnyWaveformBatch",
    "Waveform",
    "WaveformBatch",
    "WaveformField",
  ],
  "generated/coded": [
    "ChunkedField",
    "CodedField",
    "Stems",
    "StemsField",
  ],
  "generated/spectral": [
    "SpectralBatch",
    "SpectralField",
    "Spectrogram",
  ],
  "generated/tokens": [
    "CodecTokens",
    "CodecTokensField",
    "TokenBatch",
  ],
  "generated/pitch": [
    "Pitch",
    "PitchField",
  ],
  "generated/writer": [
    "AudioFiles",
    "AudioInput",
    "CodecTokensEncoder",
    "CodecTokensInput",
    "CodedEncoder",
    "ComputedPitchEncoder",
    "ComputedSpectralEncoder",
    "ComputedTokensEncoder",
    "DatasetWriter",
    "FieldSlot",
    "PitchEncoder",
    "PitchInput",
    "SpectralEncoder",
    "SpectralInput",
    "StemsEncoder",
    "StemsInput",
    "WaveformEncoder",
    "WriterOptions",
    "checkedBigInt",
    "checkedBool",
    "checkedBytes",
    "checkedFloat32",
    "checkedFloat64",
    "checkedInteger",
    "checkedText",
    "encodeField",
    "generatedFor",
    "sharedTap",
    "writeByteRun",
  ],
};
