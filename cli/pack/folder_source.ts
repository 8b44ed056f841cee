import { AudioInputError, UsageError } from "../../errors/mod.ts";
import { AUDIO_EXTENSIONS } from "../../audio/mod.ts";
import type { DatasetIr, FieldIr } from "../../schema/mod.ts";
import { roleOf } from "../shared/field_role.ts";
import { extname, join } from "../shared/paths.ts";
import { listAudio } from "./list_audio.ts";
import { readText } from "./read_text.ts";
import type { InputRecord, RecordSource } from "./record_source.ts";

/**
 * The records of a folder: each audio file below it fills the dataset's one audio field, and the
 * `.txt` beside it the one text field.
 *
 * @throws {UsageError} when a folder can't fill the dataset's fields.
 * @throws {FileError} when the folder can't be read.
 */
export function folderSource(folder: string, ir: DatasetIr): RecordSource {
  const { audio, text } = planFields(ir);
  const files = listAudio(folder);
  return {
    total: files.length,
    files: [],
    noInput: () =>
      new AudioInputError(`Cannot pack "${folder}": there is no audio below it`, {
        code: "no-input",
        file: folder,
        wanted: `files ending in ${AUDIO_EXTENSIONS.join(", ")}`,
      }),
    *records(): Iterable<InputRecord> {
      for (const [index, file] of files.entries()) {
        const path = join(folder, file.path);
        yield {
          where: `"${path}"`,
          position: index + 1,
          load() {
            if (file.failure !== undefined) throw file.failure;
            const record: Record<string, unknown> = { [audio.name]: path };
            if (text === undefined) return record;
            const textPath = `${path.slice(0, -extname(path).length)}.txt`;
            const value = readText(textPath, { optional: text.options.default !== undefined });
            return value === undefined ? record : { ...record, [text.name]: value };
          },
        };
      }
    },
  };
}

interface FieldPlan {
  readonly audio: FieldIr;
  readonly text: FieldIr | undefined;
}

function planFields({ name, fields }: DatasetIr): FieldPlan {
  const [audio, ...moreAudio] = fields.filter((field) => roleOf(field.kind) === "audio");
  const [text, ...moreText] = fields.filter((field) => roleOf(field.kind) === "text");
  if (audio === undefined) throw needsManifest(name, "has no field for audio");
  if (moreAudio.length > 0) throw needsManifest(name, "has several fields for audio");
  if (moreText.length > 0) throw needsManifest(name, "has several fields for text");
  const unfilled = fields.find(
    (field) => field !== audio && field !== text && field.options.default === undefined,
  );
  if (unfilled !== undefined) {
    throw needsManifest(name, `wants a value for "${unfilled.name}"`, unfilled.name);
  }
  return { audio, text };
}

function needsManifest(dataset: string, reason: string, field?: string): UsageError {
  return new UsageError(`Cannot fill ${dataset} from a folder: the dataset ${reason}`, {
    code: "needs-manifest",
    field,
    hint: "write a .jsonl manifest, one JSON object for each record, and pass that as INPUT",
  });
}
