import {
  type AudioTarget,
  audioTargetDefaults,
  type AudioTargetOptions,
  canonicalAudioTarget,
  fixedChannels,
  maxChannels,
  resolvedAudioTarget,
  samplePeriod,
} from "../language/audio_target.ts";
import type { FieldKind } from "../language/kind.ts";
import { structLayout } from "../language/layout.ts";
import { OptionReader, withoutDefaults } from "../language/options.ts";
import { resolvedWaveformOf, waveformBytes } from "./waveform_binary.ts";
import { dtypeBytes, type WaveformDtype, waveformDtypes } from "../language/waveform_dtype.ts";

/** The options of a waveform field with defaults filled in. */
export interface ResolvedWaveform extends AudioTarget {
  /** The stored sample type. Default `"int16"`. */
  readonly dtype: WaveformDtype;
}

/** What `field.waveform` takes: every option is optional. */
export interface WaveformOptions extends AudioTargetOptions {
  /** The stored sample type. Default `"int16"`. */
  readonly dtype?: WaveformDtype;
}

const known = ["sampleRate", "mono", "channels", "dtype", "normalize", "resample"];

const defaults: ResolvedWaveform = { ...audioTargetDefaults, dtype: "int16" };

/** Raw PCM: samples interleaved by channel, without a container. */
export const waveformKind: FieldKind<ResolvedWaveform> = {
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

  canonicalize(options, path) {
    const reader = new OptionReader(options, { path, known });
    return {
      ...canonicalAudioTarget(reader, path),
      ...withoutDefaults(
        { dtype: reader.oneOf("dtype", waveformDtypes, defaults.dtype) },
        { dtype: defaults.dtype },
      ),
    };
  },

  resolve(canonical) {
    const { dtype = defaults.dtype } = canonical;
    const { normalize, resample, ...rest } = resolvedAudioTarget(canonical);
    // In the order in which people read them.
    return { ...rest, dtype: dtype as WaveformDtype, normalize, resample };
  },

  toBinary: waveformBytes,
  fromBinary: resolvedWaveformOf,

  extent(options) {
    const channels = fixedChannels(options);
    const frameBytes = (channels ?? 1) * dtypeBytes(options.dtype);
    return { leastBytes: (length) => length * frameBytes, widest: channels ?? maxChannels };
  },
};
