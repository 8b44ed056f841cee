import {
  type AudioInput,
  type FieldIr,
  fieldKind,
  type ResolvedWaveform,
} from "../../../schema/mod.ts";
import type { RuntimeKind } from "../kind/kind.ts";
import { WaveformEncoder } from "./waveform_encoder.ts";
import { WaveformReader } from "./waveform_reader.ts";

/** The runtime's part of `waveform`. */
export const waveformRuntimeKind: RuntimeKind = {
  open(file, fieldIndex) {
    return new WaveformReader(file, fieldIndex, resolved(file.ir.fields[fieldIndex]));
  },
  encoder({ field, openAudio }) {
    const encoder = new WaveformEncoder(resolved(field), openAudio);
    return (value, slot, tap) => encoder.encode(value as AudioInput, slot, tap);
  },
};

function resolved(field: FieldIr | undefined): ResolvedWaveform {
  return fieldKind("waveform")?.resolve(field?.options ?? {}) as ResolvedWaveform;
}
