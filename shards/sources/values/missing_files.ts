import { type FileError, fileError, systemCode } from "../../../errors/mod.ts";
import { system } from "../../../hosts/mod.ts";
import { errorClass } from "../../shared/failure.ts";
import { basename, dirname } from "../../shared/paths.ts";
import { printable } from "../../shared/printable.ts";
import type { Reason } from "./reason.ts";

/** The system's error for a path where nothing exists. */
const nothing: Error = Object.assign(new Error("no such file"), { code: "ENOENT" });

/** The error without a path, and the text before and after it. */
const template = fileError("read", "", nothing);
const [before = "", after = ""] = template.message.split('""');
const code = errorClass(template);

/**
 * A file that is missing. Not an error yet: making and throwing one takes longer than everything
 * else that is done for such a file.
 */
export class MissingFile {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** The reason that an account records. */
  reasonAt(where: string): Reason {
    return { code, message: printable(`${where}: ${before}"${this.path}"${after}`) };
  }

  /** The error for everyone else. */
  toError(): FileError {
    return fileError("read", this.path, nothing);
  }
}

/** What is known about a folder in which files were missing. */
interface Folder {
  /** Whether the folder itself is missing. */
  readonly isMissing: boolean;
  missed: number;
  /** The links in it, once many files were missing; `"unknown"` when it can't be listed. */
  links: ReadonlySet<string> | "unknown" | undefined;
}

/** How many folders are remembered. */
const maxFolders = 256;

/** How many files may be missing in a folder before it is worth looking at its links. */
const patience = 64;

/** The longest name that every file system takes, in UTF-16 units that may be three bytes each. */
const safeName = 85;

/**
 * Tells which files are missing. Asking the system why a file can't be reached takes twenty times
 * as long as asking whether it can, and a manifest from another machine may name hundreds of
 * thousands of missing files. So the system isn't asked where the answer is known: in a folder that
 * is missing, and for names in a folder that aren't links.
 */
export class MissingFiles {
  readonly #folders = new Map<string, Folder>();
  #first: MissingFile | undefined;

  /**
   * Checks whether a path can be reached; {@link take} returns what is missing.
   *
   * @throws {FileError} when something else is wrong, or may be.
   */
  check(path: string): void {
    if (isReachable(path)) return;
    const name = dirname(path);
    const folder = this.#folders.get(name);
    if (folder !== undefined && isNothing(path, name, folder)) {
      this.#first ??= new MissingFile(path);
      return;
    }
    try {
      system().files.statSync(path);
    } catch (cause) {
      if (folder === undefined && systemCode(cause) === "ENOENT") this.#remember(name);
      throw fileError("read", path, cause);
    }
  }

  /** The first file found missing since the last call. */
  take(): MissingFile | undefined {
    const first = this.#first;
    this.#first = undefined;
    return first;
  }

  #remember(name: string): void {
    if (this.#folders.size === maxFolders) this.#folders.clear();
    this.#folders.set(name, { isMissing: !isReachable(name), missed: 0, links: undefined });
  }
}

/** Whether it is certain that nothing exists at a path. */
function isNothing(path: string, name: string, folder: Folder): boolean {
  if (folder.isMissing) return true;
  const file = basename(path);
  if (++folder.missed < patience || file.length > safeName) return false;
  folder.links ??= linksIn(name);
  return folder.links !== "unknown" && !folder.links.has(file);
}

function linksIn(name: string): ReadonlySet<string> | "unknown" {
  // Passing through a folder takes a different permission from listing it.
  if (!isReachable(`${name}/.`)) return "unknown";
  try {
    const links = new Set<string>();
    for (const entry of system().files.readdirSync(name, { withFileTypes: true })) {
      if (entry.isSymbolicLink()) links.add(entry.name);
    }
    return links;
  } catch {
    return "unknown";
  }
}

/**
 * Whether something exists at a path; where Deno itself forbids looking, opening it will say so.
 */
function isReachable(path: string): boolean {
  try {
    return system().files.existsSync(path);
  } catch {
    return true;
  }
}
