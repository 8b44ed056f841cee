/**
 * What generated modules read fields of PCM with.
 *
 * @module
 */

// Batches.
export { type AudioShape, WaveformBatch } from "../../runtime/fields/waveform/waveform_batch.ts";
export {
  type AnyWaveformBatch,
  ConvertedBatch,
} from "../../runtime/fields/waveform/converted_batch.ts";
export type {
  ConvertedBatchOptions,
  WaveformBatchOptions,
} from "../../runtime/fields/waveform/waveform_options.ts";
export { spreadChannels } from "../../runtime/fields/waveform/spread_channels.ts";
export { channelsError } from "../../runtime/fields/waveform/channels_error.ts";

// Clips and windows.
export type { Waveform } from "../../schema/mod.ts";
export { readWindow, windowExtent } from "../../runtime/fields/waveform/waveform_window.ts";
export type { WaveformBatchTypes } from "../../runtime/fields/waveform/waveform_batch_types.ts";
