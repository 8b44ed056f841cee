/** Files in their field's codec that still can't be stored unchanged. */
import assert from "node:assert/strict";
import { type CodedIntake, createDatasetWriter, openDataset } from "../../../runtime/mod.ts";
import { defineDataset, field } from "../../../schema/mod.ts";

Deno.test("a stream that decodes but can't be kept is re-encoded, and reported as such", () => {
  const { ir } = defineDataset("A", { audio: field.flac() });
  const samples = Int16Array.of(1, -2, 3, -4);
  const heard: CodedIntake[] = [];
  const folder = Deno.makeTempDirSync();
  try {
    const path = `${folder}/a.afd`;
    const writer = createDatasetWriter(path, {
      ir,
      onCoded: (intake) => heard.push(intake),
      openAudio() {
        const decoded = [samples];
        const bytes = [Uint8Array.of(1, 2, 3)];
        return {
          sampleRate: 16_000,
          channels: 1,
          format: "int16",
          frames: undefined,
          coded: { codec: "flac", bits: 16, next: () => bytes.pop() },
          next: () => decoded.pop(),
          [Symbol.dispose]: () => {},
        };
      },
    });
    writer.append({ audio: "a.flac" });
    writer.finish();
    using dataset = openDataset(path);
    assert.deepEqual(
      (dataset.field("audio").decode(0) as { samples: Int16Array }).samples,
      samples,
    );
    const [intake] = heard;
    assert.equal(heard.length, 1);
    assert.deepEqual([intake!.field, intake!.codec], ["audio", "flac"]);
    assert.ok(intake!.recoding?.what === "stream" && intake!.recoding.code.length > 0);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});
