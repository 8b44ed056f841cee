import { FileError } from "../../errors/mod.ts";
import { extname, join } from "../shared/paths.ts";
import type { PathRoot } from "./values/path_root.ts";
import { whyNotAudio } from "./values/audio_by_contents.ts";
import type { LeftOut } from "./left_out.ts";
import { type FoundFile, listFiles } from "./list_files.ts";

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
  /** In byte order of relative paths. */
  readonly inputs: readonly FoundFile[];
  /** The others, in the same order. */
  readonly leftOut: readonly LeftOut[];
  /**
   * The files next to an input, by the input's path without its ending and by the files' own ending,
   * which may be in any case.
   */
  beside(stem: string, ending: string): readonly string[];
}

/**
 * Sorts all files below a folder into inputs and others.
 *
 * @param root the folder that links must stay in, if any.
 * @throws {FileError} when the folder itself can't be read.
 */
export function sortFolder(folder: string, rules: FolderRules, root?: PathRoot): SortedFolder {
  const inputs: FoundFile[] = [];
  const others: { readonly path: string; readonly why: SideKind | LeftOut["reason"] }[] = [];
  const sides = new Map<string, string[]>();
  for (const file of listFiles(folder, { root })) {
    const why = whyNoInput(file, { folder, rules });
    if (why === undefined) inputs.push(file);
    else others.push({ path: file.path, why });
    if (why === undefined || "code" in why) continue;
    const key = `${stemOfSide(file.path, why)}${why.ending}`;
    const known = sides.get(key);
    if (known === undefined) sides.set(key, [file.path]);
    else known.push(file.path);
  }
  const owners = new Map<string, string>();
  for (const { path } of inputs) {
    const stem = rules.stemOf(path);
    if (!owners.has(stem)) owners.set(stem, join(folder, path));
  }
  return {
    inputs,
    leftOut: others.map(({ path, why }) => {
      const source = join(folder, path);
      if ("code" in why) return { facts: { source }, reason: why };
      return {
        facts: { source },
        reason: sideReason(source, why, owners.get(stemOfSide(path, why))),
      };
    }),
    beside: (stem, ending) => sides.get(`${stem}${ending}`) ?? [],
  };
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
  const name = path.toLowerCase();
  const side = rules.sides.find(({ ending }) => name.endsWith(ending));
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
