import { defineDataset, field } from "../../schema/mod.ts";
import { packed } from "./_varied.ts";

/** A small dataset with each form of field: mono and multichannel audio, text, scalars. */
export const Small = defineDataset("Small", {
  audio: field.waveform(),
  stereo: field.waveform({ mono: false, dtype: "float32" }),
  note: field.text(),
  flag: field.bool(),
  id: field.uint32(),
});

/** Indices of the fields of {@link Small}. */
export const [audio, stereo, note, flag, id] = [0, 1, 2, 3, 4];

/** A record of {@link Small}. */
export function smallRecord(index: number): Record<string, unknown> {
  return {
    audio: { samples: new Int16Array(20 + index * 13).fill(index + 1), sampleRate: 16_000 },
    stereo: { samples: new Float32Array(16).fill(index / 4), sampleRate: 16_000, channels: 2 },
    note: "note é".repeat(index),
    flag: index === 1,
    id: index * 1000,
  };
}

/** A sound file of three records, under 4 kB. */
export function smallFile(): Uint8Array<ArrayBuffer> {
  return packed(Small.ir, [0, 1, 2].map((index) => smallRecord(index)));
}
