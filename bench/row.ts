/** One line of the report: what was measured, against what, and whether it meets its bar. */
export interface Row {
  readonly name: string;
  /** This library's figure, in `unit`. */
  readonly value: number | null;
  /** What it is compared with, measured in the same run or set by the project, in `unit`. */
  readonly limit: number | null;
  readonly unit: string;
  /** `value / limit`. */
  readonly ratio: number | null;
  /** The wanted ratio; `null` when there is none, or the row was skipped. */
  readonly bar: number | null;
  /** Whether the ratio must be at least or at most the bar. */
  readonly wanted: "at least" | "at most";
  readonly pass: boolean | null;
  /** Why nothing was measured. */
  readonly skipped?: string;
}

/** A row of two figures; pass the median of the ratios if they were measured side by side. */
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

/** A row of two figures without a bar. */
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

/** A row for something that couldn't be measured. */
export function skippedRow(name: string, reason: string): Row {
  const nothing = { value: null, limit: null, unit: "", ratio: null, bar: null, pass: null };
  return { name, ...nothing, wanted: "at least", skipped: reason };
}
