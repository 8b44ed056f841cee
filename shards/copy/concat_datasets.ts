import type { AfdFile } from "../../runtime/container/afd_file.ts";
import { checkAlike } from "../../runtime/shards/finish/check_alike.ts";
import { openAfd } from "../../runtime/shards/open_file.ts";
import { type CopyTarget, openOutput } from "./copy_output.ts";

/**
 * Copies all records of datasets, one after another, to a new file or folder, as they are stored. The
 * result is what packing all of them in one go would give.
 *
 * @param sources the paths of files and folders, at least one.
 * @throws {FileError} when an input can't be read, or the output can't be written.
 * @throws {FormatError} when they have different schemas, or different models computed their values.
 * @throws {IntegrityError} when a record is damaged.
 * @throws {ManifestError} `"duplicate-key"` when two records have the same key.
 */
export function concatDatasets(sources: readonly string[], target: CopyTarget): void {
  using stack = new DisposableStack();
  const files: AfdFile[] = [];
  for (const source of sources) {
    const file = stack.use(openAfd(source));
    checkAlike(file, files[0] ?? file);
    files.push(file);
  }
  using output = openOutput(target, { like: files[0]! });
  for (const file of files) for (const _done of output.copy(file)) void _done;
  output.finish();
}
