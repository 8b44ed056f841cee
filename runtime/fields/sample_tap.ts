import type { PcmFormat } from "../../audio/pcm/mod.ts";

/** What a tap gets to see: the clip as it is stored. */
export interface TappedStream {
  /** Samples per second. */
  readonly sampleRate: number;
  /** Channels interleaved. */
  readonly channels: number;
  /** The stored type. */
  readonly format: PcmFormat;
}

/**
 * Listens to an audio field's samples while they are stored, for fields that are computed from it.
 * An audio encoder calls {@link begin}, then {@link take} piece by piece, then {@link end}; none of
 * it when the clip fails.
 */
export interface SampleTap {
  /** A clip begins. */
  begin(stream: TappedStream): void;
  /** Its next stored bytes: whole frames, little-endian; valid during the call. */
  take(bytes: Uint8Array): void;
  /** It is complete. */
  end(): void;
}

/** One tap for all of `taps`, or none where there are none. */
export function allTaps(taps: readonly SampleTap[]): SampleTap | undefined {
  if (taps.length < 2) return taps[0];
  return {
    begin: (stream) => taps.forEach((tap) => tap.begin(stream)),
    take: (bytes) => taps.forEach((tap) => tap.take(bytes)),
    end: () => taps.forEach((tap) => tap.end()),
  };
}
