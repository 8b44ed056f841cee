import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** The result of one process of tests. */
export interface TestRun {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Names of skipped tests; each says why it was skipped. */
  readonly skippedNames: readonly string[];
  /** Names of failed tests. */
  readonly failedNames: readonly string[];
  /** Seconds per test file, from the times of its tests. */
  readonly seconds: ReadonlyMap<string, number>;
  /** Why the run failed although no test did; `undefined` when nothing is wrong. */
  readonly crash: string | undefined;
}

/** What to run, and where. */
export interface TestCommand {
  /** Arguments after `deno test`. */
  readonly args: readonly string[];
  readonly cwd: string;
  /** The temporary folder that the tests use. */
  readonly tempFolder: string;
  /** Takes each line that the process prints. */
  readonly print: (line: string) => void;
  /** Ends the process. */
  readonly signal?: AbortSignal | undefined;
}

/** Parallel runs print the file before each test's name; other runs don't. */
const flags = ["-A", "--parallel", "--no-check", "--lock=deno.lock", "--frozen"];

/** Runs `deno test` in its own process; types must already have been checked. */
export async function runTests(command: TestCommand): Promise<TestRun> {
  const { args, cwd, tempFolder, print, signal } = command;
  const child = spawn(Deno.execPath(), ["test", ...flags, ...args], {
    cwd,
    env: { ...userEnvironment(), TMPDIR: tempFolder, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
    ...(signal === undefined ? {} : { signal }),
  });
  const lines: string[] = [];
  createInterface({ input: child.stderr }).on("line", print);
  createInterface({ input: child.stdout }).on("line", (line) => {
    lines.push(line);
    print(line);
  });
  const ending = await new Promise<number | string>((resolve, reject) => {
    child.on("close", (code, killedBy) => resolve(killedBy ?? code ?? 1));
    child.on("error", (cause) => signal?.aborted || reject(cause));
  });
  return readRun(lines, ending);
}

/**
 * The environment without what the task runner adds: a command started by a test would take that
 * for its own, and resolve its paths against this checkout instead of the test's folder.
 */
function userEnvironment(): Record<string, string> {
  const { INIT_CWD: _folder, npm_config_user_agent: _runner, ...rest } = Deno.env.toObject();
  return rest;
}

const outcome = /^(?:\.\/)?(\S+) => ((?:(?! \.\.\. ).)*) \.\.\. (ok|FAILED|ignored)\b.* \((.+)\)$/;
const totals =
  /^(?:ok|FAILED) \| (\d+) passed(?: \([^)]*\))? \| (\d+) failed(?:.*\| (\d+) ignored)?/;

/**
 * Reads what a process of tests printed. A process that ends without totals has crashed.
 *
 * @param ending the process's exit code, or the signal that ended it.
 */
export function readRun(lines: readonly string[], ending: number | string): TestRun {
  const seconds = new Map<string, number>();
  const skippedNames: string[] = [];
  const failedNames: string[] = [];
  let counts: { passed: number; failed: number; skipped: number } | undefined;
  for (const line of lines) {
    const [, file, name, how, time] = outcome.exec(line) ?? [];
    if (file !== undefined) seconds.set(file, (seconds.get(file) ?? 0) + secondsOf(time!));
    if (how === "ignored") skippedNames.push(name!);
    if (how === "FAILED") failedNames.push(`${file}: ${name}`);
    const [, passed, failed, skipped = "0"] = totals.exec(line) ?? [];
    if (passed === undefined) continue;
    counts = { passed: Number(passed), failed: Number(failed), skipped: Number(skipped) };
  }
  let crash: string | undefined;
  if (counts === undefined) crash = `ended with ${ending} before all its tests had run`;
  else if (ending !== 0 && counts.failed === 0) {
    crash = `ended with ${ending} although no test failed`;
  }
  const names = { skippedNames, failedNames };
  return { passed: 0, failed: 0, skipped: 0, ...counts, ...names, seconds, crash };
}

const units: Readonly<Record<string, number>> = { m: 60, s: 1, ms: 1e-3, µs: 1e-6 };

/** A time as Deno prints it, in seconds: `1m41s`, `28s`, `12ms`, `703µs`. */
function secondsOf(time: string): number {
  return [...time.matchAll(/(\d+)(ms|µs|m|s)/g)]
    .reduce((sum, [, count, unit]) => sum + Number(count) * units[unit!]!, 0);
}
