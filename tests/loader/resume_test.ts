/** A training run that is killed and resumed, with other numbers of workers and batch sizes. */
import assert from "node:assert/strict";
import { denoCommand } from "../_deno.ts";
import { SpeechFile } from "./_speech_file.ts";

const script = new URL("_resume_run.ts", import.meta.url).pathname;

interface Line {
  readonly records?: number[];
  readonly state?: unknown;
  readonly done?: boolean;
}

/** Runs until `lines` lines have been read, then kills the process; returns what was read. */
async function runKilled(args: readonly string[], lines: number): Promise<Line[]> {
  const child = denoCommand(["run", "-A", "--no-check", script, ...args], {
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const read: Line[] = [];
  let text = "";
  for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const whole = text.split("\n");
    text = whole.pop() ?? "";
    read.push(...whole.map((line) => JSON.parse(line) as Line));
    if (read.length >= lines) break;
  }
  try {
    child.kill("SIGKILL");
  } catch {
    // It had already ended.
  }
  await child.status;
  return read;
}

Deno.test("killed at random points and resumed, each record comes exactly once", async () => {
  using file = new SpeechFile(300);
  const seen: number[] = [];
  let state: unknown;
  let runs = 0;
  for (let done = false; !done; runs++) {
    const workers = String(runs % 3);
    const batchSize = String([8, 5, 16][runs % 3]);
    const given = state === undefined ? "" : JSON.stringify(state);
    const stop = runs >= 4 ? Infinity : 1 + Math.floor(Math.random() * 9);
    for (const line of await runKilled([file.path, given, workers, batchSize], stop)) {
      seen.push(...line.records ?? []);
      state = line.state ?? state;
      done ||= line.done === true;
    }
  }
  assert.ok(runs > 1);
  assert.deepEqual(
    seen.toSorted((a, b) => a - b),
    Array.from({ length: 300 }, (_, index) => index),
  );
});
