/** False claims about records, with right checksums, are reported for the right record only. */
import assert from "node:assert/strict";
import { verifyFile } from "../../runtime/verify/mod.ts";
import { readCodes } from "../container/_reads.ts";
import { audio, flag, id, note, smallFile, stereo } from "../container/_small.ts";
import { type Tampered, tampered } from "../container/_tamper.ts";

const sound = smallFile();

type Attack = readonly [what: string, change: (file: Tampered) => void, ...damaged: string[]];

/** Adds to a metadata record's `data_ptr`. */
const move = (field: number, record: number, by: number) => (file: Tampered) =>
  file.setU64(file.recordAt(field, record), file.payloadAt(field, record) + by);

/** Sets a 32-bit member of a metadata record. */
const set = (field: number, record: number, offset: number, value: number) => (file: Tampered) =>
  file.setU32(file.recordAt(field, record) + offset, value);

/** Sets a byte of a metadata record. */
const setByte =
  (field: number, record: number, offset: number, value: number) => (file: Tampered) =>
    file.bytes[file.recordAt(field, record) + offset] = value;

const attacks: readonly Attack[] = [
  [
    "a payload at 2^63",
    (file) => file.setU64(file.recordAt(audio, 1), 2n ** 63n),
    "1 audio extent",
  ],
  [
    "a payload at 2^64 − 1",
    (file) => file.setU64(file.recordAt(note, 1), 2n ** 64n - 1n),
    "1 note extent",
  ],
  [
    "a payload in the preamble",
    (file) => file.setU64(file.recordAt(audio, 1), 0),
    "1 audio extent",
  ],
  [
    "a payload in the tables",
    (file) => file.setU64(file.recordAt(audio, 1), file.recordAt(audio, 0)),
    "1 audio extent",
  ],
  ["the first payload elsewhere", move(audio, 0, 64), "0 audio extent"],
  ["a payload that overlaps the previous one", move(stereo, 1, -64), "1 stereo extent"],
  ["a payload 64 bytes later", move(stereo, 1, 64), "1 stereo extent"],
  ["a payload one byte later", move(stereo, 1, 1), "1 stereo extent"],
  ["an empty payload elsewhere", move(note, 0, -64), "0 note extent"],
  ["the last payload elsewhere", move(note, 2, -64), "2 note extent"],
  [
    "the payload of another record",
    (file) => file.setU64(file.recordAt(audio, 2), file.payloadAt(audio, 0)),
    "2 audio extent",
  ],
  ["2^32 − 1 samples", set(audio, 1, 8, 0xffff_ffff), "1 audio extent"],
  ["text of 4 GiB", set(note, 1, 8, 0xffff_ffff), "1 note extent"],
  [
    "more samples, and a duration to match",
    (file) => {
      set(audio, 0, 8, 64)(file);
      set(audio, 0, 12, 4)(file);
    },
    "0 audio extent",
  ],
  ["a text cut short", set(note, 2, 8, 3), "- - payload-end", "- note totals"],
  ["padding in a metadata record", setByte(note, 1, 12, 1), "1 note metadata-padding"],
  ["padding in a waveform's metadata", setByte(audio, 1, 22, 1), "1 audio metadata-padding"],
  ["a different duration", set(audio, 1, 12, 77), "1 audio duration"],
  ["a sample rate of 0", set(audio, 1, 16, 0), "1 audio sample-rate"],
  ["a different sample rate", set(audio, 1, 16, 8000), "1 audio sample-rate"],
  ["a different dtype", setByte(audio, 1, 21, 1), "1 audio dtype"],
  ["an unknown dtype", setByte(audio, 1, 21, 200), "1 audio dtype"],
  ["no channels", setByte(stereo, 1, 20, 0), "1 stereo channels"],
  ["no channels in a mono field", setByte(audio, 1, 20, 0), "1 audio channels"],
  ["255 channels", setByte(audio, 1, 20, 255), "1 audio extent"],
  ["a bool of 2", setByte(flag, 1, 0, 2), "1 flag value"],
  ["a bool of 255", setByte(flag, 0, 0, 255), "0 flag value"],
  ["text that isn't UTF-8", (file) => file.bytes[file.payloadAt(note, 2)] = 0xff, "2 note utf-8"],
  [
    "text with an overlong NUL",
    (file) => file.bytes.set([0xc0, 0x80], file.payloadAt(note, 2)),
    "2 note utf-8",
  ],
  [
    "text with a surrogate",
    (file) => file.bytes.set([0xed, 0xa0, 0x80], file.payloadAt(note, 2)),
    "2 note utf-8",
  ],
  ["a larger width", (file) => file.setU32(file.entryAt(stereo) + 28, 3), "- stereo totals"],
  ["a smaller width", (file) => file.setU32(file.entryAt(stereo) + 28, 1), "- stereo totals"],
  ["different total bytes", (file) => file.setU64(file.entryAt(audio) + 32, 1), "- audio totals"],
  [
    "different maximum bytes",
    (file) => file.setU64(file.entryAt(audio) + 40, 2n ** 63n),
    "- audio totals",
  ],
  ["a different total length", (file) => file.setU64(file.entryAt(note) + 48, 0), "- note totals"],
  [
    "a different maximum length",
    (file) => file.setU64(file.entryAt(audio) + 56, 2n ** 60n),
    "- audio totals",
  ],
  [
    "a smaller maximum length",
    (file) => file.setU64(file.entryAt(audio) + 56, 1),
    "- audio totals",
  ],
  ["totals of a scalar", (file) => file.setU64(file.entryAt(id) + 56, 1), "- id totals"],
  ["reserved bytes of the preamble", (file) => file.bytes[63] = 1, "- - reserved"],
  [
    "reserved bytes of the directory",
    (file) => file.bytes[file.directoryAt + 127] = 1,
    "- - reserved",
  ],
  ["reserved bytes of the trailer", (file) => file.bytes[file.trailerAt + 51] = 1, "- - reserved"],
  [
    "padding between payloads",
    (file) => file.bytes[file.payloadAt(stereo, 0) - 1] = 1,
    "- - padding",
  ],
  [
    "padding before the tables",
    (file) => file.bytes[file.recordAt(audio, 0) - 1] = 1,
    "- - padding",
  ],
  ["padding between tables", (file) => file.bytes[file.recordAt(note, 0) - 1] = 1, "- - padding"],
  ["padding after the tables", (file) => file.bytes[file.recordAt(id, 3)] = 1, "- - padding"],
  [
    "padding after the checksums",
    (file) => file.bytes[file.trailer.tailOffset - 1] = 1,
    "- - padding",
  ],
  ["padding before the directory", (file) => file.bytes[file.directoryAt - 1] = 1, "- - padding"],
  [
    "padding in the directory",
    (file) => file.bytes[file.directoryAt + file.trailer.directoryLength - 1] = 1,
    "- - reserved",
  ],
  ["padding before the trailer", (file) => file.bytes[file.trailerAt - 1] = 1, "- - padding"],
  [
    "a different configuration",
    (file) => file.bytes[file.directory.fields[audio]!.configOffset] = 1,
    "- audio configuration",
  ],
  [
    "a configuration elsewhere",
    (file) => file.setU64(file.entryAt(stereo) + 16, 64),
    "- stereo configuration",
  ],
  [
    "a configuration at 2^63",
    (file) => file.setU64(file.entryAt(id) + 16, 2n ** 63n),
    "- id configuration",
  ],
  [
    "a configuration of 4 GiB",
    (file) => file.setU32(file.entryAt(audio) + 24, 0xffff_ffff),
    "- audio configuration",
  ],
];

