/**
 * Runs the tests: `deno task test`, or `deno task test:audio` for one room. Types are checked once;
 * most tests then run in parallel, and those whose names end in `_measured_test.ts` afterwards, one
 * at a time. What a test leaves in the temporary folder is a failure. The last line has the totals.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { printSummary } from "./testing/print_summary.ts";
import { runTests, type TestRun } from "./testing/run_tests.ts";
import { TempFolder } from "./testing/temp_folder.ts";
import { planTests } from "./testing/test_plan.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.addSignalListener(signal, () => stop.abort());
}

/** Whether every type is right, in tests and in examples. */
async function typesAreRight(paths: readonly string[]): Promise<boolean> {
  for (const kind of ["--doc", "--doc-only"]) {
    const args = ["check", "--quiet", "--lock=deno.lock", "--frozen", kind, ...paths];
    const { success } = await new Deno.Command(Deno.execPath(), { args, cwd: root }).spawn().status;
    if (!success) return false;
  }
  return true;
}

async function main(): Promise<boolean> {
  const started = performance.now();
  const { checked, together, alone } = planTests(root, Deno.args);
  if (!await typesAreRight(checked)) return false;
  const checkedAt = performance.now();
  console.log(`Types: ${((checkedAt - started) / 1000).toFixed(1)} s`);

  using folder = new TempFolder();
  const runs: TestRun[] = [];
  const problems: string[] = [];
  for (const args of [together, ...alone]) {
    const run = await runTests({
      args,
      cwd: root,
      tempFolder: folder.path,
      print: (line) => console.log(line),
      signal: stop.signal,
    });
    runs.push(run);
    const what = args === together
      ? "The process of parallel tests"
      : `The process of ${args.at(-1)}`;
    if (run.crash !== undefined) problems.push(`${what} ${run.crash}`);
    const left = folder.takeLeftovers();
    if (left.length > 0) problems.push(`${what} left in the temporary folder: ${left.join(", ")}`);
    if (stop.signal.aborted) break;
  }
  if (runs.every(({ passed, failed, skipped }) => passed + failed + skipped === 0)) {
    problems.push(`No test is in ${checked.join(", ")}`);
  }
  return printSummary({ runs, problems, seconds: (performance.now() - started) / 1000 });
}

Deno.exit(await main() ? 0 : stop.signal.aborted ? 130 : 1);
