import { PcmPipeline, type PcmStream, type PcmTarget } from "../../audio/pcm/mod.ts";

/** Pipelines kept for the next clip: more than the kinds of audio that a mixed folder has. */
const maxIdle = 16;

/**
 * Pipelines that nobody uses, by what they do, the longest unused first. They hold the kernels'
 * memory and planned filters, so writers share them instead of each having its own.
 */
const idle = new Map<string, PcmPipeline>();

/** A pipeline until it is given back. */
export function borrowPipeline(
  { format, sampleRate, channels }: PcmStream,
  target: PcmTarget,
): Disposable & { readonly pipeline: PcmPipeline } {
  const key = JSON.stringify([format, sampleRate, channels, target]);
  const pipeline = idle.get(key) ?? new PcmPipeline({ format, sampleRate, channels }, target);
  idle.delete(key);
  return { pipeline, [Symbol.dispose]: () => giveBack(key, pipeline) };
}

function giveBack(key: string, pipeline: PcmPipeline): void {
  // Another may have been made while this one was out.
  idle.get(key)?.[Symbol.dispose]();
  idle.delete(key);
  idle.set(key, pipeline);
  for (const [oldest, unused] of idle) {
    if (idle.size <= maxIdle) return;
    idle.delete(oldest);
    unused[Symbol.dispose]();
  }
}
