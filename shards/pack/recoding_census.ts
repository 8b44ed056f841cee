import type { CodedIntake, Recoding } from "../../runtime/mod.ts";
import { formatCount, formatNumber } from "../shared/units.ts";

/** What happened to the files of one field that were already in its codec. */
interface FieldCounts {
  readonly codec: CodedIntake["codec"];
  kept: number;
  readonly recoded: Map<string, number>;
}

/** What a census has counted by field, as JSON. */
export type RecodingCounts = Readonly<
  Record<string, {
    readonly codec: CodedIntake["codec"];
    /** Files that were passed through. */
    readonly kept: number;
    /** Files that were re-encoded, by reason. */
    readonly recoded: Readonly<Record<string, number>>;
  }>
>;

/** Counts the FLAC and Ogg Opus files that were passed through, and why others were re-encoded. */
export class RecodingCensus {
  readonly #counts = new Map<string, FieldCounts>();
  #current: CodedIntake[] = [];

  /** Notes a file of the current record. */
  note(intake: CodedIntake): void {
    this.#current.push(intake);
  }

  /** Counts the record's files, because it is complete. */
  keep(): void {
    for (const { field, codec, recoding } of this.#current) {
      const counts = this.#counts.get(field) ?? { codec, kept: 0, recoded: new Map() };
      this.#counts.set(field, counts);
      if (recoding === undefined) counts.kept++;
      else {
        const why = reasonOf(recoding);
        counts.recoded.set(why, (counts.recoded.get(why) ?? 0) + 1);
      }
    }
    this.#current = [];
  }

  /** Forgets the record's files, because it failed. */
  drop(): void {
    this.#current = [];
  }

  /** All counts, as JSON. */
  get counts(): RecodingCounts {
    return Object.fromEntries(
      [...this.#counts].map(([field, { codec, kept, recoded }]) => [
        field,
        { codec, kept, recoded: Object.fromEntries(recoded) },
      ]),
    );
  }

  /** Adds what another census counted. */
  add(others: RecodingCounts): void {
    for (const [field, { codec, kept, recoded }] of Object.entries(others)) {
      const counts = this.#counts.get(field) ?? { codec, kept: 0, recoded: new Map() };
      this.#counts.set(field, counts);
      counts.kept += kept;
      for (const [why, files] of Object.entries(recoded)) {
        counts.recoded.set(why, (counts.recoded.get(why) ?? 0) + files);
      }
    }
  }

  /** A line for each field that had such files. */
  get lines(): readonly string[] {
    return [...this.#counts].map(([field, counts]) => `${field}: ${lineOf(counts)}`);
  }
}

function lineOf({ codec, kept, recoded }: FieldCounts): string {
  const reasons = [...recoded].sort(([, one], [, other]) => other - one);
  const total = reasons.reduce((sum, [, count]) => sum + count, 0);
  const file = codec === "flac" ? "FLAC file" : "Ogg Opus file";
  const first = kept > 0 ? `${formatCount(kept, file)} passed through` : "";
  if (total === 0) return first;
  const why = reasons.map(([reason, count]) =>
    reasons.length === 1 ? reason : `${formatNumber(count)} × ${reason}`
  );
  const others = kept > 0 ? `, ${formatNumber(total)}` : formatCount(total, file);
  return `${first}${others} re-encoded: ${why.join(", ")}`;
}

function reasonOf(recoding: Recoding): string {
  switch (recoding.what) {
    case "bits":
      return `${recoding.found ?? "unknown"}-bit where ${recoding.wanted}-bit is stored`;
    case "sample-rate":
      return `${formatNumber(recoding.found ?? 0)} Hz where ` +
        `${formatNumber(recoding.wanted)} Hz is stored`;
    case "channels":
      return `${formatCount(recoding.found ?? 0, "channel")} where ${recoding.wanted} ` +
        `${recoding.wanted === 1 ? "is" : "are"} stored`;
    case "normalize":
      return "the field normalises";
    case "resets":
      return "the field has resetSeconds";
    case "stream":
      return `a stream that can't be passed through (${recoding.code})`;
  }
}
