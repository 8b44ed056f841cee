// Read by name: the bundler replaces `Symbol.dispose` by what this module exports.
const dispose: symbol = Reflect.get(Symbol, "dispose") ?? Symbol.for("Symbol.dispose");
const asyncDispose: symbol = Reflect.get(Symbol, "asyncDispose") ??
  Symbol.for("Symbol.asyncDispose");

export {
  /** Stands for `Symbol.asyncDispose`, on hosts without it too. */
  asyncDispose as symbolAsyncDispose,
  /** Stands for `Symbol.dispose`, on hosts without it too. */
  dispose as symbolDispose,
};
