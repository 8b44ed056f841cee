import { openDataset } from "../../runtime/mod.ts";
import type { CopyTarget } from "../../shards/copy/copy_output.ts";
import { rangesOf } from "../../shards/copy/record_ranges.ts";
import { chooseRecords, type RecordChoice, type RecordQuestion } from "../shared/record_choice.ts";
import { formatCount, formatNumber } from "../../shards/shared/units.ts";
import { copyRecords, printCopy, printCopyJson, refuseInputs } from "./copy_records.ts";

/** Copies some records of a dataset to a new one, in their order. */
export async function subsetFile(
  path: string,
  target: CopyTarget,
  { question, json }: { question: RecordQuestion; json: boolean },
): Promise<number> {
  refuseInputs(target.path, [path]);
  using dataset = openDataset(path);
  const { file, ir, recordCount } = dataset;
  const chosen = chooseRecords(dataset, question);
  const source = { file, count: chosen.count, ranges: rangesOf(numbersOf(chosen)) };
  const about = { parent: file.identity };
  const result = await copyRecords(target, { sources: [source], about });
  if (json) printCopyJson({ dataset: ir.name, input: path, of: recordCount }, { result, target });
  else {
    const records = `${formatNumber(result.records)} of ${formatCount(recordCount, "record")}`;
    printCopy(`Copied ${records} of ${ir.name}`, { result, target });
  }
  return 0;
}

function* numbersOf(chosen: RecordChoice): Generator<number> {
  for (let place = 0; place < chosen.count; place++) yield chosen.at(place);
}
