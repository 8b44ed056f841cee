import { AudioInputError, type FileError } from "../../errors/mod.ts";
import { type DatasetIr, fieldThatMeans, tracksOf } from "../../schema/mod.ts";
import { join } from "../shared/paths.ts";
import { folderFields, folderRules, refuseUnfilled } from "./folder_fields.ts";
import {
  folderInputs,
  type FolderOptions,
  type SavedFailure,
  type SavedFile,
} from "./folder_inputs.ts";
import type { InputReader, InputRecord, RecordSource } from "./record_source.ts";
import { type FoundFile, foundFile, pathOfFound } from "./list_files.ts";
import { sortFolder } from "./sort_folder.ts";
import { stemsFolderSource, stemsInputs } from "./stems_folder.ts";

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
  const stems = stemsOf(ir);
  if (stems !== undefined) return stemsFolderSource(folder, stems, options.root);
  const rules = folderRules(folderFields(ir, options.encoded));
  const { inputs, leftOut, beside } = sortFolder(folder, rules, options.root);
  const read = folderInputs(folder, ir, options);
  const whereIs = (index: number) => `"${join(folder, pathOfFound(inputs[index]!))}"`;
  const saved = ({ path, failure }: FoundFile): SavedFile => {
    if (failure !== undefined) return { path, failure: savedFailure(failure) };
    const stem = rules.stemOf(path);
    const sides = rules.sides.map(({ ending }) => [ending, beside(stem, ending)] as const)
      .filter(([, found]) => found.length > 0);
    return sides.length === 0 ? { path } : { path, sides: Object.fromEntries(sides) };
  };
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
      for (const [index, input] of inputs.entries()) {
        yield read(saved(foundFile(input)), { ordinal: index, position: index + 1 });
      }
    },
  };
}

/**
 * Makes the inputs of a folder, of whichever layout the dataset wants, from what was kept of them.
 *
 * @throws {UsageError} when a folder can't fill the dataset's fields.
 */
export function anyFolderInputs(
  folder: string,
  ir: DatasetIr,
  options: FolderOptions,
): InputReader {
  const stems = stemsOf(ir);
  return stems === undefined
    ? folderInputs(folder, ir, options)
    : stemsInputs(folder, stems, options.root);
}

function stemsOf(ir: DatasetIr) {
  const stems = ir.fields.find((field) => tracksOf(field) !== undefined);
  if (stems === undefined) return undefined;
  const key = fieldThatMeans(ir, "key");
  refuseUnfilled(ir, [stems, key]);
  return { stems, key };
}

function savedFailure({ code, message }: FileError): SavedFailure {
  return { code, message };
}
