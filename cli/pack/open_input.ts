import type { DatasetIr } from "../../schema/mod.ts";
import { folderSource } from "../../shards/sources/folder_source.ts";
import { manifestSource } from "../../shards/sources/manifest_source.ts";
import type { RecordSource } from "../../shards/sources/record_source.ts";
import { PathRoot } from "../../shards/sources/values/path_root.ts";
import { noteError } from "../shared/terminal.ts";
import { type CodecModelFlags, modelFiles } from "./codec_models.ts";

/** What a command line says about its input. */
export interface InputArguments {
  readonly ir: DatasetIr;
  readonly input: string;
  readonly isFolder: boolean;
  /** The folder that files must stay in, if any. */
  readonly root: string | undefined;
  readonly codecs: CodecModelFlags;
  readonly requireText: boolean;
  readonly textEncoding?: string | undefined;
}

/**
 * A function that begins to read the input.
 *
 * @throws {UsageError} when flags don't fit the input or the dataset.
 */
export function openInput(
  { ir, input, isFolder, root: rootFolder, codecs, requireText, textEncoding }: InputArguments,
): () => RecordSource {
  const root = rootFolder === undefined ? undefined : new PathRoot(rootFolder);
  const encoded = new Set(modelFiles(ir, codecs.models).keys());
  return () =>
    isFolder
      ? folderSource(input, ir, { encoded, requireText, textEncoding, root })
      : manifestSource(input, { ir, root, onWait: noteError, textEncoding });
}
