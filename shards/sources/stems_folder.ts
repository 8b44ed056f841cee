import { AudioInputError } from "../../errors/mod.ts";
import { type FieldIr, tracksOf } from "../../schema/mod.ts";
import { basename, dirname, join } from "../shared/paths.ts";
import { compareBytes } from "./byte_order.ts";
import type { LeftOut } from "./left_out.ts";
import { type FoundFile, foundFile, listFiles } from "./list_files.ts";
import { failureOf, type SavedFile } from "./folder_inputs.ts";
import type { InputReader, RecordSource } from "./record_source.ts";
import type { PathRoot } from "./values/path_root.ts";
import { isStemFile, stemsOfFolder } from "./values/stems_value.ts";

/**
 * The records of a folder of recordings, laid out as in MUSDB: each folder in it is one recording,
 * with a file for each stem, and its name is the key. They are in byte order of their names; names
 * that begin with a dot are left out.
 *
 * @throws {FileError} when the folder can't be read.
 */
export function stemsFolderSource(
  folder: string,
  fields: StemsFields,
  root?: PathRoot,
): RecordSource {
  const names = tracksOf(fields.stems)!;
  const read = stemsInputs(folder, fields, root);
  const { recordings, leftOut } = sortRecordings(folder, { names, root });
  const whereIs = (index: number) => `"${join(folder, recordings[index]!.path)}"`;
  return {
    total: recordings.length,
    files: [],
    leftOut,
    noInput: () =>
      new AudioInputError(
        `Cannot pack "${folder}": it contains no folders of stems`,
        {
          code: "no-input",
          file: folder,
          wanted: `folders with files such as ${names[0]}.wav`,
        },
      ),
    whereIs,
    *records() {
      for (const [index, { path, failure }] of recordings.entries()) {
        const saved: SavedFile = failure === undefined
          ? { path }
          : { path, failure: { code: failure.code, message: failure.message } };
        yield read(saved, { ordinal: index, position: index + 1 });
      }
    },
  };
}

/** Makes recordings from what was kept of them. */
export function stemsInputs(
  folder: string,
  { stems, key }: StemsFields,
  root?: PathRoot,
): InputReader {
  const names = tracksOf(stems)!;
  return (saved, { ordinal, position }) => {
    const { path: recording, failure } = saved as SavedFile;
    const path = join(folder, recording);
    return {
      where: `"${path}"`,
      source: path,
      ordinal,
      key: key && recording,
      position,
      saved,
      load(_note, onFile) {
        if (failure !== undefined) throw failureOf(failure, path);
        root?.check(path);
        const files = stemsOfFolder(path, names);
        // A folder in the right place may hold links that lead elsewhere.
        for (const file of Object.values(files)) root?.check(file);
        if (onFile !== undefined) Object.values(files).forEach((file) => file && onFile(file));
        const record = { [stems.name]: files };
        return key === undefined ? record : { ...record, [key.name]: recording };
      },
    };
  };
}

/** The field that recordings fill, and the one of their keys. */
interface StemsFields {
  readonly stems: FieldIr;
  readonly key: FieldIr | undefined;
}

interface Recordings {
  readonly recordings: readonly FoundFile[];
  /** The files of recordings, and files outside of them. */
  readonly leftOut: readonly LeftOut[];
}

function sortRecordings(
  folder: string,
  { names, root }: { names: readonly string[]; root: PathRoot | undefined },
): Recordings {
  const recordings = new Map<string, FoundFile>();
  const leftOut: LeftOut[] = [];
  for (const found of listFiles(folder, { emptyFolders: true, root })) {
    const file = foundFile(found);
    const [recording = "", ...inside] = file.path.split("/");
    const isFolder = inside.length > 0 || file.isFolder === true;
    if (isFolder && !recording.startsWith(".") && !recordings.has(recording)) {
      recordings.set(recording, { path: recording });
    }
    if (file.failure !== undefined && inside.length === 0) recordings.set(recording, file);
    else if (file.isFolder !== true) {
      const source = join(folder, file.path);
      const reason = file.leftOut ?? unreadable(file) ?? reasonOf(source, { inside, names });
      leftOut.push({ facts: { source }, reason });
    }
  }
  const inOrder = [...recordings.values()].sort((one, two) => compareBytes(one.path, two.path));
  return { recordings: inOrder, leftOut };
}

function unreadable({ failure }: FoundFile): LeftOut["reason"] | undefined {
  return failure && { code: "unreadable", message: failure.message };
}

function reasonOf(
  source: string,
  { inside, names }: { inside: readonly string[]; names: readonly string[] },
): LeftOut["reason"] {
  if (inside.length === 0) {
    return {
      code: "loose-file",
      message: `"${source}" isn't in a folder of stems`,
    };
  }
  if (inside.length === 1 && isStemFile(source, names)) {
    return {
      code: "side-file",
      message: `"${source}" is a stem of "${dirname(source)}"`,
    };
  }
  return {
    code: "not-a-stem",
    message: `"${basename(source)}" in "${dirname(source)}" isn't one of the stems ${
      names.join(", ")
    }`,
  };
}
