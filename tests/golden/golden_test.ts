/**
 * The golden file: a dataset of every kind, committed as bytes. The test fails when a change to the
 * library changes what is written, or how old files are read.
 *
 * If the format is changed on purpose, before a release or with a new version, write it again:
 *
 *     AUDIOFIELD_WRITE_GOLDEN=1 deno test -A tests/golden
 *
 * and say why in the commit. Files of a released version are never rewritten; a second golden file
 * is added next to them.
 */
import assert from "node:assert/strict";
import { openDataset } from "../../runtime/mod.ts";
import { verifyFile } from "../../runtime/verify/mod.ts";
import { packed, Varied, variedRecord } from "../container/_varied.ts";

const path = new URL("varied_v1.afd", import.meta.url).pathname;
const records = Array.from({ length: 6 }, (_, index) => variedRecord(index));

if (Deno.env.get("AUDIOFIELD_WRITE_GOLDEN") === "1") {
  Deno.writeFileSync(path, packed(Varied.ir, records));
}

Deno.test("createDatasetWriter() writes the golden file's bytes from its records", () => {
  const golden = Deno.readFileSync(path);
  const written = packed(Varied.ir, records);
  const difference = written.findIndex((byte, index) => byte !== golden[index]);
  assert.equal(difference, -1, `byte ${difference} differs`);
  assert.equal(written.length, golden.length);
});

Deno.test("verifyFile() finds the golden file sound", () => {
  assert.deepEqual(verifyFile(path), { ok: true, records: 6, checked: 6, damaged: [] });
});

Deno.test("openDataset() knows the golden file's schema", () => {
  using dataset = openDataset(path);
  assert.equal(dataset.file.fingerprint, Varied.fingerprint);
  assert.equal(
    dataset.file.fingerprint,
    "310901f115c7e9a19e6fef3a5e78962517a10f39bb95ab8f97f62de932032f73",
  );
});

Deno.test("openDataset() reads the golden file's records", () => {
  using dataset = openDataset(path);
  assert.equal(dataset.recordCount, 6);
  records.forEach((record, index) => {
    const read = dataset.toRecord(index);
    for (const [name, given] of Object.entries(record)) {
      assert.deepEqual(plain(read[name]), plain(given, dataset.field(name).kind), name);
    }
  });
  assert.equal(dataset.field("b32").decode(0), -5);
  assert.equal(dataset.field("a64").decode(3), 18_446_744_073_709_551_615n);
});

/** Values in one form: the given ones are wider than the stored ones. */
function plain(value: unknown, kind?: string): unknown {
  if (kind === "float32") return Math.fround(Number(value));
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Uint8Array) return [...value];
  const { samples, channels = 1, sampleRate } = value as {
    samples: Iterable<number>;
    channels?: number;
    sampleRate: number;
  };
  return { samples: [...samples], channels, sampleRate };
}
