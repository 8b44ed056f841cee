import { AudiofieldError, FileError } from "../../errors/mod.ts";
import { hostModule } from "../hosts/host.ts";
import { datasetJson, indexPath, readDatasetJson, type ShardList } from "../shards/dataset_json.ts";
import { OpenedShards } from "../shards/finish/opened_shards.ts";
import { totalsOf } from "../shards/finish/totals.ts";
import { writeIndex } from "../shards/finish/write_index.ts";
import { PositionedStorage } from "../storage/positioned.ts";
import { ComparedOutput } from "./compared_output.ts";
import type { Damage, VerifyReport } from "./findings.ts";
import { verifyAlone, type VerifyOptions } from "./verify_alone.ts";

/**
 * Checks a dataset of many files: `dataset.json`, each shard as {@link verifyAlone} does, whether it is
 * the one that is listed, and whether the index is the one that the shards make.
 */
export function verifyFolder(folder: string, { onProgress }: VerifyOptions): VerifyReport {
  const { join } = hostModule("node:path")!;
  const damaged: Damage[] = [];
  const findings = new FolderFindings(damaged);
  const list = findings.during(datasetJson, () => readDatasetJson(folder));
  if (list === undefined) return { ok: false, records: 0, checked: 0, damaged };
  const total = list.shards.reduce((sum, { bytes }) => sum + bytes, 0);
  let [firstRecord, done, checked] = [0, 0, 0];
  for (const shard of list.shards) {
    const file = shard.file;
    const path = join(folder, file);
    const before = done;
    const report = findings.during(
      file,
      () => verifyAlone(path, { onProgress: (bytes) => onProgress?.(before + bytes, total) }),
    );
    for (const { record, field, code } of report?.damaged ?? []) {
      damaged.push({ record: record === null ? null : firstRecord + record, field, code, file });
    }
    checked += report?.checked ?? 0;
    firstRecord += shard.records;
    done += shard.bytes;
  }
  if (damaged.length === 0) {
    findings.during(indexPath, () => checkIndex(folder, list, findings));
  }
  onProgress?.(total, total);
  return { ok: damaged.length === 0, records: list.records, checked, damaged };
}

/** Compares what is listed, and the index, with sound shards. */
function checkIndex(folder: string, { shards: listed }: ShardList, findings: FolderFindings): void {
  const names = listed.map(({ file }) => file);
  if (names.length === 0) return;
  const totals = totalsOf();
  using shards = new OpenedShards(folder, names, (file) => totals.add(file));
  const wrong = shards.list.filter((found, at) =>
    JSON.stringify(found) !== JSON.stringify(listed[at])
  );
  for (const { file } of wrong) findings.ofFile("shard", file);
  if (wrong.length > 0) return;
  using storage = new PositionedStorage(hostModule("node:path")!.join(folder, indexPath));
  const output = new ComparedOutput(storage);
  writeIndex(output, shards, totals.overShards());
  if (!output.isSame) findings.ofFile("dataset-index", indexPath);
}

/** Adds damage to whole files of the folder. */
class FolderFindings {
  readonly #damaged: Damage[];

  constructor(damaged: Damage[]) {
    this.#damaged = damaged;
  }

  ofFile(code: string, file: string): void {
    this.#damaged.push({ record: null, field: null, code, file });
  }

  /** What a step gives; its error, if it says that the file is damaged or missing, is a finding. */
  during<Result>(file: string, step: () => Result): Result | undefined {
    try {
      return step();
    } catch (cause) {
      if (!(cause instanceof AudiofieldError)) throw cause;
      if (cause instanceof FileError && !isMissing(cause)) throw cause;
      this.ofFile(cause.code, file);
      return undefined;
    }
  }
}

/** Whether a file is missing, or something else has its name; other errors say nothing about it. */
function isMissing({ code }: FileError): boolean {
  return ["not-found", "is-a-directory", "not-a-file"].includes(code);
}
