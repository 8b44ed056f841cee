import { UsageError } from "../../errors/mod.ts";
import { AUDIO_EXTENSIONS } from "../../audio/mod.ts";
import {
  type DatasetIr,
  type FieldIr,
  fieldKind,
  fieldMeaning,
  type FieldRole,
  sourceOf,
} from "../../schema/mod.ts";
import { extname } from "../shared/paths.ts";
import { inputsOf } from "./role_inputs.ts";
import type { FolderRules, SideKind } from "./sort_folder.ts";

/** Which fields the files of a folder fill. */
export interface FolderFields {
  /** What the listed files fill. */
  readonly main: FieldIr;
  /** What the `.npy`, the `.codes.npy` and the `.txt` next to them fill. */
  readonly features: FieldIr | undefined;
  readonly tokens: FieldIr | undefined;
  readonly text: FieldIr | undefined;
  /** The field that the path without its ending fills. */
  readonly key: FieldIr | undefined;
  /** What a codec model computes from the listed files. */
  readonly encoded: readonly FieldIr[];
}

/**
 * Which fields the files of a folder fill.
 *
 * @param encoded the names of the fields that a codec model encodes audio for.
 * @throws {UsageError} when a folder can't fill the dataset's fields.
 */
export function folderFields(
  { name, fields: all }: DatasetIr,
  names: ReadonlySet<string>,
): FolderFields {
  const key = all.find((field) => fieldMeaning(field) === "key");
  const brought = all.filter((field) => sourceOf(field) === undefined && field !== key);
  const encoded = brought.filter((field) => names.has(field.name));
  const fields = brought.filter((field) => !names.has(field.name));
  const only = (role: FieldRole) => {
    const [field, ...more] = fields.filter(({ kind }) => fieldKind(kind)?.role === role);
    if (more.length > 0) throw needsManifest(name, `has several fields for ${role}`);
    return field;
  };
  const audio = only("audio");
  const given = only("features");
  const codes = only("tokens");
  const text = only("text");
  const main = audio ?? given ?? encoded[0] ?? codes;
  if (main === undefined) throw needsManifest(name, "has no field for audio");
  const features = main === given ? undefined : given;
  const tokens = main === codes ? undefined : codes;
  refuseUnfilled({ name, fields }, [main, features, tokens, text]);
  return { main, features, tokens, text, key, encoded };
}

/** How to recognise the inputs of such a folder. */
export function folderRules(fields: FolderFields): FolderRules {
  const { main, features, tokens, text } = fields;
  const endings = endingsOf(fields);
  return {
    endings,
    isAudio: endings.some((ending) => ending !== ".npy"),
    // `.codes.npy` ends in `.npy` as well.
    sides: [
      ...sideOf(tokens),
      ...sideOf(features),
      ...sideOf(text),
    ],
    stemOf(path) {
      // A file that is a record of its own may also be named like a side file.
      const [side] = sideOf(main);
      const isNamed = side !== undefined && path.toLowerCase().endsWith(side.ending);
      return path.slice(0, -(isNamed ? side.ending : extname(path)).length || undefined);
    },
  };
}

function endingsOf({ main, encoded }: FolderFields): readonly string[] {
  // Only audio can be encoded.
  return encoded.length > 0 ? AUDIO_EXTENSIONS : inputsOf(main.kind).folder?.endings ?? [];
}

/** The side files of a field, if there is such a field and it takes them. */
export function sideOf(field: FieldIr | undefined): SideKind[] {
  const folder = field && inputsOf(field.kind).folder;
  const ending = field && folder?.sideEnding?.(field);
  return folder === undefined || ending === undefined ? [] : [{ what: folder.what, ending }];
}

/** @throws {UsageError} when a field without a default isn't filled. */
export function refuseUnfilled(
  { name, fields }: DatasetIr,
  filled: readonly (FieldIr | undefined)[],
): void {
  const unfilled = fields.find(
    (field) => !filled.includes(field) && field.options["default"] === undefined,
  );
  if (unfilled === undefined) return;
  throw needsManifest(name, `needs a value for "${unfilled.name}"`, unfilled.name);
}

function needsManifest(dataset: string, reason: string, field?: string): UsageError {
  return new UsageError(`Cannot fill ${dataset} from a folder: the dataset ${reason}`, {
    code: "needs-manifest",
    field,
    hint: "write a .jsonl manifest, one JSON object per record, and pass that as INPUT",
  });
}
