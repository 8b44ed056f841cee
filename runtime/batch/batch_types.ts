/**
 * Which batch a field makes of which options, as a mapping of types that the field declares.
 *
 * @module
 */

/** The key under which a field declares its {@link BatchTypes}, for the compiler alone. */
export const batchTypes: unique symbol = Symbol("batchTypes");

/**
 * A function of types: from the options of a field's batches to the batch that they make. A field
 * whose batches depend on their options extends it, with a `batch` that is made of `this["given"]`,
 * and declares it as `declare readonly [batchTypes]: …`.
 */
export interface BatchTypes {
  /** All options that the field's `allocateBatch` takes. */
  readonly options: object;
  /** The options that were given: the function's argument. */
  readonly given: unknown;
  /** The batch that they make: its result. */
  readonly batch: object;
}

/** The batch that `Types` has for options of the type `Given`. */
export type BatchFor<Types extends BatchTypes, Given> =
  (Types & { readonly given: Given })["batch"];
