/** How categories are numbered and stored, for any strings. */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import fc from "fast-check";
import { AudiofieldError } from "../../../errors/mod.ts";
import { CategoryBuilder } from "../../../runtime/output/category_builder.ts";
import { CategoryTable } from "../../../runtime/fields/category/category_table.ts";
import { compareUtf8 } from "../../../runtime/container/utf8_order.ts";
import {
  type CategoryFieldReader,
  createDatasetWriter,
  openDataset,
} from "../../../runtime/mod.ts";
import { verifyFile } from "../../../runtime/verify/mod.ts";
import { defineDataset, field } from "../../../schema/mod.ts";

const { ir } = defineDataset("A", { speaker: field.category(), id: field.uint8({ default: 0 }) });

/** Any well-formed strings, many of them alike. */
const text = fc.oneof(
  fc.constantFrom(
    "",
    "a",
    "\u00e9",
    "e\u0301",
    "\ud7ff",
    "\ue000",
    "\uffff",
    "\u{10000}",
    "🎧",
    "\0",
  ),
  fc.string({ unit: "binary", maxLength: 6 }),
  fc.string({ unit: "grapheme", maxLength: 6 }),
);

Deno.test("compareUtf8() orders strings as their bytes are ordered", () => {
  fc.assert(fc.property(text, text, (one, other) => {
    const bytes = Buffer.compare(Buffer.from(one), Buffer.from(other));
    assert.equal(Math.sign(compareUtf8(one, other)), bytes);
  }));
});

/** The bytes of a table. */
function drained(builder: CategoryBuilder): Uint8Array<ArrayBuffer> {
  const pieces: number[] = [];
  builder.drain((piece) => void pieces.push(...piece));
  return Uint8Array.from(pieces);
}

Deno.test("a table holds every string once, by its number, and finds it", () => {
  fc.assert(fc.property(fc.array(text, { maxLength: 40 }), (strings) => {
    const builder = new CategoryBuilder("a.afd");
    const known: string[] = [];
    for (const [record, one] of strings.entries()) {
      if (!known.includes(one)) known.push(one);
      assert.equal(builder.add(one, { field: "speaker", record }), known.indexOf(one));
      builder.keep();
    }
    const table = new CategoryTable(drained(builder), builder.entries);
    assert.equal(table.fault(), undefined);
    assert.equal(table.count, known.length);
    known.forEach((one, number) => {
      assert.equal(table.string(number), one);
      assert.equal(table.numberOf(one), number);
    });
    assert.equal(table.numberOf("not there"), undefined);
  }));
});

Deno.test("a table of more strings than fit a piece is written in several", () => {
  const builder = new CategoryBuilder("a.afd");
  const of = (number: number) => `${number * 7919 % 40_009}${"é".repeat(number % 50)}`;
  for (let number = 0; number < 40_009; number++) {
    assert.equal(builder.add(of(number), { field: "speaker", record: number }), number);
  }
  const pieces: Uint8Array[] = [];
  builder.drain((piece) => void pieces.push(piece.slice()));
  assert.ok(pieces.length > 8);
  const table = new CategoryTable(Uint8Array.from(Buffer.concat(pieces)), builder.entries);
  assert.equal(table.fault(), undefined);
  for (const number of [0, 1, 16_383, 16_384, 40_008]) {
    assert.equal(table.string(number), of(number));
    assert.equal(table.numberOf(of(number)), number);
  }
});

Deno.test("categories of records that were left out are forgotten", () => {
  fc.assert(fc.property(fc.array(fc.tuple(text, fc.boolean()), { maxLength: 30 }), (records) => {
    const builder = new CategoryBuilder("a.afd");
    for (const [record, [one, isKept]] of records.entries()) {
      builder.add(one, { field: "speaker", record });
      if (isKept) builder.keep();
      else builder.drop();
    }
    const kept = records.filter(([, isKept]) => isKept).map(([one]) => one);
    const table = new CategoryTable(drained(builder), builder.entries);
    const strings = Array.from({ length: table.count }, (_, number) => table.string(number));
    assert.deepEqual(strings, [...new Set(kept)]);
  }));
});

Deno.test("files of any strings are sound, and the same however many records failed between", () => {
  const folder = Deno.makeTempDirSync();
  try {
    fc.assert(
      fc.property(fc.array(fc.tuple(text, fc.boolean()), { maxLength: 12 }), (records) => {
        const [plain, failing] = [`${folder}/a.afd`, `${folder}/b.afd`];
        for (const path of [plain, failing]) {
          const writer = createDatasetWriter(path, { ir, overwrite: true });
          for (const [speaker, fails] of records) {
            if (fails && path === failing) {
              assert.throws(
                () => writer.append({ speaker: `${speaker}!`, id: -1 }),
                AudiofieldError,
              );
            }
            writer.append({ speaker });
          }
          writer.finish();
        }
        assert.deepEqual(Deno.readFileSync(failing), Deno.readFileSync(plain));
        assert.deepEqual(verifyFile(failing).damaged, []);
        using dataset = openDataset(failing);
        const reader = dataset.field("speaker") as CategoryFieldReader;
        assert.deepEqual(reader.categories, [...new Set(records.map(([one]) => one))]);
        records.forEach(([one], record) => assert.equal(reader.decode(record), one));
      }),
      { numRuns: 40 },
    );
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});
