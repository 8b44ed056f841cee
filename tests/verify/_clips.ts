import { defineDataset, field } from "../../schema/mod.ts";
import { packed } from "../container/_varied.ts";

/** Clips that fill many blocks: each takes a little more than one. */
export const Clips = defineDataset("Clips", {
  audio: field.waveform(),
  label: field.text(),
  id: field.uint64(),
});

/** Indices of the fields of {@link Clips}. */
export const [audio, label, id] = [0, 1, 2];

/** Twelve clips, about 1 MB. */
export function clipsFile(): Uint8Array<ArrayBuffer> {
  const records = Array.from({ length: 12 }, (_, index) => ({
    audio: { samples: new Int16Array(40_000 + index).fill(index - 6), sampleRate: 16_000 },
    label: `clip ${index}`,
    id: index,
  }));
  return packed(Clips.ir, records);
}

/** Many small records: their tables take several blocks. */
export const Notes = defineDataset("Notes", { note: field.text(), id: field.uint8() });

/** 20,000 short texts; some are empty. */
export function notesFile(): Uint8Array<ArrayBuffer> {
  const records = Array.from({ length: 20_000 }, (_, index) => ({
    note: "x".repeat(index % 90),
    id: index % 256,
  }));
  return packed(Notes.ir, records);
}
