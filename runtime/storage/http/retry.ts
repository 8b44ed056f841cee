import { waitsTooLong } from "./http_errors.ts";

/** A failure after which a request is worth repeating. */
export class Repeatable extends Error {
  /** What is thrown if it is not repeated any more. */
  readonly failure: Error;
  /** How many seconds the server wants to be left alone, if it says so. */
  readonly after: number | undefined;

  constructor(failure: Error, after?: number) {
    super(failure.message);
    this.failure = failure;
    this.after = after;
  }
}

/** The first pause after a failure, and the longest one, in seconds. */
const firstPause = 0.25;
const longestPause = 16;

/** The longest time that a server may ask for, in seconds. */
const mostPatience = 120;

/** Waits; ends early, with its reason, when the signal is aborted. */
export type Pause = (seconds: number, signal: AbortSignal) => Promise<void>;

/** {@link Pause} with a timer. */
export function pause(seconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, seconds * 1000);
    signal.addEventListener("abort", stop, { once: true });
  });
}

/**
 * How long to wait before a request is repeated: twice as long each time, and at random between half
 * of that and all of it, so that many readers don't come back at the same moment. At least as long as
 * the server asks for.
 *
 * @param attempt how often the request was repeated already.
 * @throws {FileError} when the server asks for too long.
 */
export function pauseAfter(
  { after = 0 }: Repeatable,
  { attempt, file, status }: { attempt: number; file: string; status: number },
): number {
  if (after > mostPatience) throw waitsTooLong(file, status, after);
  const longest = Math.min(longestPause, firstPause * 2 ** attempt);
  return Math.max(after, longest * (0.5 + Math.random() / 2));
}

/** The seconds of a `Retry-After`: a number, or a date. */
export function retryAfter(headers: Headers, now: number = Date.now()): number | undefined {
  const value = headers.get("retry-after")?.trim();
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value)) return Number(value);
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, (date - now) / 1000);
}
