/** Random damage: what is salvaged is exactly what was written, and everything else is reported. */
import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import { openDataset, verifyFile } from "../../../runtime/mod.ts";
import { openAfd } from "../../../runtime/shards/open_file.ts";
import { type DatasetIr, defineDataset, field } from "../../../schema/mod.ts";
import { RecordCopier } from "../../../shards/copy/record_copier.ts";
import { rangesOf } from "../../../shards/copy/record_ranges.ts";
import {
  type LostLine,
  type Salvaged,
  salvageDataset,
} from "../../../shards/salvage/salvage_dataset.ts";
import { TestFolder } from "../../_test_folder.ts";
import { drawnFile } from "../copy/_drawn_file.ts";
import { partsOf, writeOne, writeSharded } from "../_sharded.ts";

interface Outcome extends Salvaged {
  readonly lines: readonly LostLine[];
  readonly files: readonly string[];
}

async function salvage(path: string, out: string, ir?: DatasetIr): Promise<Outcome | string> {
  const lines: LostLine[] = [];
  const files: string[] = [];
  try {
    const salvaged = await salvageDataset(path, { path: out }, {
      ir,
      onLost: (line) => lines.push(line),
      onFile: (file) => files.push(file),
    });
    return { ...salvaged, lines, files };
  } catch (cause) {
    if (cause instanceof Error && "code" in cause) return String(cause.code);
    throw cause;
  }
}

/** The records that weren't lost, copied from the file before it was damaged. */
function expected(path: string, out: string, { lines }: Outcome): Uint8Array {
  using file = openAfd(path);
  const lost = new Set(lines.map(({ record }) => record));
  const kept = Array.from({ length: file.recordCount }, (_, record) => record)
    .filter((record) => !lost.has(record));
  using copier = new RecordCopier(out, { like: file });
  for (const _done of copier.copy(file, rangesOf(kept))) void _done;
  copier.finish();
  return Deno.readFileSync(out);
}

interface Harm {
  readonly kind: "flip" | "zeros" | "cut" | "tail";
  readonly at: number;
  readonly length: number;
}

const harm: fc.Arbitrary<Harm> = fc.record({
  kind: fc.constantFrom("flip", "zeros", "cut", "tail"),
  at: fc.double({ min: 0, max: 0.999_999, noNaN: true }),
  length: fc.integer({ min: 1, max: 3000 }),
});

function harmed(bytes: Uint8Array, { kind, at, length }: Harm): Uint8Array {
  const copy = bytes.slice();
  const position = Math.floor(at * copy.length);
  if (kind === "flip") copy[position]! ^= 1 << (length % 8);
  if (kind === "zeros") copy.fill(0, position, position + length);
  if (kind === "tail") copy.fill(length % 256, copy.length - Math.min(length, 200));
  return kind === "cut" ? copy.subarray(0, copy.length - length % 400) : copy;
}

/** Long enough for several blocks. */
const Long = defineDataset("Long", {
  speaker: field.category({ means: "speaker" }),
  id: field.text({ means: "key" }),
  blob: field.bytes(),
});

const longRecords = fc.array(fc.nat(30_000), { minLength: 1, maxLength: 30 }).map((sizes) =>
  sizes.map((size, at) => ({
    speaker: `s${size % 7}`,
    id: `clip ${at}`,
    blob: Uint8Array.from({ length: size }, (_, byte) => byte * size),
  }))
);

const cases = fc.oneof(drawnFile(6), longRecords.map((records) => ({ ir: Long.ir, records })));

Deno.test("whatever happens to a file, each record is salvaged as it was, or reported", async () => {
  await fc.assert(
    fc.asyncProperty(
      cases,
      fc.array(harm, { minLength: 1, maxLength: 3 }),
      fc.boolean(),
      async ({ ir, records }, harms, hasSchema) => {
        using folder = new TestFolder();
        const [sound, bad, out] = ["sound", "bad", "out"].map((name) => folder.file(`${name}.afd`));
        writeOne(sound!, ir, records);
        Deno.writeFileSync(bad!, harms.reduce(harmed, Deno.readFileSync(sound!)));
        const outcome = await salvage(bad!, out!, hasSchema ? ir : undefined);
        if (typeof outcome === "string") {
          assert.match(outcome, /^(tables-unknown|all-lost)$/);
          assert.ok(!folderHas(folder, "out.afd"));
          return;
        }
        assert.equal(outcome.kept + outcome.lost, records.length);
        assert.equal(outcome.lost, outcome.lines.length);
        const wanted = expected(sound!, folder.file("wanted.afd"), outcome);
        assert.deepEqual(Deno.readFileSync(out!), wanted);
      },
    ),
    { numRuns: 120 },
  );
});

function folderHas({ path }: TestFolder, name: string): boolean {
  return [...Deno.readDirSync(path)].some((entry) => entry.name === name);
}

