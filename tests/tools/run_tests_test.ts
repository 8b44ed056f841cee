/** The test runner: what it counts, and what it treats as a failure. */
import assert from "node:assert/strict";
import { readRun, runTests, type TestRun } from "../../tools/testing/run_tests.ts";
import { summarize } from "../../tools/testing/summarize.ts";
import { TempFolder } from "../../tools/testing/temp_folder.ts";
import { root } from "../architecture/_sources.ts";

/** Runs the text of a test file the way the runner does, and says what it left behind. */
async function runText(text: string): Promise<TestRun & { readonly left: string[] }> {
  using project = new TempFolder();
  using temp = new TempFolder();
  Deno.writeTextFileSync(`${project.path}/drawn_test.ts`, text);
  const args = ["--config", `${root}deno.json`, "--no-lock", `${project.path}/drawn_test.ts`];
  const run = await runTests({ args, cwd: root, tempFolder: temp.path, print: () => {} });
  return { ...run, left: temp.takeLeftovers() };
}

Deno.test("runTests() counts tests that pass, fail and are skipped, and times each file", async () => {
  const run = await runText(`
    Deno.test("passes", async (t) => {
      await t.step("a step", () => new Promise((resume) => setTimeout(resume, 30)));
    });
    Deno.test("fails", () => { throw new Error("on purpose"); });
    Deno.test({ name: "waits (skipped: no moon)", ignore: true, fn() {} });
  `);
  assert.deepEqual([run.passed, run.failed, run.skipped, run.crash], [1, 1, 1, undefined]);
  assert.deepEqual(run.skippedNames, ["waits (skipped: no moon)"]);
  assert.match(run.failedNames.join(), /drawn_test\.ts: fails$/);
  const [seconds] = run.seconds.values();
  assert.ok(run.seconds.size === 1 && seconds! >= 0.03);
});

Deno.test("runTests() reports a process that dies as a crash, whatever passed before", async () => {
  const { crash, failed } = await runText(`
    Deno.test("passes", () => {});
    Deno.test("dies", () => Deno.kill(Deno.pid, "SIGKILL"));
  `);
  assert.equal(failed, 0);
  assert.equal(crash, "ended with SIGKILL before all its tests had run");
});

Deno.test("runTests() gives tests their own temporary folder, and finds what they leave there", async () => {
  const { left, passed } = await runText(`
    Deno.test("leaves two", () => {
      Deno.makeTempDirSync({ prefix: "folder-" });
      Deno.makeTempFileSync({ prefix: ".hidden-" });
      Deno.removeSync(Deno.makeTempDirSync());
    });
  `);
  assert.equal(passed, 1);
  assert.equal(left.length, 2);
  assert.match(left[0]!, /^\.hidden-\w+$/);
  assert.match(left[1]!, /^folder-\w+\/$/);
});

Deno.test("readRun() treats an exit code as a failure if no test shows one", () => {
  const lines = ["ok | 3 passed (2 steps) | 0 failed | 1 ignored (41ms)"];
  const { crash, ...run } = readRun(lines, 1);
  assert.equal(crash, "ended with 1 although no test failed");
  assert.deepEqual([run.passed, run.failed, run.skipped], [3, 0, 1]);
  assert.equal(readRun(lines, 0).crash, undefined);
});

Deno.test("readRun() adds up times by file, each test once", () => {
  const { seconds } = readRun([
    "./tests/a/b_test.ts => one ... a step ... ok (900ms)",
    "./tests/a/b_test.ts => one ... ok (1s)",
    "./tests/a/b_test.ts => two ... FAILED (due to 1 failed step) (1m2s)",
    "./tests/a/c_test.ts => three ... ok (500µs)",
    "FAILED | 2 passed | 1 failed (1m3s)",
  ], 1);
  assert.deepEqual([...seconds], [["tests/a/b_test.ts", 63], ["tests/a/c_test.ts", 0.0005]]);
});

Deno.test("summarize() ends with the totals of all processes; a problem is a failure", () => {
  const lines = ["tests/a/b_test.ts => waits (skipped: no moon) ... ignored (0ms)"];
  const one = readRun([...lines, "ok | 3 passed | 0 failed | 1 ignored (1s)"], 0);
  const lastLine = "ok | 0 passed | 0 failed | 1 ignored (1s)";
  const two = readRun(["ok | 4 passed | 0 failed (1s)"], 0);
  const good = summarize({ runs: [one, two], problems: [], seconds: 90 });
  assert.equal(good.lines.at(-1), "7 passed, 0 failed, 1 skipped");
  assert.ok(good.ok && good.lines.includes("Skipped: waits (skipped: no moon)"));
  const bad = summarize({ runs: [one, two], problems: ["a left x/"], seconds: 90 });
  assert.equal(bad.lines.at(-1), "7 passed, 1 failed, 1 skipped");
  assert.ok(!bad.ok && bad.lines.includes("Failed: a left x/"));
  const silent = readRun(["a_test.ts => waits ... ignored (0ms)", lastLine], 0);
  assert.equal(summarize({ runs: [silent], problems: [], seconds: 1 }).ok, false);
});
