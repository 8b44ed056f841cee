/**
 * What generated modules use to read fields of PCM.
 *
 * @module
 */
import { type KindFacts, waveformFacts } from "../../schema/reading.ts";

export { WaveformField } from "../../runtime/fields/waveform/waveform_field.ts";
export type { AnyWaveformBatch } from "../../runtime/fields/waveform/converted_batch.ts";
export type { WaveformBatch } from "../../runtime/fields/waveform/waveform_batch.ts";
export type { Clip as Waveform } from "../../runtime/fields/waveform/clip.ts";

/** What reading takes to know about `waveform`. */
export const waveformKind: KindFacts = waveformFacts;