Deno.test("of a folder, what sound shards and sound blocks hold is salvaged", async () => {
  await fc.assert(
    fc.asyncProperty(
      longRecords,
      fc.array(fc.nat(30), { maxLength: 3 }),
      fc.array(fc.tuple(fc.nat(3), harm), { minLength: 1, maxLength: 3 }),
      fc.option(fc.nat(3), { nil: undefined }),
      async (records, cuts, harms, missing) => {
        using folder = new TestFolder();
        const sound = folder.file("sound.afd");
        writeOne(sound, Long.ir, records);
        const parts = partsOf(records, cuts.map((cut) => Math.min(cut, records.length)));
        const path = folder.file("many");
        const { shards } = writeSharded(path, Long.ir, parts);
        for (const [at, harm] of harms) {
          const shard = join(path, shards[at % shards.length]!);
          Deno.writeFileSync(shard, harmed(Deno.readFileSync(shard), harm));
        }
        if (missing !== undefined) Deno.removeSync(join(path, shards[missing % shards.length]!));
        const outcome = await salvage(path, folder.file("out.afd"));
        if (typeof outcome === "string") return assert.equal(outcome, "all-lost");
        assert.equal(outcome.kept + outcome.lost, records.length);
        const wanted = expected(sound, folder.file("wanted.afd"), outcome);
        assert.deepEqual(Deno.readFileSync(folder.file("out.afd")), wanted);
      },
    ),
    { numRuns: 50 },
  );
});

const records = Array.from({ length: 40 }, (_, at) => ({
  speaker: `s${at % 3}`,
  id: `clip ${at}`,
  blob: new Uint8Array(20_000).fill(at),
}));

/** A sound file, and a copy of it with something else at its end. */
function withoutEnd(folder: TestFolder, bytes: number): string {
  writeOne(folder.file("sound.afd"), Long.ir, records);
  const whole = Deno.readFileSync(folder.file("sound.afd"));
  Deno.writeFileSync(folder.file("cut.afd"), whole.subarray(0, whole.length - bytes));
  return folder.file("cut.afd");
}

Deno.test("a file whose end is gone needs its schema, and then gives everything", async () => {
  using folder = new TestFolder();
  // Trailer and directory; only the tables say where they are.
  for (const bytes of [1, 64, 300, 600]) {
    const path = withoutEnd(folder, bytes);
    assert.equal(await salvage(path, folder.file("out.afd")), "tables-unknown");
    const outcome = await salvage(path, folder.file(`out_${bytes}.afd`), Long.ir);
    assert.ok(typeof outcome !== "string", `${bytes}: ${JSON.stringify(outcome)}`);
    assert.deepEqual([outcome.kept, outcome.lost, outcome.files], [40, 0, [path]]);
    assert.deepEqual(
      Deno.readFileSync(folder.file(`out_${bytes}.afd`)),
      Deno.readFileSync(folder.file("sound.afd")),
    );
    Deno.removeSync(folder.file("sound.afd"));
  }
});

Deno.test("a shard whose end is gone is read by dataset.json; another dataset's shard isn't", async () => {
  using folder = new TestFolder();
  const path = folder.file("many");
  const { shards } = writeSharded(path, Long.ir, partsOf(records, [10, 20, 30]));
  const bytes = Deno.readFileSync(join(path, shards[1]!));
  Deno.writeFileSync(join(path, shards[1]!), bytes.subarray(0, bytes.length - 200));
  Deno.copyFileSync(join(path, shards[0]!), join(path, shards[3]!));
  const outcome = await salvage(path, folder.file("out.afd"));
  assert.ok(typeof outcome !== "string");
  assert.deepEqual([outcome.kept, outcome.lost], [30, 10]);
  assert.deepEqual(outcome.lines[0], {
    record: 30,
    file: shards[3],
    damage: [{ field: null, code: "shard" }],
  });
  assert.ok(verifyFile(folder.file("out.afd")).ok);
});

Deno.test("records are lost by name, and categories whose strings are gone with them", async () => {
  using folder = new TestFolder();
  const path = withoutEnd(folder, 0);
  using file = openAfd(path);
  const bytes = Deno.readFileSync(path);
  // A payload in the middle, and the strings of the categories.
  bytes[file.directory.payloadEnd >> 1]! ^= 1;
  Deno.writeFileSync(path, bytes);
  const outcome = await salvage(path, folder.file("out.afd"));
  assert.ok(typeof outcome !== "string");
  const [first] = outcome.lines;
  assert.equal(first!.key, `clip ${first!.record}`);
  assert.deepEqual(first!.damage, [{ field: "blob", code: "checksum" }]);
  assert.ok(outcome.lost >= 3 && outcome.lost <= 5, `${outcome.lost}`);
  using kept = openDataset(folder.file("out.afd"));
  assert.equal(kept.findKey(first!.key!), undefined);
  bytes[file.lookup(0).position + 8 * 3 + 5]! ^= 1;
  Deno.writeFileSync(path, bytes);
  assert.equal(await salvage(path, folder.file("none.afd")), "all-lost");
});
