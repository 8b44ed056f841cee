import assert from "node:assert/strict";
import fc from "fast-check";
import { AudioInputError, ManifestError, UsageError } from "../../errors/mod.ts";
import { maxJsonBytes } from "../../runtime/container/limits.ts";
import { ContainerWriter, createDatasetWriter, openDataset } from "../../runtime/mod.ts";
import { verifyFile } from "../../runtime/verify/mod.ts";
import { defineDataset, field } from "../../schema/mod.ts";
import { TestFolder } from "../_test_folder.ts";
import { packed, Varied, variedRecord } from "./_varied.ts";

/** Two fields with payloads, so that the second one's is held back. */
const Pair = defineDataset("Pair", {
  id: field.uint16(),
  first: field.waveform(),
  second: field.bytes(),
  third: field.text(),
});

function inFolder(run: (folder: string) => void): void {
  const folder = Deno.makeTempDirSync();
  try {
    run(folder);
    const left = [...Deno.readDirSync(folder)].filter(({ name }) => name !== "out.afd");
    assert.deepEqual(left, [], "nothing is left behind");
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

/** A record whose payloads may be larger than any buffer they pass through. */
function pair(size: number, seed: number): Record<string, unknown> {
  return {
    id: seed,
    first: { samples: new Int16Array(size).fill(seed), sampleRate: 16_000 },
    second: new Uint8Array(Math.floor(size * 1.7)).fill(seed),
    third: "ü".repeat(seed),
  };
}

const size = fc.oneof(fc.nat(300), fc.constantFrom(0, 32_768, 65_536, 700_000, 2_900_000));

const attempts = fc.array(
  fc.record({ size, seed: fc.nat(255), fails: fc.constantFrom("", "", "first", "third") }),
  { maxLength: 7 },
);

Deno.test("DatasetWriter.append() keeps nothing of a failed record", () => {
  inFolder((folder) => {
    const path = `${folder}/out.afd`;
    fc.assert(
      fc.property(attempts, (attempts) => {
        const writer = createDatasetWriter(path, { ir: Pair.ir, overwrite: true });
        const kept: Record<string, unknown>[] = [];
        for (const { size, seed, fails } of attempts) {
          const record = pair(size, seed);
          if (fails === "") {
            assert.equal(writer.append(record), kept.length);
            kept.push(record);
          } else {
            // Fails at its first field, or after the others have been accepted.
            const wrong = fails === "first" ? { samples: [1], sampleRate: 1 } : 7;
            assert.throws(() => writer.append({ ...record, [fails]: wrong }), isRefusal);
          }
        }
        assert.equal(writer.recordCount, kept.length);
        writer.finish();
        assert.deepEqual(verifyFile(path).damaged, []);
        assert.deepEqual(Deno.readFileSync(path), packed(Pair.ir, kept));
      }),
      { numRuns: 25 },
    );
  });
});

Deno.test("createDatasetWriter() writes sound files with 0 records and with no payloads", () => {
  const { ir } = defineDataset("Scalars", { id: field.uint8(), big: field.float64() });
  for (const count of [0, 1, 63, 64, 65, 4096, 4097, 65_536]) {
    const bytes = packed(ir, Array.from({ length: count }, (_, id) => ({ id: id % 256, big: id })));
    const { ok, records } = verifyFile(bytes);
    assert.deepEqual({ ok, records }, { ok: true, records: count });
    using dataset = openDataset(bytes);
    assert.equal(dataset.file.directory.payloadEnd, 64);
    if (count > 0) assert.equal(dataset.field("big").decode(count - 1), count - 1);
  }
});

Deno.test("createDatasetWriter() writes sound files whose parts end at a block's end", () => {
  const { ir } = defineDataset("Bytes", { data: field.bytes() });
  for (const blocks of [1, 2, 16, 17]) {
    for (const spare of [-65, -64, -16, -1, 0, 1, 64]) {
      // Preamble and payload, then preamble, payload and table, end near a block's end.
      for (const table of [0, 64]) {
        const length = blocks * 65_536 - 64 - table + spare;
        const bytes = packed(ir, [{ data: new Uint8Array(length).fill(1) }]);
        assert.deepEqual(verifyFile(bytes).damaged, [], `${blocks} ${spare} ${table}`);
      }
    }
  }
});

Deno.test("createDatasetWriter() makes the same bytes from the same records", () => {
  const records = Array.from({ length: 20 }, (_, index) => variedRecord(index));
  assert.deepEqual(packed(Varied.ir, records), packed(Varied.ir, records));
});

Deno.test("DatasetWriter discards what it wrote if it is aborted, or its last record failed", () => {
  inFolder((folder) => {
    const path = `${folder}/out.afd`;
    const aborted = createDatasetWriter(path, { ir: Pair.ir });
    aborted.append(pair(3_000_000, 1));
    aborted.abort();
    assert.throws(() => aborted.append(pair(1, 1)), UsageError);
    assert.throws(() => {
      using writer = createDatasetWriter(path, { ir: Pair.ir });
      writer.append(pair(10, 1));
      writer.append({ ...pair(10, 1), third: undefined });
    }, ManifestError);
    assert.throws(() => Deno.statSync(path), Deno.errors.NotFound);
  });
});

function isRefusal(cause: unknown): boolean {
  return cause instanceof ManifestError || cause instanceof AudioInputError;
}

Deno.test("a schema that no reader would accept is refused before anything is written", () => {
  using folder = new TestFolder();
  const text = field.text({ default: "x".repeat(maxJsonBytes) });
  const { ir } = defineDataset("Large", { text });
  assert.throws(() => new ContainerWriter(folder.file("a.afd"), { ir }), {
    code: "schema-too-large",
  });
  assert.deepEqual([...Deno.readDirSync(folder.path)], []);
});
