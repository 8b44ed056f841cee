/** Where records that follow one another were copied from. */
interface Origin {
  /** The file or folder. */
  readonly file: string;
  /** The number of the first one there. */
  readonly first: number;
  /** The number of the first one in the copy. */
  readonly at: number;
}

/** Remembers where the records of a copy come from: an entry per range, not per record. */
export class CopyOrigins {
  readonly #origins: Origin[] = [];

  /** Adds the records to come. */
  add(origin: Origin): void {
    this.#origins.push(origin);
  }

  /** Where a record of the copy comes from. */
  of(record: number): { file: string; record: number } {
    const { file, first, at } = this.#origins.findLast((origin) => origin.at <= record)!;
    return { file, record: first + record - at };
  }
}
