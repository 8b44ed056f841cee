import { AudiofieldError, FileError } from "../../errors/mod.ts";
import { hostModule } from "../hosts/host.ts";
import { indexPath, readDatasetJson, type ShardList } from "../shards/dataset_json.ts";
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
  const list = attempt(() => readDatasetJson(folder), { record: null, field: null }, damaged);
  if (list === undefined) return { ok: false, records: 0, checked: 0, damaged };
  const total = list.shards.reduce((sum, { bytes }) => sum + bytes, 0);
  let [firstRecord, done, checked] = [0, 0, 0];
  for (const shard of list.shards) {
    const file = shard.file;
    const path = join(folder, file);
    const before = done;
    const report = attempt(
      () => verifyAlone(path, { onProgress: (bytes) => onProgress?.(before + bytes, total) }),
      { record: null, field: null, file },
      damaged,
    );
    for (const { record, field, code } of report?.damaged ?? []) {
      damaged.push({ record: record === null ? null : firstRecord + record, field, code, file });
    }
    checked += report?.checked ?? 0;
    firstRecord += shard.records;
    done += shard.bytes;
  }
  if (damaged.length === 0) checkIndex(folder, list, damaged);
  onProgress?.(total, total);
  return { ok: damaged.length === 0, records: list.records, checked, damaged };
}

/** Compares what is listed, and the index, with sound shards. */
function checkIndex(folder: string, { shards: listed }: ShardList, damaged: Damage[]): void {
  const { join } = hostModule("node:path")!;
  const names = listed.map(({ file }) => file);
  if (names.length === 0) return;
  const place = { record: null, field: null };
  attempt(
    () => {
      const totals = totalsOf();
      using shards = new OpenedShards(folder, names, (file) => totals.add(file));
      shards.list.forEach((found, at) => {
        if (JSON.stringify(found) === JSON.stringify(listed[at])) return;
        damaged.push({ ...place, code: "shard", file: found.file });
      });
      if (damaged.length > 0) return;
      using storage = new PositionedStorage(join(folder, indexPath));
      const output = new ComparedOutput(storage);
      writeIndex(output, shards, totals.overShards());
      if (!output.isSame) damaged.push({ ...place, code: "dataset-index", file: indexPath });
    },
    { ...place, file: indexPath },
    damaged,
  );
}

/** Whether a file is missing, or something else has its name; other errors say nothing about it. */
function isMissing({ code }: FileError): boolean {
  return ["not-found", "is-a-directory", "not-a-file"].includes(code);
}

/** What a step gives, or its error as damage. */
function attempt<Result>(
  step: () => Result,
  place: Omit<Damage, "code">,
  damaged: Damage[],
): Result | undefined {
  try {
    return step();
  } catch (cause) {
    if (!(cause instanceof AudiofieldError)) throw cause;
    if (cause instanceof FileError && !isMissing(cause)) throw cause;
    damaged.push({ ...place, code: cause.code });
    return undefined;
  }
}
