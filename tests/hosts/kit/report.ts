import type { Case } from "./cases.ts";

/** What is said about a test. */
export interface Outcome {
  readonly name: string;
  /** Why it failed; nothing if it passed. */
  readonly failure?: string;
}

/** How long a test may take, in milliseconds. */
const patience = 60_000;

/** Runs tests one after another, and says of each how it went, in a line of JSON. */
export async function report(
  cases: readonly Case[],
  say: (line: string) => void,
): Promise<void> {
  for (const { name, run } of cases) {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error("it hangs")), patience);
    });
    try {
      await Promise.race([run(), late]);
      say(JSON.stringify({ name }));
    } catch (cause) {
      const failure = cause instanceof Error ? cause.stack ?? cause.message : String(cause);
      say(JSON.stringify({ name, failure: failure.slice(0, 2000) }));
    } finally {
      clearTimeout(timer);
    }
  }
  say(JSON.stringify({ done: cases.length }));
}
