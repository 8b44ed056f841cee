import type { IntakeNote } from "../../audio/mod.ts";
import { FileError } from "../../errors/mod.ts";
import type { DatasetIr, FieldIr } from "../../schema/mod.ts";
import { join } from "../shared/paths.ts";
import { type FolderFields, folderFields, folderRules, sideOf } from "./folder_fields.ts";
import { readText } from "./read_text.ts";
import type { InputReader, InputRecord } from "./record_source.ts";
import type { PathRoot } from "./values/path_root.ts";
import { ambiguous } from "./sort_folder.ts";

/** How a folder becomes records. */
export interface FolderOptions {
  /** The fields that a codec model encodes audio for: each audio file fills them too. */
  readonly encoded: ReadonlySet<string>;
  /** Whether a record without text will be refused, whatever the field's default. */
  readonly requireText: boolean;
  /** The encoding of texts without a byte order mark; UTF-8 by default. */
  readonly textEncoding?: string | undefined;
  /** The folder that files must stay in, whatever links say; anywhere if it is left out. */
  readonly root?: PathRoot | undefined;
}

/** What is kept of a folder's input. */
export interface SavedFile {
  /** Relative to the folder. */
  readonly path: string;
  /** The files next to it, by their endings in lower case; more than one is an error. */
  readonly sides?: { readonly [ending: string]: readonly string[] };
  /** Why it can't be read. */
  readonly failure?: SavedFailure;
}

/** An error that was met while the folder was listed. */
export interface SavedFailure {
  readonly code: string;
  readonly message: string;
}

/** The error again; it names the file. */
export function failureOf({ code, message }: SavedFailure, file: string): FileError {
  return new FileError(message, { code, file });
}

/**
 * Makes the inputs of a folder from what was kept of them.
 *
 * @throws {UsageError} when a folder can't fill the dataset's fields.
 */
export function folderInputs(folder: string, ir: DatasetIr, options: FolderOptions): InputReader {
  const fields = folderFields(ir, options.encoded);
  const { stemOf } = folderRules(fields);
  return (saved, { ordinal, position }): InputRecord => {
    const { path, sides = {}, failure } = saved as SavedFile;
    const source = join(folder, path);
    const stem = stemOf(path);
    return {
      where: `"${source}"`,
      source,
      ordinal,
      key: fields.key && stem,
      position,
      saved,
      files: failure === undefined ? [path, ...Object.values(sides).flat()] : [],
      load(note) {
        if (failure !== undefined) throw failureOf(failure, source);
        options.root?.check(source);
        return recordOf({ source, stem, sides, folder }, { ...options, fields, note });
      },
      outline() {
        if (failure !== undefined) return undefined;
        options.root?.check(source);
        const texts = fields.text === undefined ? [] : sides[sideOf(fields.text)[0]!.ending] ?? [];
        const clip = { source, stem, sides, folder };
        const note = () => {};
        const values = recordOf(clip, { ...options, fields, note, isOutline: true });
        return values && { values, texts };
      },
    };
  };
}

interface FoundClip {
  readonly source: string;
  readonly stem: string;
  readonly sides: NonNullable<SavedFile["sides"]>;
  readonly folder: string;
}

interface RecordRules extends FolderOptions {
  readonly fields: FolderFields;
  readonly note: (note: IntakeNote) => void;
}

function recordOf(clip: FoundClip, rules: RecordRules): Record<string, unknown>;
function recordOf(
  clip: FoundClip,
  rules: RecordRules & { readonly isOutline: true },
): Record<string, unknown> | undefined;
function recordOf(
  { source, stem, sides, folder }: FoundClip,
  { fields, requireText, textEncoding, root, note, isOutline = false }: RecordRules & {
    /** Whether texts are left out. */
    readonly isOutline?: boolean;
  },
): Record<string, unknown> | undefined {
  const { main, features, tokens, text, key, encoded } = fields;
  const filesOf = (field: FieldIr) => sides[sideOf(field)[0]!.ending] ?? [];
  // If it is missing, the error names the file that was expected.
  const sideFile = (field: FieldIr) => {
    const found = filesOf(field);
    if (found.length > 1) throw ambiguous(found.map((path) => join(folder, path)));
    const path = join(folder, found[0] ?? `${stem}${sideOf(field)[0]!.ending}`);
    root?.check(path);
    return path;
  };
  const record: Record<string, unknown> = { [main.name]: source };
  for (const { name } of encoded) record[name] = source;
  if (features !== undefined) record[features.name] = sideFile(features);
  if (tokens !== undefined) record[tokens.name] = sideFile(tokens);
  if (key !== undefined) record[key.name] = stem;
  if (text === undefined) return record;
  const isOptional = text.options["default"] !== undefined || requireText;
  const isMissing = filesOf(text).length === 0;
  // A link that leads out of the root isn't among the files beside the clip, and isn't missing either.
  const path = sideFile(text);
  if (isOutline) return isMissing && !isOptional ? undefined : record;
  const value = isMissing && isOptional
    ? undefined
    : readText(path, { optional: isOptional, encoding: textEncoding });
  if ((value ?? "") === "") note({ code: "no-text", field: text.name });
  return value === undefined ? record : { ...record, [text.name]: value };
}
