import { writeSync } from "node:fs";
import process from "node:process";
import { isatty } from "node:tty";
import { failedWith } from "./files.ts";

/** The descriptors of standard output and standard error. */
export const standardOutput = 1;
export const standardError = 2;

/** Something to wait on for a moment. */
const idle = new Int32Array(new SharedArrayBuffer(4));

/** Writes all bytes to a descriptor, and waits where a pipe is full. */
export function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) {
    try {
      done += writeSync(descriptor, bytes, done, bytes.length - done);
    } catch (cause) {
      // A pipe that another process has made non-blocking.
      if (!failedWith(cause, "EAGAIN")) throw cause;
      Atomics.wait(idle, 0, 0, 1);
    }
  }
}

/** Whether standard output or standard error is a terminal. */
export function isTerminal(descriptor: number): boolean {
  return isatty(descriptor);
}

/** Whether the user wants no colours. */
export function isColourless(): boolean {
  return (process.env.NO_COLOR ?? "") !== "";
}

/** The width of the terminal that standard output is, in columns. */
export function terminalColumns(): number {
  return process.stdout.columns ?? 80;
}
