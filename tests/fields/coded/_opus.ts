/** Packed Opus and its field, for tests. */
import { openAudio } from "../../../audio/mod.ts";
import {
  AfdFile,
  CodedField,
  createDatasetWriter,
  type ReadCounters,
} from "../../../runtime/mod.ts";
import { type AudioInput, defineDataset, field, type OpusCoding } from "../../../schema/mod.ts";
import { randomBelow } from "../../audio/_mutations.ts";

/** Where a clip for tests is. */
export function clip(name: string): string {
  return new URL(`../../data/opus/${name}.opus`, import.meta.url).pathname;
}

/** Options of an `opus` field that differ from their defaults. */
export interface OpusTestOptions extends Partial<Omit<OpusCoding, "codec">> {
  readonly sampleRate?: number;
}

/** A file with a record for each input. */
export function packed(
  inputs: readonly AudioInput[],
  options: OpusTestOptions = {},
): Uint8Array<ArrayBuffer> {
  const { ir } = defineDataset("A", { audio: field.opus({ channels: "source", ...options }) });
  const folder = Deno.makeTempDirSync();
  try {
    const writer = createDatasetWriter(`${folder}/a.afd`, {
      ir,
      openAudio: (input) => openAudio(input as string),
    });
    for (const audio of inputs) writer.append({ audio });
    writer.finish();
    return Deno.readFileSync(`${folder}/a.afd`);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

/** The field of a packed file, opened without comparing checksums. */
export function opened(
  bytes: Uint8Array<ArrayBuffer>,
  options: OpusTestOptions = {},
): { audio: CodedField<Float32Array>; counters: ReadCounters } {
  const file = new AfdFile(bytes, { checksums: "never" });
  const { sampleRate: _, ...given } = options;
  const coding: OpusCoding = {
    codec: "opus",
    bitrate: "auto",
    application: "audio",
    frameDuration: 20,
    vbr: true,
    preRollMs: 80,
    resetSeconds: 0,
    ...given,
  };
  const audio = new CodedField<Float32Array>(file, 0, { coding, channels: undefined });
  return { audio, counters: file.storage.counters };
}

/** A tone that swells, with noise. */
export function voice(frames: number, channels: number, sampleRate: number): Float32Array {
  const below = randomBelow(frames + channels);
  return Float32Array.from({ length: frames * channels }, (_, at) => {
    const seconds = Math.floor(at / channels) / sampleRate;
    const level = 0.5 + 0.5 * Math.sin(seconds * 7);
    return level * 0.3 * Math.sin(seconds * 900 + at % channels) + (below(1000) - 500) / 40_000;
  });
}

/** Decibels of a signal over its difference from another. */
export function decibels(wanted: Float32Array, found: Float32Array): number {
  const power = (values: Float32Array) => values.reduce((sum, value) => sum + value * value, 0);
  return 10 * Math.log10(power(wanted) / power(wanted.map((value, at) => value - found[at]!)));
}
