/**
 * What generated modules use to write files. It imports the decoders of audio files.
 *
 * @module
 */
export { generatedFor } from "./version.ts";

// Writers.
export { DatasetWriter, type WriterOptions } from "../../runtime/writer/dataset_writer.ts";
export { encodeField } from "../../runtime/output/encode_field.ts";
export type { FieldSlot } from "../../runtime/output/field_slot.ts";
export { AudioFiles } from "../../audio/input/mod.ts";
export { sharedTap } from "../../runtime/intake/stored_audio_tap.ts";

// Checks of values.
export {
  checkedBigInt,
  checkedBool,
  checkedBytes,
  checkedCategory,
  checkedFloat32,
  checkedFloat64,
  checkedInteger,
  checkedText,
} from "../../runtime/intake/checked.ts";
export { writeCategory } from "../../runtime/fields/category/write_category.ts";
export { writeByteRun } from "../../runtime/fields/text/byte_run.ts";
export { writeKey } from "../../runtime/fields/text/write_key.ts";

// Encoders.
export { WaveformEncoder } from "../../runtime/fields/waveform/waveform_encoder.ts";
export { CodedEncoder } from "../../runtime/fields/coded/coded_encoder.ts";
export { StemsEncoder } from "../../runtime/fields/coded/stems_encoder.ts";
export { SpectralEncoder } from "../../runtime/fields/spectral/spectral_encoder.ts";
export { ComputedSpectralEncoder } from "../../runtime/fields/spectral/computed_encoder.ts";
export { CodecTokensEncoder } from "../../runtime/fields/tokens/codec_tokens_encoder.ts";
export { ComputedTokensEncoder } from "../../runtime/fields/tokens/computed_tokens_encoder.ts";
export { PitchEncoder } from "../../runtime/fields/pitch/pitch_encoder.ts";
export { ComputedPitchEncoder } from "../../runtime/fields/pitch/computed_pitch_encoder.ts";

// The values of records.
export type {
  AudioInput,
  CodecTokensInput,
  PitchInput,
  SpectralInput,
  StemsInput,
} from "../../schema/mod.ts";
