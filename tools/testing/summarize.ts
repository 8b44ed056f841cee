import type { TestRun } from "./run_tests.ts";

/** A finished run of tests. */
export interface Summary {
  readonly runs: readonly TestRun[];
  /** What failed apart from tests: crashes, and files left behind. */
  readonly problems: readonly string[];
  /** Seconds from start to end. */
  readonly seconds: number;
}

/** Times by room, what was skipped, what failed, and, in the last line, the totals. */
export function summarize({ runs, problems, seconds }: Summary): { lines: string[]; ok: boolean } {
  const total = (count: "passed" | "failed" | "skipped") =>
    runs.reduce((sum, run) => sum + run[count], 0);
  const skippedNames = runs.flatMap((run) => run.skippedNames);
  const found = [
    ...problems,
    ...skippedNames.filter((name) => !/[([]skipped: .+[)\]]$/.test(name))
      .map((name) => `The name of a skipped test doesn't say why: ${name}`),
  ];
  const failed = total("failed") + found.length;
  const times = secondsByRoom(runs).map(([room, time]) =>
    `  ${room.padEnd(14)} ${time.toFixed(0).padStart(5)} s`
  );
  const lines = [
    "",
    ...(times.length === 0 ? [] : ["Time in tests, by room:", ...times]),
    `From start to end: ${(seconds / 60).toFixed(1)} minutes`,
    ...skippedNames.map((name) => `Skipped: ${name}`),
    ...[...runs.flatMap((run) => run.failedNames), ...found].map((what) => `Failed: ${what}`),
    `${total("passed")} passed, ${failed} failed, ${total("skipped")} skipped`,
  ];
  return { lines, ok: failed === 0 };
}

/** Rooms that took at least a second, the longest first. */
function secondsByRoom(runs: readonly TestRun[]): [string, number][] {
  const rooms = new Map<string, number>();
  for (const [file, time] of runs.flatMap((run) => [...run.seconds])) {
    const room = /^tests\/(\w+)/.exec(file)?.[1] ?? "examples";
    rooms.set(room, (rooms.get(room) ?? 0) + time);
  }
  return [...rooms].filter(([, time]) => time >= 1).sort(([, a], [, b]) => b - a);
}
