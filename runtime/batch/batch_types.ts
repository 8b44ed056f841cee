/**
 * A mapping that a field declares for the compiler: from the types of batch options to the type of
 * batch that they produce.
 *
 * @module
 */

/** The key under which a field declares its {@link BatchTypes}; only the compiler uses it. */
export const batchTypes: unique symbol = Symbol("batchTypes");

/**
 * A type-level function from the options of a field's batches to the batch that they produce. A
 * field whose batches depend on their options extends it, with a `batch` derived from
 * `this["given"]`, and declares it as `declare readonly [batchTypes]: …`.
 */
export interface BatchTypes {
  /** All options that the field's `allocateBatch` takes. */
  readonly options: object;
  /** The options that were given: the function's argument. */
  readonly given: unknown;
  /** The batch that they produce: the function's result. */
  readonly batch: object;
}

/** The batch that `Types` produces for options of type `Given`. */
export type BatchFor<Types extends BatchTypes, Given> =
  (Types & { readonly given: Given })["batch"];
