import { ManifestError } from "../../errors/mod.ts";

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

  /**
   * Does something with the copy; an error about two records with the same key names their files.
   *
   * @param output the path of the copy.
   */
  during<Result>(output: string, step: () => Result): Result {
    try {
      return step();
    } catch (cause) {
      if (!(cause instanceof ManifestError) || cause.code !== "duplicate-key") throw cause;
      const other = this.of(cause.record!);
      const owner = this.of(Number(cause.found));
      throw new ManifestError(
        `Cannot copy record ${other.record} of "${other.file}" to "${output}": record ` +
          `${owner.record} of "${owner.file}" has the same key`,
        {
          code: "duplicate-key",
          file: other.file,
          field: cause.field,
          record: other.record,
          found: owner.record,
          hint: "leave one of them out with `audiofield subset --drop`",
          cause,
        },
      );
    }
  }
}
