/** `audiofield bench`: what it measures, and what it refuses. */
import assert from "node:assert/strict";
import { packed } from "./_packed.ts";
import { Workspace } from "./_workspace.ts";

Deno.test("bench --json measures every requested way, as well as copying memory", async () => {
  using workspace = new Workspace();
  packed(workspace);
  const { code, stdout, stderr } = await workspace.run(
    "bench speech.afd --fields audio --batch 4,8 --workers 0,1 --measure-seconds 0.05 --json".split(
      " ",
    ),
  );
  assert.equal(code, 0, stderr);
  const { records, fields, copyBytesPerSecond, rows } = JSON.parse(stdout);
  assert.equal(records, 40);
  assert.deepEqual(fields, ["audio"]);
  assert.ok(copyBytesPerSecond > 0);
  const ways = rows.map((
    { storage, batchSize, workers }: { storage: string; batchSize: number; workers: number },
  ) => `${storage} ${batchSize} ${workers}`);
  assert.deepEqual(ways.slice(-4), [
    "positioned 4 0",
    "positioned 4 1",
    "positioned 8 0",
    "positioned 8 1",
  ]);
  for (const row of rows) {
    assert.ok(row.recordsPerSecond > 0);
    // Every clip has 2,000 bytes, without padding.
    assert.ok(Math.abs(row.bytesPerSecond / row.recordsPerSecond - 2_000) < 1e-6);
    assert.ok(Math.abs(row.ofCopy * copyBytesPerSecond / row.bytesPerSecond - 1) < 1e-6);
    assert.ok(row.busy >= 0 && row.busy <= 1);
    assert.ok(row.starting >= 0 && row.starting <= 1);
    assert.ok(["memory", "starting", "decoding", "waiting"].includes(row.limit));
  }
});

Deno.test("bench prints a table for people", async () => {
  using workspace = new Workspace();
  packed(workspace);
  const { code, stdout } = await workspace.run(
    ["bench", "speech.afd", "--workers", "0", "--measure-seconds", "0.05"],
  );
  assert.equal(code, 0);
  assert.match(stdout, /speech\.afd: 40 records, batches of audio, transcript, speaker, shuffled/);
  assert.match(stdout, /storage +batch +workers +records\/s +bytes\/s +of copying +busy/);
  assert.match(stdout, /positioned +64 +0 /);
});

Deno.test("bench refuses invalid numbers, unknown fields, and missing files", async () => {
  using workspace = new Workspace();
  packed(workspace);
  const cases = [
    [["bench", "speech.afd", "--batch", "0"], 2, "UsageError/arguments"],
    [["bench", "speech.afd", "--workers", "0,two"], 2, "UsageError/arguments"],
    [["bench", "speech.afd", "--fields", "audoi"], 2, "UsageError/no-such-field"],
    [["bench", "missing.afd"], 1, "FileError/not-found"],
  ] as const;
  for (const [args, wanted, error] of cases) {
    const { code, stderr, stdout } = await workspace.run(args);
    assert.equal(code, wanted, stderr);
    assert.ok(stderr.includes(error), stderr);
    assert.equal(stdout, "");
  }
});
