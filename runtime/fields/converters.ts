import { PcmConverter, type PcmConverterOptions } from "../../audio/pcm/mod.ts";

/** Converters kept for the next clip; a folder takes one or two. */
const maxIdle = 8;

/**
 * Converters that nobody uses, by what they do. They hold the kernels' memory, which nobody else
 * gives back, so writers share them instead of each having its own.
 */
const idle = new Map<string, PcmConverter>();

/** A converter until it is given back; `reset` it before the stream begins. */
export function borrowConverter(
  options: PcmConverterOptions,
): Disposable & { readonly converter: PcmConverter } {
  const key = `${options.from} ${options.channels} ${options.mono} ${options.to}`;
  const converter = idle.get(key) ?? new PcmConverter(options);
  idle.delete(key);
  const giveBack = () => {
    if (idle.has(key) || idle.size >= maxIdle) converter[Symbol.dispose]();
    else idle.set(key, converter);
  };
  return { converter, [Symbol.dispose]: giveBack };
}
