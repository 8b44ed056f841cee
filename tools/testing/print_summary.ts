import type { TestRun } from "./run_tests.ts";

/** A finished run of tests. */
export interface Summary {
  readonly runs: readonly TestRun[];
  /** What failed besides tests: crashes, and files left behind. */
  readonly problems: readonly string[];
  /** From start to end. */
  readonly seconds: number;
}

/**
 * Prints times by room, what was skipped, what went wrong, and as the last line the totals.
 *
 * @returns whether nothing failed.
 */
export function printSummary({ runs, problems, seconds }: Summary): boolean {
  const total = (count: "passed" | "failed" | "skipped") =>
    runs.reduce((sum, run) => sum + run[count], 0);
  console.log("\nTime in tests, by room:");
  for (const [room, time] of secondsByRoom(runs)) {
    console.log(`  ${room.padEnd(14)} ${time.toFixed(0).padStart(5)} s`);
  }
  console.log(`From start to end: ${(seconds / 60).toFixed(1)} minutes`);
  for (const name of runs.flatMap(({ skippedNames }) => skippedNames)) {
    console.log(`Skipped: ${name}`);
  }
  for (const problem of problems) console.log(`Failed: ${problem}`);
  const failed = total("failed") + problems.length;
  console.log(`${total("passed")} passed, ${failed} failed, ${total("skipped")} skipped`);
  return failed === 0;
}

/** Rooms that took a second or more, the longest first. */
function secondsByRoom(runs: readonly TestRun[]): [string, number][] {
  const rooms = new Map<string, number>();
  for (const [file, time] of runs.flatMap((run) => [...run.seconds])) {
    const room = /^tests\/(\w+)/.exec(file)?.[1] ?? "examples";
    rooms.set(room, (rooms.get(room) ?? 0) + time);
  }
  return [...rooms].filter(([, time]) => time >= 1).sort(([, a], [, b]) => b - a);
}
