import assert from "node:assert/strict";
import { openSpeech, openSpeechAsync } from "../../generated/speech.ts";
import { errorOf, Folder, speechFile } from "./_speech.ts";

const blockBytes = 65_536;

/** A file of three clips of two blocks each, with one bit flipped in the samples of the second. */
function damagedFile(folder: Folder): { path: string; at: number } {
  const path = speechFile(folder, [blockBytes, blockBytes, blockBytes]);
  using speech = openSpeech(path);
  const at = speech.audio.extent(1).position + blockBytes;
  flip(path, at);
  return { path, at };
}

function flip(path: string, at: number): void {
  using file = Deno.openSync(path, { read: true, write: true });
  const byte = new Uint8Array(1);
  file.seekSync(at, Deno.SeekMode.Start);
  file.readSync(byte);
  byte[0]! ^= 0x40;
  file.seekSync(at, Deno.SeekMode.Start);
  file.writeSync(byte);
}

for (const storage of ["mapped", "positioned", "memory"] as const) {
  for (const checksums of ["first-touch", "always"] as const) {
    Deno.test(`a flipped bit is an error that names field and record, ${storage}, ${checksums}`, () => {
      using folder = new Folder();
      const { path } = damagedFile(folder);
      using speech = openSpeech(path, { storage, checksums });
      using batch = speech.audio.allocateBatch(3);
      const reads = [
        () => speech.toRecord(1),
        () => speech.audio.decode(1),
        () => speech.audio.decodeBatch([0, 1], batch),
        () => speech.audio.decodeWindow(1, blockBytes / 2, 3, new Int16Array(3)),
      ];
      // Twice, because an error isn't forgotten.
      for (const read of [...reads, ...reads]) {
        const error = errorOf(read);
        assert.deepEqual([error.name, error.code], ["IntegrityError", "checksum"]);
        assert.deepEqual([error.field, error.record, error.file], ["audio", 1, path]);
        assert.match(
          error.message,
          /^Field "audio" of record 1: Cannot read .*: bytes \d+ to \d+ fail their checksum; run/,
        );
      }
      // The blocks of the others are valid.
      assert.equal(speech.toRecord(0).speaker, 1);
      speech.audio.decodeBatch([0, 2], batch);
    });
  }

  Deno.test(`a flipped bit goes unseen when checksums are never compared, ${storage}`, () => {
    using folder = new Folder();
    const { path } = damagedFile(folder);
    using speech = openSpeech(path, { storage, checksums: "never" });
    const { samples } = speech.audio.decode(1);
    assert.equal(samples[blockBytes / 2], (1_001 + blockBytes / 2 - blockBytes) ^ 0x40);
  });
}

Deno.test("a flipped bit in a blob is an error that names the field and record", async () => {
  using folder = new Folder();
  const { path } = damagedFile(folder);
  using speech = await openSpeechAsync(new Blob([Deno.readFileSync(path)]));
  using batch = speech.audio.allocateBatch(3);
  const wanted = { name: "IntegrityError", code: "checksum", field: "audio", record: 1 };
  await assert.rejects(speech.toRecordAsync(1), wanted);
  await assert.rejects(speech.audio.decodeBatchAsync([0, 1], batch), wanted);
  await speech.audio.decodeBatchAsync([0, 2], batch);
});

Deno.test("first-touch compares a block once, always compares it each time", () => {
  using folder = new Folder();
  const path = speechFile(folder, [blockBytes]);
  const at = openSpeech(path).audio.extent(0).position;
  for (const [checksums, code] of [["first-touch", undefined], ["always", "checksum"]] as const) {
    using speech = openSpeech(path, { storage: "positioned", checksums });
    speech.audio.decode(0);
    flip(path, at);
    if (code === undefined) speech.audio.decode(0);
    else assert.equal(errorOf(() => speech.audio.decode(0)).code, code);
    flip(path, at);
  }
});

Deno.test("a flipped bit in a table is an error that names its field", () => {
  using folder = new Folder();
  const path = speechFile(folder, [3, 4]);
  const { tableOffset } = openSpeech(path).file.entry(2);
  flip(path, tableOffset + 4);
  using speech = openSpeech(path);
  const error = errorOf(() => speech.speaker.decode(1));
  assert.deepEqual([error.name, error.code, error.field], [
    "IntegrityError",
    "checksum",
    "speaker",
  ]);
  assert.match(error.message, /^Cannot read the metadata of "speaker": Cannot read /);
});

Deno.test("only the blocks that a window touches are checked", () => {
  using folder = new Folder();
  const { path } = damagedFile(folder);
  using speech = openSpeech(path);
  const out = new Int16Array(10);
  // The clip's first block is before the damage, so its samples can be read.
  assert.equal(speech.audio.decodeWindow(1, 0, 10, out), 10);
  assert.deepEqual([...out.subarray(0, 3)], [1_001, 1_002, 1_003]);
});
