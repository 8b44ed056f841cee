/** One thing that is wrong with a file. */
export interface Damage {
  /** The record concerned, or `null` if no particular one is. */
  readonly record: number | null;
  /** The field concerned, or `null` if no particular one is. */
  readonly field: string | null;
  /** What is wrong, in kebab-case, such as `"checksum"`. */
  readonly code: string;
  /** In a dataset of many files, the file concerned, as a path in the folder. */
  readonly file?: string;
}

/** What verifying a file found. */
export interface VerifyReport {
  /** Whether the file keeps every rule. */
  readonly ok: boolean;
  /** Number of records in the file. */
  readonly records: number;
  /** Number of records that were checked. */
  readonly checked: number;
  /** Sorted by record, then by field; damage that belongs to no record comes first. */
  readonly damaged: readonly Damage[];
}

/** Gathers damage. Only the first finding per record and field counts, as others follow from it. */
export class Findings {
  readonly #fields: readonly string[];
  readonly #found: Damage[] = [];
  readonly #seen = new Set<string>();

  /** @param fields the names of the dataset's fields, in schema order. */
  constructor(fields: readonly string[]) {
    this.#fields = fields;
  }

  /** Damage to the file as a whole, or to what it stores for one field. */
  ofFile(code: string, field: string | null = null): void {
    this.#found.push({ record: null, field, code });
  }

  /** Damage to one record's field. */
  ofRecord(code: string, place: { record: number; field: string }): void {
    const { record, field } = place;
    const key = keyOf(place);
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.#found.push({ record, field, code });
  }

  /** Whether something was found in a record's field. */
  has(place: { record: number; field: string }): boolean {
    return this.#seen.has(keyOf(place));
  }

  sorted(): Damage[] {
    const order = new Map(this.#fields.map((field, index) => [field, index]));
    const place = ({ field }: Damage) => (field === null ? -1 : order.get(field) ?? -1);
    return this.#found.sort((a, b) => (a.record ?? -1) - (b.record ?? -1) || place(a) - place(b));
  }
}

function keyOf({ record, field }: { record: number; field: string }): string {
  return `${record} ${field}`;
}
