import {
  type AudioTarget,
  fixedChannels,
  maxChannels,
  resolvedAudioTarget,
  samplePeriod,
} from "../language/audio_target.ts";
import type { KindFacts } from "../language/kind.ts";
import { structLayout } from "../language/layout.ts";
import { dtypeBytes, type WaveformDtype } from "../language/waveform_dtype.ts";

/** The options of a waveform field with defaults filled in. */
export interface ResolvedWaveform extends AudioTarget {
  /** The stored sample type. Default `"int16"`. */
  readonly dtype: WaveformDtype;
}

/** Raw PCM: samples interleaved by channel, without a container. */
export const waveformFacts: KindFacts<ResolvedWaveform> = {
  kind: "waveform",
  typeId: 20,
  layout: structLayout([
    ["data_ptr", "uint64"],
    ["num_samples", "uint32"],
    ["duration_ms", "uint32"],
    ["sample_rate", "uint32"],
    ["channels", "uint8"],
    ["dtype_code", "uint8"],
    ["_pad", "uint16"],
  ]),
  role: "audio",
  hasPayload: true,
  length: { member: "num_samples", unit: "samples" },
  period: samplePeriod,

  resolve(canonical) {
    const { dtype = "int16" } = canonical;
    const { normalize, resample, ...rest } = resolvedAudioTarget(canonical);
    // In the order in which people read them.
    return { ...rest, dtype: dtype as WaveformDtype, normalize, resample };
  },

  extent(options) {
    const channels = fixedChannels(options);
    const frameBytes = (channels ?? 1) * dtypeBytes(options.dtype);
    return { leastBytes: (length) => length * frameBytes, widest: channels ?? maxChannels };
  },
};
