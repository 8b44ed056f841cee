/** A folder of shards reads exactly like one file of the same records, however they are split. */
import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import { openDataset } from "../../runtime/mod.ts";
import { defineDataset, field, type FieldDefinitions } from "../../schema/mod.ts";
import { TestFolder } from "../_test_folder.ts";
import { assertSameKeys, assertSameRecords } from "./_same.ts";
import { partsOf, type Values, writeOne, writeSharded } from "./_sharded.ts";

/** Fields that a schema may have, each with the values that its records may have. */
const choices = {
  id: {
    definition: field.text({ means: "key" }),
    value: (record: number) => fc.constant(`key ${record}`),
  },
  speaker: {
    definition: field.category({ means: "speaker" }),
    value: () => fc.constantFrom("anna", "bob", "", "é", "zoë", "漢字"),
  },
  label: {
    definition: field.category(),
    value: () => fc.string({ maxLength: 3, unit: "grapheme" }),
  },
  text: { definition: field.text(), value: () => fc.string({ maxLength: 200, unit: "grapheme" }) },
  blob: { definition: field.bytes(), value: () => fc.uint8Array({ maxLength: 300 }) },
  score: {
    definition: field.float64(),
    value: () => fc.double({ noNaN: true }),
  },
  count: {
    definition: field.int64(),
    value: () => fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  },
  audio: {
    definition: field.waveform({ sampleRate: 16_000, channels: "source" }),
    value: () =>
      fc.record({
        samples: fc.int16Array({ maxLength: 400 }).map((all) => all.subarray(0, all.length & ~1)),
        sampleRate: fc.constant(16_000),
        channels: fc.constantFrom(1, 2),
      }),
  },
  flac: {
    definition: field.flac({ sampleRate: 16_000 }),
    value: () =>
      fc.record({ samples: fc.int16Array({ maxLength: 200 }), sampleRate: fc.constant(16_000) }),
  },
  tokens: {
    definition: field.codecTokens({ nCodebooks: 2, packing: "bits" }),
    value: () =>
      fc.array(fc.nat(1023), { maxLength: 20 }).map((all) => ({
        data: Uint16Array.from(all.slice(0, all.length & ~1)),
        shape: [2, all.length >> 1],
      })),
  },
} as const;

type Choice = keyof typeof choices;

/** A schema, records of it, where they are split, and records of a batch. */
const cases = fc.subarray(Object.keys(choices) as Choice[], { minLength: 1 }).chain((names) =>
  fc.nat(24).chain((count) =>
    fc.record({
      names: fc.constant(names),
      records: fc.tuple(
        ...Array.from(
          { length: count },
          (_, record) =>
            fc.record(
              Object.fromEntries(names.map((name) => [name, choices[name].value(record)])),
            ) as fc.Arbitrary<Values>,
        ),
      ),
      cuts: fc.array(fc.nat(count), { maxLength: 6 }),
      rows: count === 0 ? fc.constant([]) : fc.array(fc.nat(count - 1), { maxLength: 12 }),
    })
  )
);

Deno.test("a folder of shards reads like one file of the same records", () => {
  fc.assert(
    fc.property(cases, ({ names, records, cuts, rows }) => {
      using folder = new TestFolder();
      const definitions: FieldDefinitions = Object.fromEntries(
        names.map((name) => [name, choices[name].definition]),
      );
      const { ir } = defineDataset("Random", definitions);
      const path = folder.file("one.afd");
      writeOne(path, ir, records);
      writeSharded(folder.path, ir, partsOf(records, cuts));
      using wanted = openDataset(path);
      for (const storage of ["mapped", "positioned", "memory"] as const) {
        using found = openDataset(folder.path, { storage, mappedShards: 2 });
        assert.equal(found.file.storage.kind, storage);
        assertSameRecords(found, wanted, rows);
        if (names.includes("id")) assertSameKeys(found, wanted);
      }
      using byJson = openDataset(join(folder.path, "dataset.json"));
      assert.equal(byJson.recordCount, records.length);
    }),
    { numRuns: 60 },
  );
});
