/** How many files and ranges an open folder of shards holds. */
import assert from "node:assert/strict";
import { openDataset, type OpenOptions } from "../../runtime/mod.ts";
import { MappedRange } from "../../runtime/storage/mapped_range.ts";
import { defaultOpenShards } from "../../runtime/storage/positioned_pieces.ts";
import { defineDataset, field } from "../../schema/mod.ts";
import { TestFolder } from "../_test_folder.ts";
import { writeSharded } from "./_sharded.ts";

const { ir } = defineDataset("Texts", { text: field.text() });
const shards = defaultOpenShards + 20;

/** Open files while a folder of many shards is read, and afterwards, more than before. */
function descriptors(options: OpenOptions): { during: number; after: number } {
  using folder = new TestFolder();
  writeSharded(
    folder.path,
    ir,
    Array.from({ length: shards }, (_, at) => [{ text: `text ${at}` }]),
  );
  const count = () => [...Deno.readDirSync("/proc/self/fd")].length;
  const before = count();
  let during = 0;
  {
    using dataset = openDataset(folder.path, options);
    for (const step of [1, 7]) {
      for (let at = 0; at < shards; at++) {
        const record = (at * step) % shards;
        assert.equal(dataset.field("text").decode(record), `text ${record}`);
      }
    }
    during = count() - before;
  }
  return { during, after: count() - before };
}

const isLinux = Deno.build.os === "linux";

Deno.test({
  name: "by position, only so many shards are open at once, and the index",
  ignore: !isLinux,
  fn() {
    assert.deepEqual(descriptors({ storage: "positioned" }), {
      during: defaultOpenShards + 1,
      after: 0,
    });
  },
});

Deno.test({
  name: "mapped shards and shards in memory keep no file open, and give their range back",
  ignore: !isLinux,
  fn() {
    for (const mappedShards of [3, 1024]) {
      const opened = descriptors({ storage: "mapped", mappedShards });
      assert.deepEqual(opened, { during: 0, after: 0 });
      assert.equal(MappedRange.inUse.count, 0);
    }
    assert.deepEqual(descriptors({ storage: "memory" }), { during: 0, after: 0 });
  },
});
