import { AudioInputError, UsageError } from "../../errors/mod.ts";
import { AUDIO_EXTENSIONS, type IntakeNote } from "../../audio/mod.ts";
import type { DatasetIr, FieldIr } from "../../schema/mod.ts";
import { type FieldRole, isComputed, roleOf } from "../shared/field_role.ts";
import { extname, join } from "../shared/paths.ts";
import { readText } from "./read_text.ts";
import type { InputRecord, RecordSource } from "./record_source.ts";
import { type FolderRules, type SideKind, sortFolder } from "./sort_folder.ts";
import { stemsFolderSource } from "./stems_folder.ts";

/** What a folder's records are taken from. */
export interface FolderOptions {
  /** The fields that a codec model encodes audio for: each audio file fills them too. */
  readonly encoded: ReadonlySet<string>;
  /** Whether a record without text will be refused, whatever the field's default. */
  readonly requireText: boolean;
}

/**
 * The records of a folder: each audio file below it fills the dataset's one audio field, the `.txt`
 * beside it the one text field, and the `.npy` beside it the one field of features that aren't
 * computed from the audio, and the `.codes.npy` beside it the one field of tokens, where that is
 * called `codes`. Where a dataset holds features and no audio, each audio file and each `.npy` file
 * fills those; where it holds nothing but tokens, each `.npy` file does. Of a dataset with stems,
 * each folder in it fills those. Endings may be in any case, and files with other endings are taken
 * where they hold audio.
 *
 * @throws {UsageError} when a folder can't fill the dataset's fields.
 * @throws {FileError} when the folder can't be read.
 */
export function folderSource(folder: string, ir: DatasetIr, options: FolderOptions): RecordSource {
  const stems = ir.fields.find((field) => roleOf(field.kind) === "stems");
  if (stems !== undefined) {
    refuseUnfilled(ir, [stems]);
    return stemsFolderSource(folder, stems);
  }
  const plan = planFields(ir, options.encoded);
  const rules = rulesOf(plan);
  const { inputs, leftOut, beside } = sortFolder(folder, rules);
  const clip: ClipReader = { ...options, plan, folder, stemOf: rules.stemOf, beside };
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
    *records(): Iterable<InputRecord> {
      for (const [index, { path, failure }] of inputs.entries()) {
        const source = join(folder, path);
        yield {
          where: `"${source}"`,
          source,
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
  /** What the `.npy`, the `.codes.npy` and the `.txt` beside them fill. */
  readonly features: FieldIr | undefined;
  readonly tokens: FieldIr | undefined;
  readonly text: FieldIr | undefined;
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
  const side = (what: string, ending: string | undefined): SideKind[] =>
    ending === undefined ? [] : [{ what, ending }];
  return {
    endings,
    isAudio: endings.some((ending) => ending !== ".npy"),
    // `.codes.npy` ends in `.npy` as well.
    sides: [
      ...side("tokens", tokens && endingOf(tokens)),
      ...side("features", features && ".npy"),
      ...side("text", text && ".txt"),
    ],
    stemOf(path) {
      const ending = endingOf(main);
      const isNamed = roleOf(main.kind) === "tokens" && path.toLowerCase().endsWith(ending);
      return path.slice(0, -(isNamed ? ending : extname(path)).length || undefined);
    },
  };
}

function endingsOf({ main, encoded }: FieldPlan): readonly string[] {
  // Only audio can be encoded.
  if (encoded.length > 0) return AUDIO_EXTENSIONS;
  switch (roleOf(main.kind)) {
    case "audio":
      return AUDIO_EXTENSIONS;
    case "tokens":
      return [".npy"];
    default:
      return [...AUDIO_EXTENSIONS, ".npy"];
  }
}

/** What the names of a field's `.npy` files end in, where others lie there as well. */
function endingOf({ name }: FieldIr): string {
  return `.${name.toLowerCase()}.npy`;
}

function recordOf(
  path: string,
  { plan, folder, requireText, stemOf, beside }: ClipReader,
  note: (note: IntakeNote) => void,
): Record<string, unknown> {
  const { main, features, tokens, text, encoded } = plan;
  const stem = stemOf(path);
  // One that isn't there fails with the name that it would have.
  const sideOf = (ending: string) => join(folder, beside(stem, ending) ?? `${stem}${ending}`);
  const source = join(folder, path);
  const record: Record<string, unknown> = { [main.name]: source };
  for (const { name } of encoded) record[name] = source;
  if (features !== undefined) record[features.name] = sideOf(".npy");
  if (tokens !== undefined) record[tokens.name] = sideOf(endingOf(tokens));
  if (text === undefined) return record;
  const isOptional = text.options.default !== undefined || requireText;
  const value = readText(sideOf(".txt"), { optional: isOptional });
  if ((value ?? "") === "") note({ code: "no-text", field: text.name });
  return value === undefined ? record : { ...record, [text.name]: value };
}

function planFields({ name, fields: all }: DatasetIr, names: ReadonlySet<string>): FieldPlan {
  const brought = all.filter((field) => !isComputed(field));
  const encoded = brought.filter((field) => names.has(field.name));
  const fields = brought.filter((field) => !names.has(field.name));
  const only = (role: FieldRole, what: string) => {
    const [field, ...more] = fields.filter((field) => roleOf(field.kind) === role);
    if (more.length > 0) throw needsManifest(name, `has several fields for ${what}`);
    return field;
  };
  const audio = only("audio", "audio");
  const given = only("features", "features");
  const codes = only("tokens", "tokens");
  const text = only("text", "text");
  const main = audio ?? given ?? encoded[0] ?? codes;
  if (main === undefined) throw needsManifest(name, "has no field for audio");
  const features = main === given ? undefined : given;
  const tokens = main === codes ? undefined : codes;
  refuseUnfilled({ name, fields }, [main, features, tokens, text]);
  return { main, features, tokens, text, encoded };
}

function refuseUnfilled(
  { name, fields }: DatasetIr,
  filled: readonly (FieldIr | undefined)[],
): void {
  const unfilled = fields.find(
    (field) => !filled.includes(field) && field.options.default === undefined,
  );
  if (unfilled === undefined) return;
  throw needsManifest(name, `wants a value for "${unfilled.name}"`, unfilled.name);
}

function needsManifest(dataset: string, reason: string, field?: string): UsageError {
  return new UsageError(`Cannot fill ${dataset} from a folder: the dataset ${reason}`, {
    code: "needs-manifest",
    field,
    hint: "write a .jsonl manifest, one JSON object for each record, and pass that as INPUT",
  });
}
