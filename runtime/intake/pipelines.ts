import { PcmPipeline, type PcmStream, type PcmTarget } from "../../audio/pcm/mod.ts";
import { IdlePool, type Lent } from "./idle_pool.ts";

/**
 * Pipelines for the next clip: they have planned filters. A mixed folder has fewer kinds of audio
 * than these.
 */
const pipelines = new IdlePool<PcmPipeline>(16);

/** Lends a pipeline until it is disposed of. */
export function borrowPipeline(
  { format, sampleRate, channels }: PcmStream,
  target: PcmTarget,
): Lent<PcmPipeline> {
  const key = JSON.stringify([format, sampleRate, channels, target]);
  return pipelines.borrow(key, () => new PcmPipeline({ format, sampleRate, channels }, target));
}
