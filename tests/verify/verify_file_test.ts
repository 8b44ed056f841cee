import assert from "node:assert/strict";
import { FileError, UsageError } from "../../errors/mod.ts";
import { openDataset } from "../../runtime/mod.ts";
import { verifyFile } from "../../runtime/verify/mod.ts";
import { Tampered, tampered } from "../container/_tamper.ts";
import { packed, Varied, variedRecord } from "../container/_varied.ts";
import { audio, clipsFile, id, label, notesFile } from "./_clips.ts";

const clips = clipsFile();
const notes = notesFile();

/** The file with bits flipped at these positions, its checksums left unchanged. */
function flipped(
  bytes: Uint8Array<ArrayBuffer>,
  positions: (file: Tampered) => number[],
): Uint8Array<ArrayBuffer> {
  const file = new Tampered(bytes);
  for (const position of positions(file)) file.bytes[position]! ^= 0x10;
  return file.bytes;
}

/** A summary of the damage. */
function found(bytes: Uint8Array<ArrayBuffer>): string[] {
  return verifyFile(bytes).damaged.map(({ record, field, code }) =>
    `${record ?? "-"} ${field ?? "-"} ${code}`
  );
}

Deno.test("verifyFile() finds nothing wrong with sound files", () => {
  const varied = packed(Varied.ir, Array.from({ length: 100 }, (_, index) => variedRecord(index)));
  assert.deepEqual(verifyFile(varied), { ok: true, records: 100, checked: 100, damaged: [] });
  assert.deepEqual(verifyFile(clips), { ok: true, records: 12, checked: 12, damaged: [] });
  assert.deepEqual(verifyFile(notes), { ok: true, records: 20_000, checked: 20_000, damaged: [] });
  const empty = packed(Varied.ir, []);
  assert.deepEqual(verifyFile(empty), { ok: true, records: 0, checked: 0, damaged: [] });
});

Deno.test("verifyFile() reports the record whose payload was damaged", () => {
  // The middle of a clip lies in a block that no other record touches, except perhaps the next one.
  const bytes = flipped(clips, (file) => [file.payloadAt(audio, 5) + 40_000]);
  const block = Math.floor((new Tampered(clips).payloadAt(audio, 5) + 40_000) / 65_536);
  assert.deepEqual(found(bytes), touching(clips, block));
});

Deno.test("verifyFile() reports every record that a damaged block touches, and no other", () => {
  const { directory } = new Tampered(clips);
  for (let block = 0; block * 65_536 < directory.checksumOffset; block++) {
    const bytes = flipped(
      clips,
      () => [Math.min(block * 65_536 + 70, directory.checksumOffset - 1)],
    );
    const expected = touching(clips, block);
    assert.ok(expected.length > 0);
    assert.deepEqual(found(bytes).filter((text) => !text.endsWith("reserved")), expected);
  }
});

Deno.test("verifyFile() checks the other records after damage", () => {
  const bytes = tampered(clips, (file) => {
    file.setU32(file.recordAt(audio, 2) + 12, 1);
    file.bytes[file.payloadAt(label, 9)] = 0xff;
  });
  assert.deepEqual(found(bytes), ["2 audio duration", "9 label utf-8"]);
});

Deno.test("verifyFile() reports one wrong position or length among 20,000 as one", () => {
  for (const record of [0, 1, 4095, 4096, 10_000, 19_998]) {
    for (const [offset, change] of [[0, 64], [0, 128], [8, 100]] as const) {
      const bytes = tampered(notes, (file) => {
        const at = file.recordAt(0, record) + offset;
        file.setU32(at, file.view.getUint32(at, true) + change);
      });
      assert.deepEqual(found(bytes), [`${record} note extent`], `${record} ${offset} ${change}`);
    }
  }
});

