import type { PcmSamples, PcmSource } from "../../audio/pcm/mod.ts";

/** Passes on all samples of a source, piece by piece; the source isn't disposed of here. */
export function pushAll(
  source: PcmSource,
  sink: { push(samples: PcmSamples): void },
): void {
  for (let piece = source.next(); piece !== undefined; piece = source.next()) sink.push(piece);
}
