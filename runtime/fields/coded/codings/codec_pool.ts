/** A codec until it is given back. */
export interface CodecLease<Codec extends Disposable> extends Disposable {
  /** Nobody else has it meanwhile. */
  readonly codec: Codec;
}

/** Codecs kept for the next stream: more than a mixed folder takes. */
const maxIdle = 8;

/**
 * Codecs that nobody uses, by what they do, the longest unused first. They hold the kernels' memory
 * and their tables, so writers share them; a source that is read meanwhile may itself write, so one
 * that is in use is left to its user.
 */
const idle = new Map<string, Disposable>();

/**
 * Lends a codec, made where none of its kind is free.
 *
 * @param key what it does, with all parameters; the same for codecs of one class alone.
 */
export function lendCodec<Codec extends Disposable>(
  key: string,
  make: () => Codec,
): CodecLease<Codec> {
  const codec = idle.get(key) as Codec | undefined ?? make();
  idle.delete(key);
  return { codec, [Symbol.dispose]: () => giveBack(key, codec) };
}

function giveBack(key: string, codec: Disposable): void {
  // Another may have been made while this one was out.
  if (idle.get(key) !== codec) idle.get(key)?.[Symbol.dispose]();
  idle.delete(key);
  idle.set(key, codec);
  for (const [oldest, unused] of idle) {
    if (idle.size <= maxIdle) return;
    idle.delete(oldest);
    unused[Symbol.dispose]();
  }
}
