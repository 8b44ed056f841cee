import { FileError, fileError } from "../../errors/mod.ts";
import { extname, isThere, join } from "../shared/paths.ts";
import { compareBytes } from "./byte_order.ts";

/** A file below a folder, or a folder that can't be looked into. */
export interface FoundFile {
  /** Relative to the folder, with `/` between its parts. */
  readonly path: string;
  /** Why there is nothing to be had from it. */
  readonly failure: FileError | undefined;
}

/**
 * The files below a folder that end in one of `endings`, in byte order of their relative paths. Links are followed, but
 * not into a folder that they are inside of; names that begin with a dot are left out, as macOS
 * keeps its `._clip.wav` companions there.
 *
 * @throws {FileError} when the folder itself can't be read; one below it is among what was found.
 */
export function listFiles(folder: string, endings: readonly string[]): FoundFile[] {
  const found: FoundFile[] = [];
  walk({ folder, prefix: "", ancestors: [], endings }, found);
  return found.sort((one, other) => compareBytes(one.path, other.path));
}

interface Place {
  readonly folder: string;
  readonly prefix: string;
  /** The real paths of the folders above. */
  readonly ancestors: readonly string[];
  readonly endings: readonly string[];
}

function walk({ folder, prefix, ancestors, endings }: Place, found: FoundFile[]): void {
  const { real, entries } = look(folder);
  if (ancestors.includes(real)) return;
  for (const entry of entries) {
    if (entry.name.startsWith(".")) continue;
    const path = join(folder, entry.name);
    const relative = `${prefix}${entry.name}`;
    if (entry.isDirectory || (entry.isSymlink && isFolder(path))) {
      const place = {
        folder: path,
        prefix: `${relative}/`,
        ancestors: [...ancestors, real],
        endings,
      };
      try {
        walk(place, found);
      } catch (cause) {
        found.push({ path: relative, failure: illegible(path) ?? fileError("read", path, cause) });
      }
    } else if (endings.includes(extname(entry.name).toLowerCase())) {
      found.push({ path: relative, failure: illegible(path) });
    }
  }
}

/** Everything in a folder, or an error. */
function look(folder: string): { real: string; entries: Deno.DirEntry[] } {
  try {
    return { real: Deno.realPathSync(folder), entries: [...Deno.readDirSync(folder)] };
  } catch (cause) {
    throw fileError("read", folder, cause);
  }
}

/**
 * The error for a name that isn't UTF-8: its listing has a replacement character where other bytes
 * stand, so that there seems to be no such file.
 */
function illegible(path: string): FileError | undefined {
  if (!path.includes("\ufffd") || isThere(path)) return undefined;
  return new FileError(`Cannot read "${path}": its name isn't UTF-8`, {
    code: "name-not-utf-8",
    file: path,
    hint: "rename it",
  });
}

/** A broken link isn't a folder; if it is called like audio, opening it will say what is wrong. */
function isFolder(path: string): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch {
    return false;
  }
}
