import { AudiofieldError, FileError } from "../../errors/mod.ts";
import { canonicalJson, type JsonValue } from "../../schema/reading.ts";
import { system } from "../../hosts/mod.ts";
import { datasetJson, indexPath, readDatasetJson, type ShardList } from "../shards/dataset_json.ts";
import { OpenedShards } from "../shards/finish/opened_shards.ts";
import { fieldTotals, totalsOf } from "../shards/finish/totals.ts";
import { writeIndex } from "../shards/finish/write_index.ts";
import { readSplit, splitFile, splitNames } from "../shards/splits.ts";
import { PositionedStorage } from "../storage/positioned.ts";
import { ComparedOutput } from "./compared_output.ts";
import type { Damage, VerifyReport } from "./findings.ts";
import { verifyAlone, type VerifyOptions } from "./verify_alone.ts";

/** What checking one shard found, or why it can't be opened. */
export type ShardOutcome = Pick<VerifyReport, "checked" | "damaged"> | { readonly code: string };

/**
 * Checks one shard of a dataset.
 *
 * @throws {FileError} when it is there, but can't be read.
 */
export function verifyShard(path: string, onBytes: (done: number) => void): ShardOutcome {
  try {
    return verifyAlone(path, { onProgress: onBytes });
  } catch (cause) {
    return { code: codeOf(cause) };
  }
}

/**
 * Checks a dataset of many files: `dataset.json`, each shard as {@link verifyAlone} does, whether it is
 * the one that is listed, and whether the index is the one that the shards make.
 */
export function verifyFolder(folder: string, { onProgress }: VerifyOptions): VerifyReport {
  const check = new FolderCheck(folder);
  let done = 0;
  check.shards.forEach(({ path, bytes }, shard) => {
    const before = done;
    const outcome = verifyShard(path, (now) => onProgress?.(before + now, check.totalBytes));
    check.add(shard, outcome);
    done += bytes;
  });
  const report = check.finish();
  onProgress?.(check.totalBytes, check.totalBytes);
  return report;
}

/** The parts of checking a folder, for whoever checks shards in an order or a thread of his own. */
export class FolderCheck {
  /** The paths and sizes of the shards to check; none if `dataset.json` says nothing. */
  readonly shards: readonly { readonly path: string; readonly bytes: number }[];
  /** Bytes of all shards. */
  readonly totalBytes: number;
  readonly #folder: string;
  readonly #list: ShardList | undefined;
  readonly #findings = new FolderFindings();
  readonly #outcomes: (ShardOutcome | undefined)[];

  /** @throws {FileError} when `dataset.json` can't be read. */
  constructor(folder: string) {
    const { join } = system().paths;
    this.#folder = folder;
    this.#list = this.#findings.during(datasetJson, () => readDatasetJson(folder));
    const shards = this.#list?.shards ?? [];
    this.shards = shards.map(({ file, bytes }) => ({ path: join(folder, file), bytes }));
    this.totalBytes = shards.reduce((sum, { bytes }) => sum + bytes, 0);
    this.#outcomes = new Array(shards.length).fill(undefined);
  }

  /** Takes what checking a shard gave, in any order. */
  add(shard: number, outcome: ShardOutcome): void {
    this.#outcomes[shard] = outcome;
  }

  /** Checks the index, and returns what was found in all. */
  finish(): VerifyReport {
    const list = this.#list;
    const findings = this.#findings;
    let [firstRecord, checked] = [0, 0];
    list?.shards.forEach(({ file, records }, shard) => {
      const outcome = this.#outcomes[shard]!;
      if ("code" in outcome) findings.ofFile(outcome.code, file);
      else {
        findings.ofShard(outcome.damaged, { file, firstRecord });
        checked += outcome.checked;
      }
      firstRecord += records;
    });
    if (list !== undefined) checkSplits(this.#folder, list, findings);
    if (list !== undefined && findings.damaged.length === 0) {
      findings.during(indexPath, () => checkIndex(this.#folder, list, findings));
    }
    const { damaged } = findings;
    return { ok: damaged.length === 0, records: list?.records ?? 0, checked, damaged };
  }
}

/** Checks that each split has the records that `dataset.json` says. */
function checkSplits(folder: string, { json }: ShardList, findings: FolderFindings): void {
  for (const name of splitNames(json)) {
    findings.during(splitFile(json, name) ?? datasetJson, () => readSplit(folder, json, name));
  }
}

/** Compares what is listed, and the index, with sound shards. */
function checkIndex(
  folder: string,
  { shards: listed, json, ir }: ShardList,
  findings: FolderFindings,
): void {
  const names = listed.map(({ file }) => file);
  if (names.length === 0) return;
  const totals = totalsOf();
  using shards = new OpenedShards(folder, names, (file) => totals.add(file));
  const wrong = shards.list.filter((found, at) =>
    JSON.stringify(found) !== JSON.stringify(listed[at])
  );
  for (const { file } of wrong) findings.ofFile("shard", file);
  if (wrong.length > 0) return;
  const said = {
    fields: fieldTotals(ir, totals.columns),
    provenance: shards.first.provenance as unknown as JsonValue,
  };
  if (!isSame(json["fields"], said.fields)) findings.ofFile("dataset-fields", datasetJson);
  if (!isSame(json["provenance"], said.provenance)) {
    findings.ofFile("dataset-provenance", datasetJson);
  }
  using storage = new PositionedStorage(system().paths.join(folder, indexPath));
  const output = new ComparedOutput(storage);
  writeIndex(output, shards, totals.overShards());
  if (!output.isSame) findings.ofFile("dataset-index", indexPath);
}

function isSame(found: JsonValue | undefined, wanted: JsonValue): boolean {
  return found !== undefined && canonicalJson(found) === canonicalJson(wanted);
}

/** Gathers damage to the files of a folder. */
class FolderFindings {
  readonly damaged: Damage[] = [];

  ofFile(code: string, file: string): void {
    this.damaged.push({ record: null, field: null, code, file });
  }

  ofShard(
    damaged: readonly Damage[],
    { file, firstRecord }: { file: string; firstRecord: number },
  ): void {
    for (const { record, field, code } of damaged) {
      const number = record === null ? null : firstRecord + record;
      this.damaged.push({ record: number, field, code, file });
    }
  }

  /** What a step gives; its error, if it says that the file is damaged or missing, is a finding. */
  during<Result>(file: string, step: () => Result): Result | undefined {
    try {
      return step();
    } catch (cause) {
      this.ofFile(codeOf(cause), file);
      return undefined;
    }
  }
}

/** The code of an error that says that a file is damaged or missing; throws any other. */
function codeOf(cause: unknown): string {
  if (!(cause instanceof AudiofieldError)) throw cause;
  if (cause instanceof FileError && !isMissing(cause)) throw cause;
  return cause.code;
}

/** Whether a file is missing, or something else has its name; other errors say nothing about it. */
function isMissing({ code }: FileError): boolean {
  return ["not-found", "is-a-directory", "not-a-file"].includes(code);
}
