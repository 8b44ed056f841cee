/** What is known of a file, a folder, or whatever else has a path. */
export interface FileStatus {
  /** In bytes. */
  readonly size: number;
  /** When its content was last changed, in milliseconds since 1970. */
  readonly mtimeMs: number;
  /** Its number in its file system; 0 where the system has none. */
  readonly ino: number;
  isFile(): boolean;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
  /** Whether it is a pipe. */
  isFIFO(): boolean;
}

/** An entry of a folder; links aren't followed. */
export interface FolderEntry {
  readonly name: string;
  isFile(): boolean;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
}

/**
 * The host's file system: those functions of `node:fs` that are used here, with the same names and
 * meanings. They throw errors of the host; `fileError` puts them into words.
 */
export interface Files {
  openSync(path: string | URL, flags: string, mode?: number): number;
  closeSync(descriptor: number): void;
  /** Reads into memory of the caller, and returns how many bytes were read; 0 at the end. */
  readSync(
    descriptor: number,
    into: Uint8Array,
    offset: number,
    length: number,
    position: number | null,
  ): number;
  writeSync(
    descriptor: number,
    bytes: Uint8Array,
    offset: number,
    length: number,
    position: number | null,
  ): number;
  fstatSync(descriptor: number): FileStatus;
  fsyncSync(descriptor: number): void;
  ftruncateSync(descriptor: number, byteLength: number): void;
  /** Links are followed. */
  statSync(path: string): FileStatus;
  /** With this option, `undefined` stands for a path where nothing exists. */
  statSync(path: string, options: { readonly throwIfNoEntry: false }): FileStatus | undefined;
  /** Links aren't followed. */
  lstatSync(path: string): FileStatus;
  existsSync(path: string): boolean;
  readFileSync(path: string | URL): Uint8Array;
  readFileSync(path: string | URL, encoding: "utf8"): string;
  writeFileSync(path: string, content: string | Uint8Array): void;
  readdirSync(folder: string): string[];
  readdirSync(folder: string, options: { readonly withFileTypes: true }): FolderEntry[];
  realpathSync(path: string): string;
  readlinkSync(path: string): string;
  linkSync(existing: string, path: string): void;
  symlinkSync(target: string, path: string): void;
  mkdirSync(path: string, options?: { readonly recursive?: boolean }): string | undefined | void;
  /** Makes a folder whose name is `prefix` and random characters, and returns its path. */
  mkdtempSync(prefix: string): string;
  renameSync(from: string, to: string): void;
  rmSync(path: string, options?: { readonly recursive?: boolean; readonly force?: boolean }): void;
  rmdirSync(path: string): void;
  unlinkSync(path: string): void;
}

/** The host's rules for paths: those functions of `node:path` that are used here. */
export interface Paths {
  /** What separates the parts of a path: `"/"`, or `"\\"` on Windows. */
  readonly sep: string;
  basename(path: string, ending?: string): string;
  dirname(path: string): string;
  extname(path: string): string;
  isAbsolute(path: string): boolean;
  join(...parts: string[]): string;
  relative(from: string, to: string): string;
  resolve(...parts: string[]): string;
}

/** A file, a pipe or standard input, read from its beginning to its end without blocking. */
export interface InputStream {
  /** How many bytes were read into `into`; `null` at the end. */
  read(into: Uint8Array): Promise<number | null>;
  close(): void;
}
