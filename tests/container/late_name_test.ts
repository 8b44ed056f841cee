/** Files whose names depend on their checksums, as those of shards do. */
import assert from "node:assert/strict";
import { FileError } from "../../errors/mod.ts";
import { createDatasetWriter, openDataset } from "../../runtime/mod.ts";
import { defineDataset, field } from "../../schema/mod.ts";
import { TestFolder } from "../_test_folder.ts";

const { ir } = defineDataset("Numbers", { value: field.uint16() });

function write(folder: string, value: number): void {
  using writer = createDatasetWriter(`${folder}/shard`, {
    ir,
    nameOf(checksum) {
      assert.match(checksum, /^[0-9a-f]{64}$/);
      return `${folder}/${checksum}.afd`;
    },
  });
  writer.append({ value });
  writer.finish();
}

function namesIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
}

Deno.test("a file may be named by its checksum once it is complete", () => {
  using folder = new TestFolder();
  write(folder.path, 1);
  write(folder.path, 2);
  const names = namesIn(folder.path);
  assert.equal(names.length, 2);
  for (const name of names) {
    using dataset = openDataset(folder.file(name));
    assert.equal(`${dataset.file.checksum}.afd`, name);
  }
});

Deno.test("a name that is taken by then is kept, and nothing else is left", () => {
  using folder = new TestFolder();
  write(folder.path, 1);
  const [name] = namesIn(folder.path);
  const before = Deno.statSync(folder.file(name!)).mtime;
  assert.throws(
    () => write(folder.path, 1),
    (error) => error instanceof FileError && error.code === "exists",
  );
  assert.deepEqual(namesIn(folder.path), [name]);
  assert.deepEqual(Deno.statSync(folder.file(name!)).mtime, before);
});

Deno.test("an error while it is named leaves nothing behind", () => {
  using folder = new TestFolder();
  const failure = new Error("the place is taken");
  const writer = createDatasetWriter(folder.file("shard"), {
    ir,
    nameOf() {
      throw failure;
    },
  });
  writer.append({ value: 1 });
  assert.throws(() => writer.finish(), failure);
  assert.deepEqual(namesIn(folder.path), []);
});
