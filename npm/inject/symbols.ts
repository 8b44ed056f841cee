// Read by name: the bundler replaces `Symbol.dispose` by what this module exports.

/** Stands for `Symbol.dispose`, on hosts without it too. */
export const symbolDispose: typeof Symbol.dispose = Reflect.get(Symbol, "dispose") ??
  Symbol.for("Symbol.dispose");

/** Stands for `Symbol.asyncDispose`, on hosts without it too. */
export const symbolAsyncDispose: typeof Symbol.asyncDispose = Reflect.get(Symbol, "asyncDispose") ??
  Symbol.for("Symbol.asyncDispose");
