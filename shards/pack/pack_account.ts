import { type IntakeNote, type NoteCode, noteCodes } from "../../audio/mod.ts";
import { type NoteCounts, NoteTally } from "./note_tally.ts";
import type { ReportLine } from "./report_line.ts";
import type { Reason } from "../sources/values/reason.ts";

/** A file or a line of a manifest, and what is known about it. */
export type InputFacts =
  & Pick<ReportLine, "source" | "line">
  & Partial<Pick<ReportLine, "key" | "seconds" | "bytes" | "record">>;

/** What an account has counted, as JSON. */
export interface PackCounts {
  /** Records that were packed. */
  readonly packed: number;
  /** By class and code of the error. */
  readonly skipped: Readonly<Record<string, number>>;
  /** By reason. */
  readonly leftOut: Readonly<Record<string, number>>;
  /** By code of the note. */
  readonly notes: Readonly<Partial<Record<NoteCode, NoteCounts>>>;
}

/**
 * Accounts for every input of a `pack`: each becomes one line of the report, and is counted once. What
 * is noticed about the current input is kept with it, and counted when its record is complete.
 */
export class PackAccount {
  readonly #tell: (line: ReportLine) => void;
  readonly #skipped = new Map<string, number>();
  readonly #leftOut = new Map<string, number>();
  readonly #tallies = new Map<NoteCode, NoteTally>();
  #notes: IntakeNote[] = [];
  #packed = 0;

  /** @param tell takes the report's lines. */
  constructor(tell: (line: ReportLine) => void = () => {}) {
    this.#tell = tell;
  }

  /** Records that were packed. */
  get packed(): number {
    return this.#packed;
  }

  /** Counts of inputs that were skipped, by class and code of the error. */
  get skipped(): ReadonlyMap<string, number> {
    return this.#skipped;
  }

  /** Counts of inputs that were left out, by reason. */
  get leftOut(): ReadonlyMap<string, number> {
    return this.#leftOut;
  }

  /** What was noticed, by code, in the order of the list of codes. */
  get notes(): readonly (readonly [NoteCode, NoteTally])[] {
    return noteCodes.flatMap((code) => {
      const tally = this.#tallies.get(code);
      return tally === undefined ? [] : [[code, tally] as const];
    });
  }

  /** All counts, to be kept with a shard. */
  get counts(): PackCounts {
    return {
      packed: this.#packed,
      skipped: Object.fromEntries(this.#skipped),
      leftOut: Object.fromEntries(this.#leftOut),
      notes: Object.fromEntries(this.notes.map(([code, tally]) => [code, tally.counts])),
    };
  }

  /** Adds the counts of other inputs, which come after those so far. */
  add({ packed, skipped, leftOut, notes }: PackCounts): void {
    this.#packed += packed;
    for (const [code, records] of Object.entries(skipped)) count(this.#skipped, code, records);
    for (const [code, files] of Object.entries(leftOut)) count(this.#leftOut, code, files);
    for (const code of noteCodes) {
      const counts = notes[code];
      if (counts === undefined) continue;
      const tally = this.#tallies.get(code) ?? new NoteTally(counts.first);
      this.#tallies.set(code, tally);
      tally.addCounts(counts);
    }
  }

  /** Adds a note to the current input. */
  note(note: IntakeNote): void {
    this.#notes.push(note);
  }

  /** Counts the current input as packed. `where` names it in messages. */
  keep(facts: InputFacts, where: string): void {
    this.#packed++;
    for (const code of new Set(this.#notes.map(({ code }) => code))) {
      const tally = this.#tallies.get(code) ?? new NoteTally(where);
      this.#tallies.set(code, tally);
      tally.records++;
      for (const note of this.#notes) if (note.code === code) tally.add(note);
    }
    this.#write(facts, { status: "packed" });
  }

  /** Counts the current input as skipped: it can't be packed. */
  skip(facts: InputFacts, reason: Reason): void {
    count(this.#skipped, reason.code);
    this.#write(facts, { status: "skipped", reason });
  }

  /** Counts an input as left out: it isn't wanted. */
  leaveOut(facts: InputFacts, reason: Reason): void {
    count(this.#leftOut, reason.code);
    this.#write(facts, { status: "left-out", reason });
  }

  /** Reports the input at which the command ended. */
  fail(facts: InputFacts, reason: Reason): void {
    this.#write(facts, { status: "failed", reason });
  }

  #write(
    { source, line, key, seconds = null, bytes = null, record = null }: InputFacts,
    { status, reason }: { status: ReportLine["status"]; reason?: Reason },
  ): void {
    const details = this.#notes;
    this.#notes = [];
    this.#tell({
      source,
      ...(line === undefined ? {} : { line }),
      ...(key === undefined ? {} : { key }),
      status,
      code: reason?.code ?? null,
      message: reason?.message ?? null,
      seconds,
      bytes,
      record,
      notes: details.length === 0 ? [] : [...new Set(details.map(({ code }) => code))],
      ...(details.length === 0 ? {} : { details }),
    });
  }
}

/** The sum of counts. */
export function total(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

function count(counts: Map<string, number>, key: string, by = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}
