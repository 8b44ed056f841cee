import type { ScalarType } from "../../schema/mod.ts";

/** The type of an array's elements; a `"float16"` array is a Uint16Array of bit patterns. */
export type ElementDtype = ScalarType | "float16";

/** One member of a batch that holds what was decoded, and how it changes from batch to batch. */
export type BatchExport =
  /** An array allocated once; the member `shape` names its shape. Elements past it are unused. */
  | { readonly kind: "array"; readonly dtype: ElementDtype; readonly shape: string }
  /**
   * A typed array of `each` elements per row, trimmed to the rows in use; it has its full capacity
   * until something is decoded.
   */
  | { readonly kind: "rows"; readonly dtype: ElementDtype; readonly each: number }
  /** The shape of an array: a list of integers, rewritten by every batch. */
  | { readonly kind: "shape" }
  /** A list of strings or byte runs, one per row. */
  | { readonly kind: "values" }
  /** A number that every batch sets. */
  | { readonly kind: "number" }
  /**
   * What is only made when it is asked for: by the batch itself, and of a batch that a worker decoded
   * by the field's `lazyMember`, in the thread that loads.
   */
  | { readonly kind: "lazy" }
  /** A string or number that is the same for all batches decoded into this memory. */
  | { readonly kind: "constant" };

/**
 * The members that a batch exports, by name. Loaders, their workers and their types all use this
 * list, and there is no other: `batches` doesn't yield a member that is missing from it.
 */
export type BatchExports<Name extends string = string> = { readonly [Member in Name]: BatchExport };

/** A batch of any kind; disposing of it frees its memory. */
export interface ExportingBatch extends Disposable {
  /** The members it exports. */
  readonly exports: BatchExports;
}

/**
 * The members that a batch of this type exports; all its members if the type doesn't say, as with a
 * reflective reader.
 */
export type ExportsOf<Batch> = Batch extends { readonly exports: BatchExports<infer Name> }
  ? Pick<Batch, Extract<Name, keyof Batch>>
  : Batch;
