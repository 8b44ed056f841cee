/** Streams are found in files without tables: complete ones, byte by byte, and no others. */
import assert from "node:assert/strict";
import { openDataset } from "../../../runtime/mod.ts";
import { defineDataset, field } from "../../../schema/mod.ts";
import { saveStreams } from "../../../shards/salvage/save_streams.ts";
import { TestFolder } from "../../_test_folder.ts";
import { writeOne } from "../_sharded.ts";

const Coded = defineDataset("Coded", {
  text: field.text(),
  flac: field.flac(),
  pcm: field.waveform(),
  opus: field.opus(),
});

const records = Array.from({ length: 12 }, (_, record) => {
  const samples = Int16Array.from(
    { length: 3000 + record * 777 },
    (_, at) => 9000 * Math.sin(at * (record + 3) / 90) + at % 91,
  );
  const audio = { samples, sampleRate: 16_000 };
  return { text: `OggS fLaC ${record}`, flac: audio, pcm: audio, opus: audio };
});

/** The streams that lie wholly before the end of a file, in order, and their ends. */
function streamsOf(path: string): { bytes: Uint8Array; end: number }[] {
  using dataset = openDataset(path);
  return records.flatMap((_, record) =>
    ["flac", "opus"].map((name) => {
      const reader = dataset.field(name);
      const { position, length } = reader.extent(record)!;
      return { bytes: reader.stream!(record)!.bytes.slice(), end: position + length };
    })
  );
}

Deno.test("complete streams are saved as they were stored, wherever the file is cut", () => {
  using folder = new TestFolder();
  const path = folder.file("whole.afd");
  writeOne(path, Coded.ir, records);
  const whole = Deno.readFileSync(path);
  const streams = streamsOf(path);
  const { payloadEnd } = (() => {
    using dataset = openDataset(path);
    return dataset.file.directory;
  })();
  for (const part of [0, 0.1, 0.33, 0.5, 0.77, 1]) {
    const size = Math.floor(part * payloadEnd);
    const cut = folder.file(`cut_${part}.afd`);
    Deno.writeFileSync(cut, whole.subarray(0, size));
    const saved = saveStreams(cut, folder.file(`streams_${part}`));
    const wanted = streams.filter(({ end }) => end <= size).map(({ bytes }) => bytes);
    assert.deepEqual(saved.map((name) => Deno.readFileSync(name)), wanted);
  }
});

Deno.test("a stream with a flipped bit isn't kept", () => {
  using folder = new TestFolder();
  const path = folder.file("whole.afd");
  writeOne(path, Coded.ir, records);
  const bytes = Deno.readFileSync(path);
  using dataset = openDataset(bytes.slice());
  const { position, length } = dataset.field("flac").extent(4)!;
  bytes[position + (length >> 1)]! ^= 1;
  Deno.writeFileSync(path, bytes);
  const saved = saveStreams(path, folder.file("streams"), 7);
  assert.equal(saved.length, 23);
  assert.equal(saved[0], folder.file("streams/000007.flac"));
});
