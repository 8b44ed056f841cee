/** A window of a long recording over HTTP: half an hour here, ten when it was last measured. */
import assert from "node:assert/strict";
import { openAudio } from "../../audio/mod.ts";
import { createDatasetWriter, openDataset, openDatasetAsync } from "../../runtime/mod.ts";
import { defineDataset, field } from "../../schema/mod.ts";
import { TestFolder } from "../_test_folder.ts";
import { clip } from "../fields/coded/_opus.ts";
import { longOpus } from "./_long_opus.ts";
import { DiskBytes, startServer } from "./_server.ts";

const { ir } = defineDataset("Long", {
  audio: field.opus({ sampleRate: 48_000, channels: "source" }),
});

/** Ten hours take two minutes to pack and check, and the same requests: 131,072 bytes. */
const hours = 0.5;

Deno.test("2 s from the middle of a long recording take 2 requests and 200 kB", async () => {
  using folder = new TestFolder();
  const recording = folder.file("long.opus");
  Deno.writeFileSync(recording, longOpus(Deno.readFileSync(clip("p11_speech_mono")), hours * 3600));
  const path = folder.file("long.afd");
  {
    using writer = createDatasetWriter(path, {
      ir,
      openAudio: (input) => openAudio(input as string),
    });
    writer.append({ audio: recording });
    writer.finish();
  }
  using local = openDataset(path, { storage: "positioned" });
  await using server = await startServer();
  server.isLockstep = true;
  using remote = await openDatasetAsync(server.serve("/a.afd", new DiskBytes(path)));
  const opening = server.take();
  const [start, count] = [hours * 1800 * 48_000 + 12_345, 2 * 48_000];
  const found = new Float32Array(count);
  await remote.field("audio").decodeWindowAsync!(0, start, count, found);
  const reading = server.take();
  const wanted = new Float32Array(count);
  local.field("audio").decodeWindow!(0, start, count, wanted);
  assert.ok(wanted.some((value) => Math.abs(value) > 0.1));
  assert.deepEqual(found, wanted);
  assert.ok(opening.requests <= 2, `${opening.requests} requests to open`);
  assert.ok(reading.requests <= 2, `${reading.requests} requests`);
  assert.ok(reading.bytes <= 200_000, `${reading.bytes} bytes`);
});
