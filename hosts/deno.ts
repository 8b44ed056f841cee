import { builtin, type HostProcess } from "./builtin.ts";
import type { Files, FileStatus, FolderEntry } from "./files.ts";
import type { FileLock, Host, System } from "./host.ts";
import { memoryMapper } from "./libc.ts";
import { nodeHost } from "./node.ts";

/** Deno: Node's modules, with permissions, locks and mapped files. */
export function denoHost(process: HostProcess): Host {
  const node = nodeHost(process);
  const isWindows = Deno.build.os === "windows";
  const system: System = {
    ...node.system,
    files: denoFiles(),
    hostname() {
      const { state } = Deno.permissions.querySync({ name: "sys", kind: "hostname" });
      return state === "granted" ? Deno.hostname() : "";
    },
    mayRead: (path) => Deno.permissions.querySync({ name: "read", path }).state === "granted",
    // On Windows a lock keeps the process itself from writing.
    hasLocks: !isWindows && "tryLockSync" in Deno.FsFile.prototype,
    tryLock: (path) => isWindows ? undefined : tryLock(path),
    openInput: async (path) => path === undefined ? standardInput : await Deno.open(path),
  };
  return { ...node, name: "deno", system, mapper: memoryMapper };
}

const standardInput = {
  read: (into: Uint8Array) => Deno.stdin.read(into),
  // Closing it would take it from the rest of the program.
  close() {},
};

/** Deno's own functions where they are several times as fast as those of `node:fs`. */
function denoFiles(): Files {
  const fs = builtin("node:fs");
  function statSync(path: string): FileStatus;
  function statSync(path: string, options: { throwIfNoEntry: false }): FileStatus | undefined;
  function statSync(path: string, options?: { throwIfNoEntry: false }): FileStatus | undefined {
    try {
      return new Status(Deno.statSync(path));
    } catch (cause) {
      if (options === undefined || !isNothing(cause)) throw cause;
      return undefined;
    }
  }
  function readdirSync(folder: string): string[];
  function readdirSync(folder: string, options: { withFileTypes: true }): FolderEntry[];
  function readdirSync(folder: string, options?: { withFileTypes: true }): unknown[] {
    const entries = [...Deno.readDirSync(folder)];
    return entries.map((entry) => options === undefined ? entry.name : new Entry(entry));
  }
  return {
    ...fs,
    statSync,
    readdirSync,
    lstatSync: (path) => new Status(Deno.lstatSync(path)),
    fstatSync: (descriptor) => fs.fstatSync(descriptor),
    readFileSync: readFileSync,
  };
}

function readFileSync(path: string | URL): Uint8Array<ArrayBuffer>;
function readFileSync(path: string | URL, encoding: "utf8"): string;
function readFileSync(path: string | URL, encoding?: "utf8"): Uint8Array<ArrayBuffer> | string {
  return encoding === undefined ? Deno.readFileSync(path) : Deno.readTextFileSync(path);
}

function isNothing(cause: unknown): boolean {
  return cause instanceof Deno.errors.NotFound || cause instanceof Deno.errors.NotADirectory;
}

class Status implements FileStatus {
  readonly #info: Deno.FileInfo;

  constructor(info: Deno.FileInfo) {
    this.#info = info;
  }

  get size(): number {
    return this.#info.size;
  }

  get mtimeMs(): number {
    return this.#info.mtime?.getTime() ?? 0;
  }

  get ino(): number {
    return this.#info.ino ?? 0;
  }

  isFile(): boolean {
    return this.#info.isFile;
  }

  isDirectory(): boolean {
    return this.#info.isDirectory;
  }

  isSymbolicLink(): boolean {
    return this.#info.isSymlink;
  }

  isFIFO(): boolean {
    return this.#info.isFifo === true;
  }
}

class Entry implements FolderEntry {
  readonly #entry: Deno.DirEntry;

  constructor(entry: Deno.DirEntry) {
    this.#entry = entry;
  }

  get name(): string {
    return this.#entry.name;
  }

  isFile(): boolean {
    return this.#entry.isFile;
  }

  isDirectory(): boolean {
    return this.#entry.isDirectory;
  }

  isSymbolicLink(): boolean {
    return this.#entry.isSymlink;
  }
}

function tryLock(path: string): FileLock | "taken" | undefined {
  const file = Deno.openSync(path, { read: true, write: true });
  try {
    if (file.tryLockSync(true)) return { release: () => file.close() };
  } catch (cause) {
    file.close();
    // The file system has no locks.
    if (cause instanceof Deno.errors.NotSupported) return undefined;
    throw cause;
  }
  file.close();
  return "taken";
}