for (const [what, change, ...damaged] of attacks) {
  Deno.test(`verifyFile() reports ${what}`, () => {
    const bytes = tampered(sound, change);
    const report = verifyFile(bytes);
    const found = report.damaged.map(({ record, field, code }) =>
      `${record ?? "-"} ${field ?? "-"} ${code}`
    );
    assert.deepEqual(found, damaged);
    assert.equal(report.ok, false);
    assert.equal(report.checked, report.records);
    readCodes(bytes);
  });
}

for (const count of [0, 1, 2, 4]) {
  Deno.test(`verifyFile() reports a record count of ${count} instead of 3`, () => {
    const bytes = tampered(sound, (file) => file.setU32(file.directoryAt, count));
    assert.equal(verifyFile(bytes).ok, false);
    readCodes(bytes);
  });
}

Deno.test("verifyFile() reports tables that were swapped", () => {
  const bytes = tampered(sound, (file) => {
    const { fields } = file.directory;
    file.setU64(file.entryAt(flag) + 8, fields[id]!.tableOffset);
    file.setU64(file.entryAt(id) + 8, fields[flag]!.tableOffset);
  });
  const codes = verifyFile(bytes).damaged.map(({ code }) => code);
  assert.ok(codes.includes("table-offset"));
  readCodes(bytes);
});
