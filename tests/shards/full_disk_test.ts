/** A disk that becomes full at any write: nothing incomplete is left, and packing goes on afterwards. */
import assert from "node:assert/strict";
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { system } from "../../hosts/mod.ts";
import { AudiofieldError, openDataset } from "../../runtime/mod.ts";
import { datasetIdentity } from "../../runtime/container/identity.ts";
import { partialOwner } from "../../runtime/output/partial_name.ts";
import { readDatasetJson } from "../../runtime/shards/dataset_json.ts";
import { defineDataset, field, fingerprintOf } from "../../schema/mod.ts";
import { finishPlan } from "../../shards/finish/finish_plan.ts";
import { readPlan } from "../../shards/plan/pack_plan.ts";
import { completePlan, writePlan } from "../../shards/plan/write_plan.ts";
import { packShard } from "../../shards/shard/pack_shard.ts";
import { folderSource } from "../../shards/sources/folder_source.ts";
import { TestFolder } from "../_test_folder.ts";
import { bytesBelow, differences, writeCorpus } from "./_corpus.ts";

const { ir } = defineDataset("Clips", {
  audio: field.waveform(),
  text: field.text({ default: "" }),
  id: field.text({ means: "key" }),
});

/** Everything that takes space; this test file has the functions to itself. */
const writing = ["writeSync", "writeFileSync", "mkdirSync", "linkSync", "openSync", "fsyncSync"];
const files = system().files as unknown as Record<string, (...args: unknown[]) => unknown>;

// Nothing here needs to survive a power cut, and waiting for the disk takes most of the time.
files["fsyncSync"] = () => undefined;

/** Does something on a disk that is full after so many writes, and returns how many there were. */
async function withSpace(writes: number, step: () => Promise<void>): Promise<number> {
  let done = 0;
  const before = writing.map((name) => [name, files[name]!] as const);
  for (const [name, call] of before) {
    files[name] = (...args) => {
      const takesSpace = name !== "openSync" || /[wa]/.test(String(args[1]));
      if (takesSpace && done++ >= writes) {
        throw Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
      }
      return call(...args);
    };
  }
  try {
    await step();
  } finally {
    for (const [name, call] of before) files[name] = call;
  }
  return done;
}

/** Packs what isn't packed yet, as `pack` with `--resume` does. */
async function pack(folder: string, input: string, isAppend: boolean): Promise<void> {
  completePlan(folder);
  const stored = readPlan(folder);
  const wanted = `../${input.split("/").at(-1)}`;
  if (stored?.input.path !== wanted) {
    const before = isAppend ? readDatasetJson(folder).shards : [];
    const source = folderSource(input, ir, { encoded: new Set(), requireText: false });
    const rules = { onError: "skip", onClipping: "error" } as const;
    const more = { acceptTruncated: false, requireText: false, minSeconds: 0 };
    await writePlan(folder, {
      ir,
      source,
      input: { kind: "folder", path: wanted },
      inputFolder: input,
      rules: { ...rules, ...more },
      size: { records: 3 },
      first: before.length,
      extends: isAppend
        ? {
          identity: datasetIdentity(fingerprintOf(ir), before),
          hasKey: () => false,
          skipExisting: false,
        }
        : undefined,
    });
  }
  const { first, shards } = readPlan(folder)!;
  for (const at of shards.keys()) await packShard(folder, first + at);
  finishPlan(folder);
}

for (const isAppend of [false, true]) {
  const what = isAppend ? "an append" : "a new folder";
  Deno.test(`${what} on a disk that is full at any write leaves nothing incomplete, and is resumed`, async () => {
    using space = new TestFolder();
    writeCorpus(space.file("in"), { clips: 5, brokenEvery: 4 });
    writeCorpus(space.file("more"), { clips: 4, brokenEvery: 3, prefix: "n" });
    mkdirSync(space.file("base"));
    if (isAppend) await pack(space.file("base"), space.file("in"), false);
    const before = bytesBelow(space.file("base"));
    const [out, input] = [space.file("out"), space.file(isAppend ? "more" : "in")];
    const startOver = () => {
      rmSync(out, { recursive: true, force: true });
      cpSync(space.file("base"), out, { recursive: true });
    };
    startOver();
    const all = await withSpace(Infinity, () => pack(out, input, isAppend));
    const after = bytesBelow(out);
    assert.ok(all > 40);
    let ended = 0;
    for (let writes = 0; writes < all; writes++) {
      startOver();
      await withSpace(writes, async () => {
        try {
          await pack(out, input, isAppend);
          // What failed last wasn't needed: a folder that can't be synced, say.
          ended++;
        } catch (cause) {
          assert.ok(cause instanceof AudiofieldError, String(cause));
          assert.equal(cause.code, "no-space", cause.message);
        }
      });
      const left = bytesBelow(out);
      const partial = Object.keys(left).filter((name) =>
        partialOwner(name.split("/").at(-1)!) !== undefined
      );
      assert.deepEqual(partial, [], `after ${writes} writes`);
      if (isAppend) {
        using dataset = openDataset(out);
        assert.ok([4, 7].includes(dataset.recordCount), `${dataset.recordCount}`);
        for (let record = 0; record < dataset.recordCount; record++) dataset.toRecord(record);
      }
      for (const [name, bytes] of Object.entries(before)) {
        if (name.startsWith("shards/")) assert.equal(left[name], bytes);
      }
      await pack(out, input, isAppend);
      assert.deepEqual(differences(bytesBelow(out), after), [], `after ${writes} writes`);
    }
    assert.ok(ended < 4, `${ended} of ${all} failures were ignored`);
  });
}
