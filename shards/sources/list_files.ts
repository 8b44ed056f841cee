import { FileError, fileError } from "../../errors/mod.ts";
import { type FolderEntry, system } from "../../hosts/mod.ts";
import { isThere, join } from "../shared/paths.ts";
import { compareBytes } from "./byte_order.ts";
import type { PathRoot } from "./values/path_root.ts";
import type { LeftOutReason } from "./values/reason.ts";

/** Something found below a folder. */
export interface FoundFile {
  /** Relative to the folder, with `/` between its parts. */
  readonly path: string;
  /** Whether it is an empty folder. */
  readonly isFolder?: boolean;
  /** Why it can't be read. */
  readonly failure?: FileError;
  /** Why it isn't an input, whatever it holds. */
  readonly leftOut?: LeftOutReason;
}

/** The same; a path alone is an ordinary file: folders may hold millions of them. */
export type Found = string | FoundFile;

/** What was found, whichever form it has. */
export function foundFile(found: Found): FoundFile {
  return typeof found === "string" ? { path: found } : found;
}

/** Its path, relative to the folder. */
export function pathOfFound(found: Found): string {
  return typeof found === "string" ? found : found.path;
}

/**
 * Everything below a folder, in byte order of relative paths. Links are followed, except to a
 * folder that contains the link. Hidden files are never inputs, because macOS stores `._clip.wav`
 * companions under such names. Everything in a hidden folder is hidden.
 *
 * @param options.emptyFolders whether folders with nothing in them are listed.
 * @param options.root the folder that links must stay in, if any; one that leads out of it can't be
 * read, and isn't followed.
 * @throws {FileError} when the folder itself can't be read; an unreadable folder below it is among
 * the results.
 */
export function listFiles(
  folder: string,
  { emptyFolders = false, root }: { emptyFolders?: boolean; root?: PathRoot | undefined } = {},
): Found[] {
  const found: Found[] = [];
  root?.check(folder);
  walk({ folder, prefix: "", ancestors: [], emptyFolders, root }, found);
  return found.sort((one, other) => compareBytes(pathOfFound(one), pathOfFound(other)));
}

interface Place {
  readonly folder: string;
  readonly prefix: string;
  /** The real paths of the folders above. */
  readonly ancestors: readonly string[];
  readonly emptyFolders: boolean;
  readonly root: PathRoot | undefined;
}

function walk(place: Place, found: Found[]): void {
  const { folder, prefix, ancestors, emptyFolders } = place;
  const { real, entries } = look(folder);
  if (ancestors.includes(real)) {
    const message = `"${folder}" is a link to a folder that contains it`;
    found.push({
      path: prefix.slice(0, -1),
      leftOut: { code: "link-circle", message },
    });
    return;
  }
  if (emptyFolders && prefix !== "" && entries.length === 0) {
    found.push({ path: prefix.slice(0, -1), isFolder: true });
  }
  for (const entry of entries) {
    const path = join(folder, entry.name);
    const relative = `${prefix}${entry.name}`;
    if (entry.name.startsWith(".")) {
      // A file that is still being written has such a name, and loses it when it is complete.
      if (!entry.name.endsWith(".partial")) found.push(...hidden(entry, path, relative));
      continue;
    }
    try {
      if (entry.isSymbolicLink()) place.root?.check(path);
      const what = kindOf(entry, path);
      if (what !== "folder") {
        const problem = trouble(what, path);
        found.push(problem === undefined ? relative : { path: relative, ...problem });
      } else {
        const below = { folder: path, prefix: `${relative}/`, ancestors: [...ancestors, real] };
        walk({ ...place, ...below }, found);
      }
    } catch (cause) {
      found.push({
        path: relative,
        failure: illegible(path) ??
          (cause instanceof FileError ? cause : fileError("read", path, cause)),
      });
    }
  }
}

/** Something hidden: a file, or every file in a folder; an empty folder is listed itself. */
function hidden(entry: FolderEntry, path: string, relative: string): FoundFile[] {
  const because = `the name of "${path}" begins with a dot`;
  const inside = entry.isDirectory() ? filesBelow(path) : [];
  if (inside.length === 0) {
    return [{ path: relative, leftOut: { code: "hidden", message: because } }];
  }
  return inside.map((name) => ({
    path: `${relative}/${name}`,
    leftOut: { code: "hidden", message: `"${join(path, name)}" is hidden: ${because}` },
  }));
}

/** What lies in a folder and its folders, except these; links aren't followed. */
function filesBelow(folder: string, prefix = ""): string[] {
  const entries = listedOrNone(folder);
  return entries.flatMap((entry) =>
    entry.isDirectory()
      ? filesBelow(join(folder, entry.name), `${prefix}${entry.name}/`)
      : [`${prefix}${entry.name}`]
  );
}

/** Nobody asked for what is in a hidden folder, so one that can't be read is no error. */
function listedOrNone(folder: string): FolderEntry[] {
  try {
    return system().files.readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

type Kind = "file" | "folder" | "broken-link" | "other";

function kindOf(entry: FolderEntry, path: string): Kind {
  if (entry.isDirectory()) return "folder";
  if (entry.isFile()) return "file";
  if (!entry.isSymbolicLink()) return "other";
  try {
    const status = system().files.statSync(path);
    return status.isDirectory() ? "folder" : status.isFile() ? "file" : "other";
  } catch {
    return "broken-link";
  }
}

/** Why a file can't be read or isn't one; nothing for ordinary files. */
function trouble(what: Kind, path: string): Omit<FoundFile, "path"> | undefined {
  const failure = illegible(path);
  if (failure !== undefined) return { failure };
  if (what === "broken-link") {
    const message = `"${path}" is a link to nothing`;
    return { leftOut: { code: "broken-link", message } };
  }
  if (what === "other") {
    const message = `"${path}" is a pipe, a socket or a device`;
    return { leftOut: { code: "not-a-file", message } };
  }
  return undefined;
}

/** Everything in a folder, or an error. */
function look(folder: string): { real: string; entries: FolderEntry[] } {
  try {
    return {
      real: system().files.realpathSync(folder),
      entries: system().files.readdirSync(folder, { withFileTypes: true }),
    };
  } catch (cause) {
    throw fileError("read", folder, cause);
  }
}

/**
 * The error for a name that isn't UTF-8: the listing shows a replacement character in place of
 * other bytes, so the file seems not to exist.
 */
function illegible(path: string): FileError | undefined {
  if (!path.includes("\ufffd") || isThere(path)) return undefined;
  return new FileError(`Cannot read "${path}": its name isn't UTF-8`, {
    code: "name-not-utf-8",
    file: path,
    hint: "rename it",
  });
}
