/** A codec on loan until it is disposed of. */
export interface CodecLease<Codec extends Disposable> extends Disposable {
  /** Nothing else uses it meanwhile. */
  readonly codec: Codec;
}

/** Codecs kept for the next stream: a mixed folder needs fewer. */
const maxIdle = 8;

/**
 * Idle codecs, keyed by what they do, the one idle longest first. They hold kernel memory and
 * tables, so writers share them. A source that is being read may itself write, so a codec in use
 * isn't lent again.
 */
const idle = new Map<string, Disposable>();

/**
 * Lends a codec, and makes one if none of its kind is idle.
 *
 * @param key what it does, with all parameters; codecs of different classes have different keys.
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
  // Another may have been made while this one was on loan.
  if (idle.get(key) !== codec) idle.get(key)?.[Symbol.dispose]();
  idle.delete(key);
  idle.set(key, codec);
  for (const [oldest, unused] of idle) {
    if (idle.size <= maxIdle) return;
    idle.delete(oldest);
    unused[Symbol.dispose]();
  }
}
