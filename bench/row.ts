/** One line of the report: what was measured, against what, and whether it holds its bar. */
export interface Row {
  readonly name: string;
  /** What this library did, in `unit`. */
  readonly value: number | null;
  /** What it is held against, measured in the same run or fixed by the project, in `unit`. */
  readonly limit: number | null;
  readonly unit: string;
  /** `value / limit`. */
  readonly ratio: number | null;
  /** The ratio that is wanted; `null` when none is, or the row was skipped. */
  readonly bar: number | null;
  /** Whether the ratio is to be at least the bar, or at most. */
  readonly wanted: "at least" | "at most";
  readonly pass: boolean | null;
  /** Why nothing was measured. */
  readonly skipped?: string;
}

/** A row of two figures, by the median of the ratios of what was measured side by side. */
export function row(
  name: string,
  { value, limit, ratio = value / limit, unit, bar, wanted }: {
    value: number;
    limit: number;
    ratio?: number;
    unit: string;
    bar: number;
    wanted: Row["wanted"];
  },
): Row {
  const pass = wanted === "at least" ? ratio >= bar : ratio <= bar;
  return { name, value, limit, unit, ratio, bar, wanted, pass };
}

/** A row of two figures for which no ratio is wanted. */
export function toldRow(
  name: string,
  { value, limit, ratio = value / limit, unit }: {
    value: number;
    limit: number;
    ratio?: number;
    unit: string;
  },
): Row {
  return { name, value, limit, unit, ratio, bar: null, wanted: "at least", pass: null };
}

/** A row for what couldn't be measured here. */
export function skippedRow(name: string, reason: string): Row {
  const nothing = { value: null, limit: null, unit: "", ratio: null, bar: null, pass: null };
  return { name, ...nothing, wanted: "at least", skipped: reason };
}