Deno.test("verifyFile() reports a damaged table's records without consequences for others", () => {
  const { directory } = new Tampered(notes);
  const block = Math.floor(directory.fields[0]!.tableOffset / 65_536) + 2;
  const bytes = notes.slice();
  bytes.fill(0xa5, block * 65_536, (block + 1) * 65_536);
  const damaged = verifyFile(bytes).damaged;
  assert.ok(damaged.every(({ code, field }) => code === "checksum" && field === "note"));
  const first = (block * 65_536 - directory.fields[0]!.tableOffset) / 16;
  assert.equal(damaged[0]?.record, Math.floor(first));
  assert.equal(damaged.length, 4096 + (Number.isInteger(first) ? 0 : 1));
});

Deno.test("verifyFile() reports damaged checksums as such, not as damaged blocks", () => {
  const bytes = flipped(clips, ({ directory }) => [directory.checksumOffset + 9]);
  assert.deepEqual(found(bytes), ["- - checksum-table"]);
  const zeroed = clips.slice();
  const { directory, trailer } = new Tampered(clips);
  zeroed.fill(0, directory.checksumOffset, trailer.tailOffset);
  assert.deepEqual(found(zeroed), ["- - checksum-table"]);
});

Deno.test("verifyFile() reports damaged blocks even if their checksums are damaged too", () => {
  const bytes = flipped(clips, (file) => [
    file.directory.checksumOffset + 9,
    file.payloadAt(audio, 7) + 40_000,
  ]);
  const block = Math.floor((new Tampered(clips).payloadAt(audio, 7) + 40_000) / 65_536);
  const report = found(bytes);
  assert.equal(report[0], "- - checksum-table");
  for (const damage of touching(clips, block)) assert.ok(report.includes(damage));
});

Deno.test("verifyFile() reports a damaged block that holds no record", () => {
  const empty = packed(Varied.ir, []);
  assert.deepEqual(found(flipped(empty, () => [12 + 40])), ["- - reserved", "- - checksum"]);
});

Deno.test("verifyFile() reports files that can't be opened", () => {
  const reports = [
    [new Uint8Array(0), "not-an-afd-file"],
    [new TextEncoder().encode("x".repeat(500)), "not-an-afd-file"],
    [clips.slice(0, -1), "truncated"],
    [flipped(clips, (file) => [file.trailerAt + 8]), "trailer"],
    [flipped(clips, (file) => [file.directoryAt]), "tail"],
  ] as const;
  for (const [bytes, code] of reports) {
    const damaged = [{ record: null, field: null, code }];
    assert.deepEqual(verifyFile(bytes), { ok: false, records: 0, checked: 0, damaged });
  }
});

Deno.test("verifyFile() throws if there is no file to read", () => {
  const missing = (cause: unknown) => cause instanceof FileError && cause.code === "not-found";
  assert.throws(() => verifyFile("no/such/file.afd"), missing);
  assert.throws(
    () => verifyFile("."),
    (cause) => cause instanceof FileError && cause.code === "is-a-directory",
  );
  assert.throws(() => verifyFile(new URL("https://example.org/a.afd")), UsageError);
});

Deno.test("verifyFile() reports its progress up to the end", () => {
  const seen: [number, number][] = [];
  verifyFile(clips, { onProgress: (done, total) => seen.push([done, total]) });
  assert.ok(seen.length > 1);
  assert.ok(
    seen.every(([done, total], at) => total === clips.length && done >= (seen[at - 1]?.[0] ?? 0)),
  );
  assert.deepEqual(seen.at(-1), [clips.length, clips.length]);
});

/** What a damaged block must be reported as: everything of any record in it. */
function touching(bytes: Uint8Array<ArrayBuffer>, block: number): string[] {
  const [start, end] = [block * 65_536, (block + 1) * 65_536];
  using dataset = openDataset(bytes);
  const touches = (position: number, length: number) =>
    length > 0 && position < end && position + length > start;
  const damage: string[] = [];
  for (let record = 0; record < dataset.recordCount; record++) {
    for (const [index, name] of [[audio, "audio"], [label, "label"], [id, "id"]] as const) {
      const { tableOffset, itemSize } = dataset.file.entry(index);
      const extent = dataset.field(name).extent(record);
      const hit = touches(tableOffset + record * itemSize, itemSize) ||
        (extent !== undefined && touches(extent.position, extent.length));
      if (hit) damage.push(`${record} ${name} checksum`);
    }
  }
  return damage;
}
