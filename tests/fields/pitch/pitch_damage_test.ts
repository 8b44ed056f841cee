/** What `verify` finds in pitch payloads that don't follow the format. */
import assert from "node:assert/strict";
import { createDatasetWriter, openDataset } from "../../../runtime/mod.ts";
import { verifyFile } from "../../../runtime/verify/mod.ts";
import { defineDataset, field } from "../../../schema/mod.ts";
import { tampered } from "../../container/_tamper.ts";

const frames = 11;
const folder = Deno.makeTempDirSync();
const path = `${folder}/a.afd`;
const { ir } = defineDataset("A", { f0: field.pitch(), note: field.uint8({ default: 0 }) });

Deno.test.beforeAll(() => {
  const writer = createDatasetWriter(path, { ir });
  // Frames 0, 3, 6 and 9 are unvoiced.
  const data = Float32Array.from({ length: frames }, (_, at) => at % 3 === 0 ? 0 : 100 + at);
  writer.append({ f0: { data, shape: [frames] } });
  writer.finish();
});
Deno.test.afterAll(() => Deno.removeSync(folder, { recursive: true }));

/** The codes of what is found after bytes of the payload, or of the metadata, are changed. */
function found(changes: Readonly<Record<number, number>>, { inTable = false } = {}): string[] {
  const bytes = tampered(Deno.readFileSync(path), (file) => {
    const start = inTable ? file.recordAt(0, 0) : file.payloadAt(0, 0);
    for (const [at, value] of Object.entries(changes)) file.bytes[start + Number(at)] = value;
  });
  return verifyFile(bytes).damaged.map(({ code }) => code);
}

Deno.test("a valid file is valid, and of version 1.2", () => {
  assert.deepEqual(found({}), []);
  assert.deepEqual([...Deno.readFileSync(path).subarray(8, 12)], [1, 0, 2, 0]);
});

Deno.test("frequencies that aren't finite, or are negative, are found", () => {
  // The last byte of frame 1's float32, and of frame 2's.
  assert.deepEqual(found({ 6: 0xc0, 7: 0x7f }), ["non-finite"]);
  assert.deepEqual(found({ 11: 0xc2 }), ["pitch-range"]);
});

Deno.test("voicing that disagrees with the frequencies is found", () => {
  const voicing = frames * 4;
  assert.deepEqual(found({ [voicing]: 0b1011_0111 }), ["voicing"]);
  assert.deepEqual(found({ [voicing]: 0b1011_0100 }), ["voicing"]);
  // −0 isn't the encoding of an unvoiced frame.
  assert.deepEqual(found({ 3: 0x80 }), ["voicing"]);
});

Deno.test("bits after the last frame, and padding of the metadata, are found", () => {
  assert.deepEqual(found({ [frames * 4 + 1]: 0b1000_0101 }), ["padding-bits"]);
  assert.deepEqual(found({ 12: 1 }, { inTable: true }), ["metadata-padding"]);
});

Deno.test("a minor version lower than the kind needs is found", () => {
  const bytes = tampered(Deno.readFileSync(path), (file) => void (file.bytes[10] = 1));
  assert.deepEqual(verifyFile(bytes).damaged.map(({ code }) => code), ["version"]);
  // It can still be read: readers look at the kinds.
  using dataset = openDataset(bytes);
  assert.equal(dataset.recordCount, 1);
});
