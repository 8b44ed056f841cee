import { FileError } from "../../errors/mod.ts";
import { extname, join } from "../shared/paths.ts";
import { compareBytes } from "./byte_order.ts";
import type { PathRoot } from "./values/path_root.ts";
import { whyNotAudio } from "./values/audio_by_contents.ts";
import type { LeftOut } from "./left_out.ts";
import { type Found, type FoundFile, foundFile, listFiles, pathOfFound } from "./list_files.ts";

/** Side files: they lie next to inputs, and belong to their records. */
export interface SideKind {
  /** What they are, for messages: `text`. */
  readonly what: string;
  /** What their names end in, in lower case: `.txt`. */
  readonly ending: string;
}

/** How to recognise a folder's inputs. */
export interface FolderRules {
  /** What the names of inputs end in, in lower case. */
  readonly endings: readonly string[];
  /** Whether other files are inputs too, if they hold audio. */
  readonly isAudio: boolean;
  /** The kinds of side files; if two fit a name, the first counts. */
  readonly sides: readonly SideKind[];
  /** An input's path without its ending. */
  stemOf(path: string): string;
}

/** What a folder holds, each file once. */
export interface SortedFolder {
  /** In byte order of relative paths; a path alone is a file that can be opened. */
  readonly inputs: readonly Found[];
  /** The others, in the same order; made while they are looked at. */
  readonly leftOut: Iterable<LeftOut>;
  /** How many others there are. */
  readonly leftOutCount: number;
  /**
   * The files next to an input, by the input's path without its ending and by the files' own ending,
   * which may be in any case.
   */
  beside(stem: string, ending: string): readonly string[];
}

/** A file that is left out for a reason of its own. */
interface Other {
  readonly path: string;
  readonly reason: LeftOut["reason"];
}

/**
 * Sorts all files below a folder into inputs and others. Of ordinary files, only their paths are held.
 *
 * @param root the folder that links must stay in, if any.
 * @throws {FileError} when the folder itself can't be read.
 */
export function sortFolder(folder: string, rules: FolderRules, root?: PathRoot): SortedFolder {
  const inputs: Found[] = [];
  // Side files are paths alone.
  const others: (string | Other)[] = [];
  const sides: string[] = [];
  for (const found of listFiles(folder, { root })) {
    const why = whyNoInput(foundFile(found), { folder, rules });
    const path = pathOfFound(found);
    if (why === undefined) inputs.push(found);
    else if ("code" in why) others.push({ path, reason: why });
    else {
      others.push(path);
      sides.push(path);
    }
  }
  const ownerOf = (stem: string) => {
    for (const input of startingWith(inputs, stem)) {
      const path = pathOfFound(input);
      if (rules.stemOf(path) === stem) return join(folder, path);
    }
    return undefined;
  };
  return {
    inputs,
    leftOut: {
      *[Symbol.iterator]() {
        for (const other of others) {
          const source = join(folder, pathOfFound(other));
          if (typeof other !== "string") yield { facts: { source }, reason: other.reason };
          else {
            const side = sideKindOf(other, rules)!;
            const owner = ownerOf(stemOfSide(other, side));
            yield { facts: { source }, reason: sideReason(source, side, owner) };
          }
        }
      },
    },
    leftOutCount: others.length,
    beside(stem, ending) {
      const found: string[] = [];
      for (const path of startingWith(sides, stem) as Iterable<string>) {
        const side = sideKindOf(path, rules)!;
        if (side.ending === ending && stemOfSide(path, side) === stem) found.push(path);
      }
      return found;
    },
  };
}

/** Those of sorted files whose path is a stem, or begins with it and a dot. */
function* startingWith(files: readonly Found[], stem: string): Generator<Found> {
  for (const beginning of [stem, `${stem}.`]) {
    let [from, to] = [0, files.length];
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (compareBytes(pathOfFound(files[middle]!), beginning) < 0) from = middle + 1;
      else to = middle;
    }
    for (; from < files.length; from++) {
      const path = pathOfFound(files[from]!);
      const isOne = beginning === stem ? path === stem : path.startsWith(beginning);
      if (!isOne) break;
      yield files[from]!;
    }
  }
}

function sideKindOf(path: string, { sides }: FolderRules): SideKind | undefined {
  const name = path.toLowerCase();
  return sides.find(({ ending }) => name.endsWith(ending));
}

/** Which kind of side file a file is, or why it is left out; `undefined` for inputs. */
function whyNoInput(
  { path, failure, leftOut }: FoundFile,
  { folder, rules }: { folder: string; rules: FolderRules },
): SideKind | LeftOut["reason"] | undefined {
  if (failure !== undefined) return undefined;
  const isCalledSo = rules.endings.includes(extname(path).toLowerCase());
  // Something that is named like an input but can't be opened fails under its name.
  if (leftOut !== undefined) return isCalledSo && broken.has(leftOut.code) ? undefined : leftOut;
  const side = sideKindOf(path, rules);
  if (side !== undefined || isCalledSo) return side;
  const source = join(folder, path);
  if (rules.isAudio) return whyNotAudio(source);
  return {
    code: "not-tokens",
    message: `the name of "${source}" doesn't end in .npy, as that of tokens does`,
  };
}

const broken: ReadonlySet<string> = new Set(["broken-link", "not-a-file"]);

function stemOfSide(path: string, { ending }: SideKind): string {
  return path.slice(0, -ending.length);
}

function sideReason(
  source: string,
  { what }: SideKind,
  owner: string | undefined,
): LeftOut["reason"] {
  if (owner !== undefined) {
    return { code: "side-file", message: `"${source}" is the ${what} of "${owner}"` };
  }
  if (source.toLowerCase().endsWith(".trans.txt")) {
    const message = `"${source}" lists texts by key, which pack doesn't read`;
    return { code: "transcript-list", message };
  }
  const message = `"${source}" is named like the ${what} of a clip, but there is no such clip`;
  return { code: "no-record", message };
}

/** The error for two files that could each belong to a clip. */
export function ambiguous([one = "", other = ""]: readonly string[]): FileError {
  return new FileError(
    `Cannot choose between "${one}" and "${other}": both belong to the same clip`,
    {
      code: "ambiguous-side-file",
      file: one,
      found: other,
      hint: "remove one of them",
    },
  );
}
