/**
 * The doors that generated modules import the library through, and the names that each exports. The
 * doors are in `doors/generated/`; a test compares these lists with what the doors export, and with
 * what emitters ask for.
 */

/** A door, as in an import: `audiofield/generated`. */
export type Door =
  | "generated"
  | "generated/waveform"
  | "generated/coded"
  | "generated/spectral"
  | "generated/tokens"
  | "generated/pitch"
  | "generated/category"
  | "generated/writer";

/** The doors for modules that read, which exclude the writers' door. */
export const readingDoors = [
  "generated",
  "generated/waveform",
  "generated/coded",
  "generated/spectral",
  "generated/tokens",
  "generated/pitch",
  "generated/category",
] as const;

/** The names that each door exports. */
export const doorNames: Readonly<Record<Door, readonly string[]>> = {
  "generated": [
    "AfdFile",
    "AsyncOpenOptions",
    "AsyncSource",
    "BytesField",
    "DatasetIr",
    "FieldOptions",
    "Indices",
    "KeyedDataset",
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
    "basicKinds",
    "generatedFor",
    "knowSchema",
    "loadBatches",
    "openFile",
    "openFileAsync",
    "pageMask",
  ],
  "generated/waveform": [
    "AnyWaveformBatch",
    "Waveform",
    "WaveformBatch",
    "WaveformField",
    "waveformKind",
  ],
  "generated/coded": [
    "ChunkedField",
    "CodedField",
    "Stems",
    "StemsField",
    "chunkedWaveformKind",
    "flacKind",
    "opusKind",
    "stemsKind",
  ],
  "generated/spectral": [
    "SpectralBatch",
    "SpectralField",
    "Spectrogram",
    "melSpectrogramKind",
    "mfccKind",
    "spectrogramKind",
  ],
  "generated/tokens": [
    "CodecTokens",
    "CodecTokensField",
    "TokenBatch",
    "codecTokensKind",
  ],
  "generated/pitch": [
    "Pitch",
    "PitchField",
    "pitchKind",
  ],
  "generated/category": [
    "CategoryField",
    "categoryKind",
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
    "checkedCategory",
    "checkedFloat32",
    "checkedFloat64",
    "checkedInteger",
    "checkedText",
    "encodeField",
    "generatedFor",
    "sharedTap",
    "writeByteRun",
    "writeCategory",
    "writeKey",
  ],
};
