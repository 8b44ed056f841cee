import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { AfdFile, datasetIdentity, openDataset, openDatasetAsync } from "../../runtime/mod.ts";

const golden = new URL("../golden/varied_v1.afd", import.meta.url).pathname;

/** Computed by Python from the bytes of the golden file. */
const goldenIdentity = "4b3730038d48403eafe1cd6b78ddc909d4fab0e3d7e50f579425de3c23cc5358";

function sha256(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}

Deno.test("a file's identity is computed from its schema, its tail and its number of records", () => {
  const bytes = Deno.readFileSync(golden);
  using dataset = openDataset(golden);
  const { file } = dataset;
  const tail = bytes.subarray(file.trailer.tailOffset, bytes.length - 64);
  assert.equal(file.checksum, sha256(tail));
  assert.equal(
    file.identity,
    sha256(`["${file.fingerprint}",[["${sha256(tail)}",${file.recordCount}]]]`),
  );
  assert.equal(file.identity, goldenIdentity);
});

Deno.test("a file has the same identity however it is read", async () => {
  const bytes = Deno.readFileSync(golden);
  for (const storage of ["mapped", "positioned", "memory"] as const) {
    using file = new AfdFile(golden, { storage });
    assert.equal(file.identity, goldenIdentity, storage);
  }
  using blob = await openDatasetAsync(new Blob([bytes]));
  assert.equal(blob.file.identity, goldenIdentity);
  assert.equal(blob.file.checksum, sha256(bytes.subarray(blob.file.trailer.tailOffset, -64)));
});

Deno.test("the identity of several files depends on their order, checksums and records", () => {
  const [one, other] = ["1".repeat(64), "2".repeat(64)];
  const schema = "f".repeat(64);
  const files = [{ checksum: one, records: 3 }, { checksum: other, records: 4 }];
  assert.equal(
    datasetIdentity(schema, files),
    sha256(`["${schema}",[["${one}",3],["${other}",4]]]`),
  );
  assert.equal(datasetIdentity(schema, []), sha256(`["${schema}",[]]`));
  const all = new Set([
    datasetIdentity(schema, files),
    datasetIdentity(schema, files.toReversed()),
    datasetIdentity(schema, files.slice(1)),
    datasetIdentity(one, files),
    datasetIdentity(schema, [{ checksum: one, records: 4 }, { checksum: other, records: 3 }]),
  ]);
  assert.equal(all.size, 5);
});

Deno.test("a closed file still has its identity", () => {
  const file = new AfdFile(golden);
  file.close();
  assert.equal(file.identity, goldenIdentity);
});
