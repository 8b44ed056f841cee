import type { WaveformDtype } from "../../schema/mod.ts";

/** Sees the audio of a record as it is stored, for fields that are computed from it. */
export interface StoredAudioTap {
  /** Called once, before any samples. */
  begin(
    audio: {
      /** Frames a second. */
      readonly sampleRate: number;
      /** Samples in a frame. */
      readonly channels: number;
      /** How samples are stored. */
      readonly dtype: WaveformDtype;
    },
  ): void;
  /** Takes the next stored bytes, in whole frames; they are valid only during the call. */
  write(bytes: Uint8Array): void;
}

/** One tap that feeds all of `taps`; `undefined` if there are none. */
export function sharedTap(taps: readonly StoredAudioTap[]): StoredAudioTap | undefined {
  if (taps.length < 2) return taps[0];
  return {
    begin: (audio) => taps.forEach((tap) => tap.begin(audio)),
    write: (bytes) => taps.forEach((tap) => tap.write(bytes)),
  };
}
