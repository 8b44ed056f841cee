import { AudioInputError, UsageError } from "../../errors/mod.ts";
import { AUDIO_EXTENSIONS } from "../../audio/mod.ts";
import type { DatasetIr, FieldIr } from "../../schema/mod.ts";
import { type FieldRole, isComputed, roleOf } from "../shared/field_role.ts";
import { extname, join } from "../shared/paths.ts";
import { listFiles } from "./list_files.ts";
import { readText } from "./read_text.ts";
import type { InputRecord, RecordSource } from "./record_source.ts";
import { stemsFolderSource } from "./stems_folder.ts";

/**
 * The records of a folder: each audio file below it fills the dataset's one audio field, the `.txt`
 * beside it the one text field, and the `.npy` beside it the one field of features that aren't
 * computed from the audio, and the `.codes.npy` beside it the one field of tokens, where that is
 * called `codes`. Where a dataset holds features and no audio, each audio file and each `.npy` file
 * fills those; where it holds nothing but tokens, each `.npy` file does. Of a dataset with stems,
 * each folder in it fills those.
 *
 * @param encoded the fields that a codec model encodes audio for: each audio file fills them too.
 * @throws {UsageError} when a folder can't fill the dataset's fields.
 * @throws {FileError} when the folder can't be read.
 */
export function folderSource(
  folder: string,
  ir: DatasetIr,
  encoded: ReadonlySet<string>,
): RecordSource {
  const stems = ir.fields.find((field) => roleOf(field.kind) === "stems");
  if (stems !== undefined) {
    refuseUnfilled(ir, [stems]);
    return stemsFolderSource(folder, stems);
  }
  const plan = planFields(ir, encoded);
  const { main } = plan;
  const endings = endingsOf(plan);
  const files = listFiles(folder, endings).filter(({ path }) => !isBeside(path, plan));
  return {
    total: files.length,
    files: [],
    leftOut: [],
    noInput: () =>
      new AudioInputError(
        `Cannot pack "${folder}": there ${
          roleOf(main.kind) === "tokens" ? "are no tokens" : "is no audio"
        } below it`,
        {
          code: "no-input",
          file: folder,
          wanted: `files ending in ${endings.join(", ")}`,
        },
      ),
    *records(): Iterable<InputRecord> {
      for (const [index, file] of files.entries()) {
        const path = join(folder, file.path);
        yield {
          where: `"${path}"`,
          source: path,
          position: index + 1,
          load() {
            if (file.failure !== undefined) throw file.failure;
            return recordOf(path, plan);
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
  return `.${name}.npy`;
}

/** Whether a file that was found is tokens beside features, and so no record by itself. */
function isBeside(path: string, { tokens }: FieldPlan): boolean {
  return tokens !== undefined && path.endsWith(endingOf(tokens));
}

function stemOf(path: string, { main }: FieldPlan): string {
  const isNamed = roleOf(main.kind) === "tokens" && path.endsWith(endingOf(main));
  return path.slice(0, -(isNamed ? endingOf(main) : extname(path)).length);
}

function recordOf(path: string, plan: FieldPlan): Record<string, unknown> {
  const { main, features, tokens, text, encoded } = plan;
  const stem = stemOf(path, plan);
  const record: Record<string, unknown> = { [main.name]: path };
  for (const { name } of encoded) record[name] = path;
  if (features !== undefined) record[features.name] = `${stem}.npy`;
  if (tokens !== undefined) record[tokens.name] = `${stem}${endingOf(tokens)}`;
  if (text === undefined) return record;
  const value = readText(`${stem}.txt`, { optional: text.options.default !== undefined });
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
