import type { ScalarType } from "../../schema/mod.ts";

/** The type of an array's elements; `"float16"` lies in a Uint16Array as its bits. */
export type ElementDtype = ScalarType | "float16";

/** One member of a batch that holds what was decoded, and how it changes from batch to batch. */
export type BatchExport =
  /** An array allocated once, of the shape in the member `shape`; elements past it are left over. */
  | { readonly kind: "array"; readonly dtype: ElementDtype; readonly shape: string }
  /**
   * A typed array of `each` elements for every row, cut to the rows there are; for all that there is
   * room for until something is decoded.
   */
  | { readonly kind: "rows"; readonly dtype: ElementDtype; readonly each: number }
  /** The shape of an array: a list of integers, rewritten by every batch. */
  | { readonly kind: "shape" }
  /** A list of strings or byte runs, one for each row. */
  | { readonly kind: "values" }
  /** A number that every batch sets anew. */
  | { readonly kind: "number" }
  /** What is the same in all batches that are decoded into this memory: a string or number. */
  | { readonly kind: "constant" };

/**
 * What a batch shows, by the names of its members. Loaders, their workers and their types take it from
 * here: a member that isn't here isn't seen in what `batches` gives, and no other list of members
 * exists.
 */
export type BatchExports<Name extends string = string> = { readonly [Member in Name]: BatchExport };

/** A batch of any kind; disposing of it gives its memory back. */
export interface ExportingBatch extends Disposable {
  /** What it shows. */
  readonly exports: BatchExports;
}

/** What a batch of this type shows; all of it where the type doesn't say, as a reflective reader's. */
export type ExportsOf<Batch> = Batch extends { readonly exports: BatchExports<infer Name> }
  ? Pick<Batch, Extract<Name, keyof Batch>>
  : Batch;
