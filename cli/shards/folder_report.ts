import { readFileSync } from "node:fs";
import { InputFailure } from "../../shards/shared/failure.ts";
import { reasonFor } from "../../shards/pack/failure_reason.ts";
import type { ReportLine } from "../../shards/pack/report_line.ts";
import { readOutcome } from "../../shards/shard/shard_outcome.ts";
import type { PackPlan } from "../../shards/plan/pack_plan.ts";
import { join } from "../../shards/shared/paths.ts";
import { inFolder, leftOutFile, reportFile } from "../../shards/plan/plan_paths.ts";
import type { FailedShard } from "../../shards/pool/pack_pool.ts";
import type { Reason } from "../../shards/sources/values/reason.ts";
import { ReportFile } from "../pack/report_file.ts";

/** What a {@link FolderReport} is of, and where it goes. */
export interface FolderReportOptions {
  /** Where it goes, if one is wanted. */
  readonly path: string | undefined;
  /** Whether standard output is taken. */
  readonly json: boolean;
  /** Files that it must not be. */
  readonly others?: readonly string[];
  /** The file that the shards are parts of: its records have no shards. */
  readonly named?: string | undefined;
}

/**
 * The report of a folder of shards: the lines of each shard in order, each with its shard and its
 * number there. Shards that were packed earlier have their lines too.
 */
export class FolderReport implements Disposable {
  readonly #folder: string;
  readonly #file: ReportFile | undefined;
  readonly #named: string | undefined;
  #plan: PackPlan | undefined;
  #hasEnded = false;

  constructor(folder: string, { path, json, others = [], named }: FolderReportOptions) {
    this.#folder = folder;
    this.#named = named;
    this.#file = path === undefined ? undefined : new ReportFile(path, { others, json });
  }

  /**
   * Reports the files that aren't inputs.
   *
   * @param inputFolder what the plan names them in.
   */
  begin(plan: PackPlan, inputFolder: string): void {
    this.#plan = plan;
    if (this.#file === undefined) return;
    for (const line of linesOf(inFolder(this.#folder, leftOutFile))) {
      const { source, bytes, code, message } = line;
      this.#file.add({
        source: join(inputFolder, source),
        status: "left-out",
        code,
        message,
        seconds: null,
        bytes,
        record: null,
        notes: [],
      });
    }
  }

  /** Reports all shards; `firstRecord` is the number of the first record that was added. */
  finish(firstRecord: number): void {
    this.#hasEnded = true;
    this.#addShards(firstRecord);
  }

  /** Reports the shards that are there, and the inputs that failed. */
  failed(failures: readonly FailedShard[]): void {
    this.#hasEnded = true;
    this.#addShards(0);
    for (const { shard, cause } of failures) {
      const source = cause instanceof InputFailure ? cause.where : this.#named ?? this.#folder;
      this.#fail({ source, shard }, reasonFor(cause));
    }
  }

  /** Reports why nothing more happened, if nothing else says so. */
  ended(reason: Reason): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    if (this.#plan !== undefined) this.#addShards(0);
    this.#fail({ source: this.#named ?? this.#folder }, reason);
  }

  /** Reports an interruption. */
  interrupted(): void {
    this.ended({ code: "interrupted", message: "it was interrupted" });
    this[Symbol.dispose]();
  }

  /** Writes what is buffered, and closes the file. */
  [Symbol.dispose](): void {
    this.#file?.[Symbol.dispose]();
  }

  #addShards(firstRecord: number): void {
    const plan = this.#plan;
    if (this.#file === undefined || plan === undefined) return;
    let first = firstRecord;
    for (const [at, { sha256 }] of plan.shards.entries()) {
      const shard = plan.first + at;
      const outcome = readOutcome(this.#folder, shard, sha256);
      if (outcome === undefined) continue;
      for (const line of linesOf(inFolder(this.#folder, reportFile(shard)))) {
        const { where: _where, ...rest } = line;
        const { record: index } = rest;
        const record = index === null ? null : first + index;
        const place = this.#named === undefined ? { shard, index } : {};
        this.#file.add({ ...rest, record, ...place });
      }
      first += outcome.records;
    }
  }

  #fail(facts: { source: string; shard?: number }, reason: Reason): void {
    this.#file?.add({
      ...facts,
      status: "failed",
      ...reason,
      seconds: null,
      bytes: null,
      record: null,
      notes: [],
    });
  }
}

function linesOf(path: string): (ReportLine & { readonly where?: string })[] {
  try {
    return readFileSync(path, "utf8").split("\n").filter((line) => line !== "")
      .map((line) => JSON.parse(line) as ReportLine);
  } catch {
    // A shard without lines has nothing to report.
    return [];
  }
}
