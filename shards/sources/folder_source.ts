import { AudioInputError, UsageError } from "../../errors/mod.ts";
import { AUDIO_EXTENSIONS, type IntakeNote } from "../../audio/mod.ts";
import {
  type DatasetIr,
  type FieldIr,
  fieldKind,
  fieldMeaning,
  type FieldRole,
  fieldThatMeans,
  sourceOf,
  tracksOf,
} from "../../schema/mod.ts";
import { inputsOf } from "./role_inputs.ts";
import { extname, join } from "../shared/paths.ts";
import { readText } from "./read_text.ts";
import type { InputRecord, RecordSource } from "./record_source.ts";
import { type FolderRules, type SideKind, sortFolder } from "./sort_folder.ts";
import { stemsFolderSource } from "./stems_folder.ts";

/** How a folder becomes records. */
export interface FolderOptions {
  /** The fields that a codec model encodes audio for: each audio file fills them too. */
  readonly encoded: ReadonlySet<string>;
  /** Whether a record without text will be refused, whatever the field's default. */
  readonly requireText: boolean;
}

/**
 * The records of a folder: each audio file below it fills the dataset's one audio field, the `.txt`
 * next to it the one text field, the `.npy` next to it the one field of features that aren't
 * computed from the audio, and the `.codes.npy` next to it the one field of tokens, if that is
 * called `codes`. If a dataset holds features and no audio, each audio file and each `.npy` file
 * fills the features; if it holds nothing but tokens, each `.npy` file fills the tokens. If it
 * holds stems, each folder fills those. The path below the folder, without its ending, fills the
 * field of keys. Endings may be in any case, and files with other endings are taken if they hold
 * audio.
 *
 * @throws {UsageError} when a folder can't fill the dataset's fields.
 * @throws {FileError} when the folder can't be read.
 */
export function folderSource(folder: string, ir: DatasetIr, options: FolderOptions): RecordSource {
  const stems = ir.fields.find((field) => tracksOf(field) !== undefined);
  if (stems !== undefined) {
    const key = fieldThatMeans(ir, "key");
    refuseUnfilled(ir, [stems, key]);
    return stemsFolderSource(folder, { stems, key });
  }
  const plan = planFields(ir, options.encoded);
  const rules = rulesOf(plan);
  const { inputs, leftOut, beside } = sortFolder(folder, rules);
  const clip: ClipReader = { ...options, plan, folder, stemOf: rules.stemOf, beside };
  const whereIs = (index: number) => `"${join(folder, inputs[index]!.path)}"`;
  return {
    total: inputs.length,
    files: [],
    leftOut,
    noInput: () =>
      new AudioInputError(
        `Cannot pack "${folder}": there ${
          rules.isAudio ? "is no audio" : "are no tokens"
        } below it`,
        {
          code: "no-input",
          file: folder,
          wanted: `files ending in ${rules.endings.join(", ")}`,
        },
      ),
    whereIs,
    *records(): Iterable<InputRecord> {
      for (const [index, { path, failure }] of inputs.entries()) {
        yield {
          where: whereIs(index),
          source: join(folder, path),
          ordinal: index,
          key: plan.key && rules.stemOf(path),
          position: index + 1,
          load(note) {
            if (failure !== undefined) throw failure;
            return recordOf(path, clip, note);
          },
        };
      }
    },
  };
}

interface FieldPlan {
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

interface ClipReader extends FolderOptions {
  readonly plan: FieldPlan;
  readonly folder: string;
  stemOf(path: string): string;
  beside(stem: string, ending: string): string | undefined;
}

function rulesOf(plan: FieldPlan): FolderRules {
  const { main, features, tokens, text } = plan;
  const endings = endingsOf(plan);
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

function endingsOf({ main, encoded }: FieldPlan): readonly string[] {
  // Only audio can be encoded.
  return encoded.length > 0 ? AUDIO_EXTENSIONS : inputsOf(main.kind).folder?.endings ?? [];
}

/** The side files of a field, if there is such a field and it takes them. */
function sideOf(field: FieldIr | undefined): SideKind[] {
  const folder = field && inputsOf(field.kind).folder;
  const ending = field && folder?.sideEnding?.(field);
  return folder === undefined || ending === undefined ? [] : [{ what: folder.what, ending }];
}

function recordOf(
  path: string,
  { plan, folder, requireText, stemOf, beside }: ClipReader,
  note: (note: IntakeNote) => void,
): Record<string, unknown> {
  const { main, features, tokens, text, key, encoded } = plan;
  const stem = stemOf(path);
  // If it is missing, the error names the file that was expected.
  const sideFile = (field: FieldIr) => {
    const ending = sideOf(field)[0]!.ending;
    return join(folder, beside(stem, ending) ?? `${stem}${ending}`);
  };
  const source = join(folder, path);
  const record: Record<string, unknown> = { [main.name]: source };
  for (const { name } of encoded) record[name] = source;
  if (features !== undefined) record[features.name] = sideFile(features);
  if (tokens !== undefined) record[tokens.name] = sideFile(tokens);
  if (key !== undefined) record[key.name] = stem;
  if (text === undefined) return record;
  const isOptional = text.options.default !== undefined || requireText;
  const value = readText(sideFile(text), { optional: isOptional });
  if ((value ?? "") === "") note({ code: "no-text", field: text.name });
  return value === undefined ? record : { ...record, [text.name]: value };
}

function planFields({ name, fields: all }: DatasetIr, names: ReadonlySet<string>): FieldPlan {
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

function refuseUnfilled(
  { name, fields }: DatasetIr,
  filled: readonly (FieldIr | undefined)[],
): void {
  const unfilled = fields.find(
    (field) => !filled.includes(field) && field.options.default === undefined,
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
