import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { FileError, UsageError } from "../../errors/mod.ts";
import { AfdFile, openDataset } from "../../runtime/mod.ts";
import { openStorage } from "../../runtime/storage/open_storage.ts";
import { typedCode } from "./_reads.ts";
import { pack, packed, Varied, variedRecord } from "./_varied.ts";

const records = Array.from({ length: 30 }, (_, index) => variedRecord(index));
const kinds = ["mapped", "positioned", "memory"] as const;

function withFile(run: (path: string) => void): void {
  const folder = Deno.makeTempDirSync();
  try {
    const path = `${folder}/a b%20c#.afd`;
    pack(path, Varied.ir, records);
    run(path);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

Deno.test("openDataset() reads the same records through every storage", () => {
  withFile((path) => {
    using memory = openDataset(Deno.readFileSync(path));
    for (const storage of kinds) {
      for (const checksums of ["first-touch", "always", "never"] as const) {
        using dataset = openDataset(path, { storage, checksums });
        assert.equal(dataset.file.storage.kind, storage);
        for (let record = 0; record < records.length; record++) {
          assert.deepEqual(dataset.toRecord(record), memory.toRecord(record));
        }
      }
    }
  });
});

Deno.test("openDataset() reads a Buffer, whose slice() doesn't copy", () => {
  withFile((path) => {
    using buffer = openDataset(readFileSync(path));
    using bytes = openDataset(Deno.readFileSync(path));
    assert.deepEqual(buffer.toRecord(7), bytes.toRecord(7));
  });
});

Deno.test("openDataset() reads a file: URL, and bytes at any offset in their buffer", () => {
  withFile((path) => {
    const url = new URL(`file://${path.replaceAll("%", "%25").replaceAll("#", "%23")}`);
    using byUrl = openDataset(url);
    const bytes = Deno.readFileSync(path);
    const wide = new Uint8Array(bytes.length + 3);
    wide.set(bytes, 3);
    using shifted = openDataset(wide.subarray(3));
    assert.deepEqual(byUrl.toRecord(7), shifted.toRecord(7));
  });
});

for (const storage of kinds) {
  Deno.test(`AfdFile.close() makes every read an error, ${storage}`, () => {
    withFile((path) => {
      const dataset = openDataset(path, { storage });
      dataset.toRecord(3);
      dataset.file.close();
      dataset.file.close();
      for (const reader of dataset.fields.values()) {
        assert.equal(typedCode(() => reader.decode(3)), "closed");
        assert.equal(typedCode(() => reader.metadata(4)), "closed");
      }
      assert.equal(typedCode(() => dataset.file.view(0, 64)), "closed");
    });
  });

  Deno.test(`a batch outlives its file, and can be allocated after the file is closed, ${storage}`, () => {
    withFile((path) => {
      const dataset = openDataset(path, { storage });
      const before = allocate(dataset.file);
      dataset.file.close();
      const after = allocate(dataset.file);
      for (const { bytes } of [before, after]) {
        assert.ok(bytes.every((byte) => byte === 0));
        bytes.fill(7);
        assert.ok(bytes.every((byte) => byte === 7));
      }
      using other = openDataset(path, { storage });
      other.file.copy(64, 64, before, 8);
      assert.deepEqual(before.bytes.slice(8, 72), other.file.view(64, 64).slice());
      before[Symbol.dispose]();
      before[Symbol.dispose]();
      after[Symbol.dispose]();
    });
  });
}

Deno.test("MappedStorage.allocate() returns zeroed blocks that never overlap", () => {
  withFile((path) => {
    using storage = openStorage(path, "mapped");
    const first = storage.allocate(10_000);
    first.bytes.fill(1);
    const second = storage.allocate(10_000);
    second.bytes.fill(2);
    assert.ok(first.bytes.every((byte) => byte === 1));
    const { bytes } = first;
    first[Symbol.dispose]();
    assert.equal(bytes.length, 0, "a view of a block that was given back is empty");
    const third = storage.allocate(9000);
    assert.ok(third.bytes.every((byte) => byte === 0));
    assert.ok(second.bytes.every((byte) => byte === 2));
    const huge = storage.allocate(2 ** 31);
    assert.equal(huge.base, -1, "more than the span holds comes from ordinary memory");
  });
});

Deno.test("views of a mapped file are empty after it is closed", () => {
  withFile((path) => {
    const storage = openStorage(path, "mapped");
    const view = storage.view(0, 64);
    assert.equal(view.length, 64);
    storage[Symbol.dispose]();
    assert.equal(view.length, 0);
  });
});

Deno.test("openStorage() throws typed errors for what isn't a file", () => {
  for (const kind of [...kinds, undefined]) {
    assert.throws(() => openStorage("no/such.afd", kind), FileError);
    assert.throws(() => openStorage("/", kind), FileError);
  }
  assert.throws(() => openStorage(new URL("http://localhost/a.afd")), UsageError);
});

Deno.test("AfdFile reads no more than a few kilobytes to open a file", () => {
  const many = Array.from({ length: 400 }, (_, index) => variedRecord(index));
  const bytes = packed(Varied.ir, many);
  using file = new AfdFile(bytes);
  assert.ok(
    file.storage.counters.bytes < 8192,
    `${file.storage.counters.bytes} of ${bytes.length}`,
  );
});

/** A block for a batch, as `allocateBatch` allocates it. */
function allocate(file: AfdFile) {
  return file.storage.allocate(5000);
}
