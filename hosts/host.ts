import type { Files, InputStream, Paths } from "./files.ts";
import type { MemoryMapper } from "./memory_mapper.ts";
import type { Threads } from "./threads.ts";

/** A lock on a file, released when the process ends. */
export interface FileLock {
  release(): void;
}

/** What a program that was run said. */
export interface CommandResult {
  /** Its exit code; `null` if it couldn't be run, or a signal ended it. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Why it couldn't be run. */
  readonly error?: Error | undefined;
}

/** A hash that takes its input piece by piece. */
export interface Hasher {
  /** Text is hashed as UTF-8. */
  update(piece: Uint8Array | string): unknown;
  /** The hash, in hexadecimal digits. */
  digest(encoding: "hex"): string;
}

/** A system with files, processes and signals: everything but a browser. */
export interface System {
  readonly files: Files;
  readonly paths: Paths;
  /** As Node names it: `"linux"`, `"darwin"`, `"win32"`. */
  readonly platform: string;
  /** The processor's family, as Node names it: `"x64"`, `"arm64"`. */
  readonly architecture: string;
  /** This process's number. */
  readonly processId: number;
  /** The folder for temporary files. */
  tmpdir(): string;
  /** This host's name; `""` where it may not be read. */
  hostname(): string;
  /** The path of a `file:` URL. */
  fromFileUrl(url: string | URL): string;
  /** The `file:` URL of an absolute path. */
  toFileUrl(path: string): URL;
  /** Whether a process of this number runs. */
  isRunning(processId: number): boolean;
  /** Keeps a signal from ending the process; does nothing where the system lacks it. */
  ignoreSignal(signal: string): void;
  /** Whether a path may be read without asking anybody for permission. */
  mayRead(path: string): boolean;
  /** Whether {@link tryLock} works here. */
  readonly hasLocks: boolean;
  /**
   * Locks a file for this process, without waiting.
   *
   * @returns `"taken"` if another process holds the lock, nothing if the host or the file system has
   *   no locks.
   */
  tryLock(path: string): FileLock | "taken" | undefined;
  /** Opens a file or a pipe, or standard input where there is no path. */
  openInput(path: string | undefined): Promise<InputStream>;
  /** Runs a program to its end; its standard input is empty. */
  runCommand(program: string, options: readonly string[]): CommandResult;
  /** A new SHA-256. */
  sha256(): Hasher;
}

/** What differs between Deno, Node, Bun and browsers. */
export interface Host {
  readonly name: "deno" | "node" | "bun" | "browser";
  /** `undefined` in a browser. */
  readonly system: System | undefined;
  /** `undefined` where there are none. */
  readonly threads: Threads | undefined;
  /** CRC-32 as zlib computes it, where the host has it. */
  readonly crc32: ((bytes: Uint8Array, initial?: number) => number) | undefined;
  /**
   * Maps files into memory; `undefined` where that isn't possible or not permitted. Never asks for a
   * permission: an unrestricted `--allow-ffi` must already have been granted.
   */
  mapper(): MemoryMapper | undefined;
}
