/** What a user's program does with the library; checked in projects with their own options. */
import { openSpeech } from "../../generated/speech.ts";
import { createSpeechWriter } from "../../generated/speech_writer.ts";
import { AudiofieldError, defineDataset, field, openDataset } from "../../mod.ts";

export const Tones = defineDataset("Tones", {
  audio: field.waveform({ sampleRate: 16_000, mono: true, dtype: "int16" }),
  label: field.text({ default: "" }),
  level: field.float32({ default: 0 }),
  loud: field.bool({ default: false }),
});

export async function pack(path: string): Promise<void> {
  await using writer = createSpeechWriter(path);
  await writer.append({ audio: "clip.wav", transcript: "good morning" });
  const samples = new Float32Array(16_000);
  await writer.append({ audio: { samples, sampleRate: 16_000, channels: 1 }, speaker: 7 });
  await writer.finish();
}

export async function read(path: string): Promise<number> {
  let samples = 0;
  using speech = openSpeech(path);
  using batch = speech.audio.allocateBatch(2, { padTo: "batch" });
  speech.audio.decodeBatch([0, 1], batch);
  const epoch = speech.batches({
    batchSize: 2,
    fields: { audio: {}, transcript: {} },
    shuffle: { seed: 1, epoch: 0 },
  });
  for await (using next of epoch) samples += next.fields.audio.data.length;
  return samples;
}

export function count(path: string): number {
  try {
    using dataset = openDataset(path);
    return dataset.recordCount;
  } catch (error) {
    if (error instanceof AudiofieldError) console.error(error.code, error.message);
    return 0;
  }
}
