import type { AfdFile } from "../../runtime/mod.ts";
import { openAfd } from "../../runtime/shards/open_file.ts";
import { checkAlike } from "../../runtime/shards/finish/check_alike.ts";
import type { CopyTarget } from "../../shards/copy/copy_output.ts";
import { formatCount } from "../../shards/shared/units.ts";
import { copyRecords, printCopy, printCopyJson, refuseInputs } from "./copy_records.ts";

/** Copies all records of datasets, one after another, to a new one. */
export async function concatFiles(
  paths: readonly string[],
  target: CopyTarget,
  { json }: { json: boolean },
): Promise<number> {
  refuseInputs(target.path, paths);
  using stack = new DisposableStack();
  const files: AfdFile[] = [];
  for (const path of paths) {
    const file = stack.use(openAfd(path));
    // All of them before anything is copied, which may take hours.
    checkAlike(file, files[0] ?? file);
    files.push(file);
  }
  const sources = files.map((file) => ({ file, count: file.recordCount }));
  const result = await copyRecords(target, { sources });
  const { name } = files[0]!.ir;
  if (json) printCopyJson({ dataset: name, inputs: paths }, { result, target });
  else {
    const records = formatCount(result.records, "record");
    const from = formatCount(paths.length, "dataset");
    printCopy(`Copied ${records} of ${name} from ${from}`, { result, target });
  }
  return 0;
}
