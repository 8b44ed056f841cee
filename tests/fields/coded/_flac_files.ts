/** Files with one FLAC field, and their contents. */
import { openAudio } from "../../../audio/mod.ts";
import { AfdFile, CodedField, createDatasetWriter } from "../../../runtime/mod.ts";
import { type AudioInput, defineDataset, field } from "../../../schema/mod.ts";
import { randomBelow } from "../../audio/_mutations.ts";

/** The options in the field's schema. */
export interface Options {
  readonly sampleRate?: number;
  readonly bits?: number;
  readonly compressionLevel?: number;
}

/** A file with a record for each input. */
export function packed(
  inputs: readonly AudioInput[],
  { sampleRate = 16_000, bits = 16, compressionLevel = 5 }: Options = {},
): Uint8Array<ArrayBuffer> {
  const options = { sampleRate, bits, compressionLevel, channels: "source" } as const;
  const { ir } = defineDataset("A", { audio: field.flac(options) });
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

/** The field of such a file, opened without comparing checksums. */
export function opened(
  bytes: Uint8Array<ArrayBuffer>,
  bits = 16,
): { audio: CodedField<Int16Array>; reads(): number } {
  const file = new AfdFile(bytes, { checksums: "never" });
  const coding = { codec: "flac", bits, compressionLevel: 5 } as const;
  const audio = new CodedField<Int16Array>(file, 0, { coding, channels: undefined });
  return { audio, reads: () => file.storage.counters.reads };
}

/** A sine and some noise. */
export function waves(frames: number, channels: number): Int16Array {
  const below = randomBelow(frames + channels);
  return Int16Array.from(
    { length: frames * channels },
    (_, at) => Math.round(9000 * Math.sin(at * 0.05)) + below(200),
  );
}
