import { PcmPipeline, type PcmStream, type PcmTarget } from "../../audio/pcm/mod.ts";

/** Pipelines kept for the next clip: a mixed folder has fewer kinds of audio. */
const maxIdle = 16;

/**
 * Idle pipelines, keyed by what they do, the one idle longest first. They hold kernel memory and
 * planned filters, so writers share them instead of each having its own.
 */
const idle = new Map<string, PcmPipeline>();

/** Lends a pipeline until it is disposed of. */
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
  // Another may have been made while this one was on loan.
  idle.get(key)?.[Symbol.dispose]();
  idle.delete(key);
  idle.set(key, pipeline);
  for (const [oldest, unused] of idle) {
    if (idle.size <= maxIdle) return;
    idle.delete(oldest);
    unused[Symbol.dispose]();
  }
}
