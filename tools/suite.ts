/**
 * Runs the tests: `deno task test`, or `deno task test:audio` for one room. Types are checked once;
 * most tests then run in parallel, and next to them those whose names end in `_measured_test.ts`,
 * one process at a time. Files that a test leaves in the temporary folder are a failure. The last
 * line has the totals.
 *
 * It isn't called `test.ts`: `deno test` would take that for a test, and run everything again.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { runTests, type TestRun } from "./testing/run_tests.ts";
import { summarize } from "./testing/summarize.ts";
import { TempFolder } from "./testing/temp_folder.ts";
import { planTests, type TestPlan } from "./testing/test_plan.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.addSignalListener(signal, () => stop.abort());
}

function print(line: string): void {
  console.log(line);
}

/** Whether all types are correct, in tests and in examples. */
async function typesAreRight(paths: readonly string[]): Promise<boolean> {
  for (const kind of ["--doc", "--doc-only"]) {
    const args = ["check", "--quiet", "--lock=deno.lock", "--frozen", kind, ...paths];
    const { success } = await new Deno.Command(Deno.execPath(), { args, cwd: root }).spawn().status;
    if (!success) return false;
  }
  return true;
}

/**
 * Runs the parallel process and, next to it, the measured tests one after another, each in its own
 * process: they measure only that process, and fill the time in which the others wait.
 */
async function runAll(plan: TestPlan, problems: string[]): Promise<TestRun[]> {
  const runs = await Promise.all([
    runInTurn([plan.together], problems),
    runInTurn(plan.alone, problems),
  ]);
  if (runs.flat().every(({ passed, failed, skipped }) => passed + failed + skipped === 0)) {
    problems.push("There is no such test");
  }
  return runs.flat();
}

/** Runs processes one after another, and adds whatever else went wrong to the problems. */
async function runInTurn(
  processes: readonly (readonly string[])[],
  problems: string[],
): Promise<TestRun[]> {
  using folder = new TempFolder();
  const runs: TestRun[] = [];
  const { signal } = stop;
  for (const args of processes) {
    if (signal.aborted) break;
    const run = await runTests({ args, cwd: root, tempFolder: folder.path, print, signal });
    runs.push(run);
    const what = args === plan.together ? "the tests in parallel" : args.at(-1);
    if (run.crash !== undefined) problems.push(`The process of ${what} ${run.crash}`);
    const left = folder.takeLeftovers();
    if (left.length > 0) {
      problems.push(`Left in the temporary folder by ${what}: ${left.join(", ")}`);
    }
  }
  return runs;
}

const started = performance.now();
const plan = planTests(root, Deno.args);
const problems: string[] = [];
let runs: TestRun[] = [];
if (await typesAreRight(plan.checked)) runs = await runAll(plan, problems);
else problems.push("Types are wrong (see above), so no tests were run");
const seconds = (performance.now() - started) / 1000;
const { lines, ok } = summarize({ runs, problems, seconds });
for (const line of lines) print(line);
Deno.exit(ok ? 0 : stop.signal.aborted ? 130 : 1);
