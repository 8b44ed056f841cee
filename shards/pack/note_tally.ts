import type { IntakeNote, NoteCode } from "../../audio/mod.ts";
import { formatCount, formatNumber } from "../shared/units.ts";

/** What a tally has counted, as JSON. */
export interface NoteCounts {
  /** How many records have the note. */
  readonly records: number;
  /** Where the first of them comes from. */
  readonly first: string;
  /** The sum of each number, by its name. */
  readonly sums: Readonly<Record<string, number>>;
  /** The largest value of each number, by its name. */
  readonly maxima: Readonly<Record<string, number>>;
}

/** The records that have a note of one kind. */
export class NoteTally {
  /** How many there are. */
  records = 0;
  /** Where the first of them comes from, for messages. */
  readonly first: string;
  readonly #sums = new Map<string, number>();
  readonly #maxima = new Map<string, number>();

  /** @param first where the first record comes from. */
  constructor(first: string) {
    this.first = first;
  }

  /** Adds a note's numbers. */
  add({ figures = {} }: IntakeNote): void {
    for (const [name, value] of Object.entries(figures)) {
      this.#sums.set(name, this.sum(name) + value);
      this.#maxima.set(name, Math.max(this.max(name), value));
    }
  }

  /** All of it, as JSON. */
  get counts(): NoteCounts {
    return {
      records: this.records,
      first: this.first,
      sums: Object.fromEntries(this.#sums),
      maxima: Object.fromEntries(this.#maxima),
    };
  }

  /** Adds what another tally counted. */
  addCounts({ records, sums, maxima }: NoteCounts): void {
    this.records += records;
    for (const [name, sum] of Object.entries(sums)) this.#sums.set(name, this.sum(name) + sum);
    for (const [name, most] of Object.entries(maxima)) {
      this.#maxima.set(name, Math.max(this.max(name), most));
    }
  }

  /** The sum of a number over all notes. */
  sum(name: string): number {
    return this.#sums.get(name) ?? 0;
  }

  /** The largest value of a number over all notes. */
  max(name: string): number {
    return this.#maxima.get(name) ?? -Infinity;
  }
}

/** What a tally means, as a sentence: one for every code. */
const sentences: Readonly<Record<NoteCode, (tally: NoteTally) => string>> = {
  clipped: (tally) =>
    `${formatCount(tally.sum("clipped"), "sample")} in ${formatCount(tally.records, "record")} ` +
    `${tally.sum("clipped") === 1 ? "is" : "are"} clipped, with a peak of ` +
    `${formatNumber(Number(tally.max("peak").toPrecision(4)))} where full scale is 1`,
  "out-of-phase": ({ records }) =>
    `the channels of ${formatCount(records, "record")} cancel each other out when mixed`,
  truncated: ({ records }) =>
    `the audio of ${formatCount(records, "record")} is cut off, and was packed as far as it goes`,
  empty: ({ records }) => `${formatCount(records, "record")} ${has(records)} 0 samples`,
  "no-frames": ({ records }) =>
    `${formatCount(records, "record")} ${has(records)} too little audio for a frame of features`,
  "no-text": ({ records }) => `${formatCount(records, "record")} ${has(records)} no text`,
  "decoded-with": ({ records }) =>
    `the audio of ${formatCount(records, "record")} was decoded by ffmpeg, not by audiofield`,
};

/** A tally as a sentence that says where to look. */
export function noteSentence(code: NoteCode, tally: NoteTally): string {
  const where = tally.records === 1 ? tally.first : `the first is ${tally.first}`;
  return `${sentences[code](tally)} (${where})`;
}

function has(count: number): string {
  return count === 1 ? "has" : "have";
}
