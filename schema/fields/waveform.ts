import { type ResolvedWaveform, waveformFacts } from "../facts/waveform.ts";
import {
  audioTargetDefaults,
  type AudioTargetOptions,
  canonicalAudioTarget,
} from "../language/audio_target.ts";
import type { FieldKind } from "../language/kind.ts";
import { OptionReader, withoutDefaults } from "../language/options.ts";
import { resolvedWaveformOf, waveformBytes } from "./waveform_binary.ts";
import { type WaveformDtype, waveformDtypes } from "../language/waveform_dtype.ts";

export type { ResolvedWaveform };

/** What `field.waveform` takes: every option is optional. */
export interface WaveformOptions extends AudioTargetOptions {
  /** The stored sample type. Default `"int16"`. */
  readonly dtype?: WaveformDtype;
}

const known = ["sampleRate", "mono", "channels", "dtype", "normalize", "resample"];

const defaults: ResolvedWaveform = { ...audioTargetDefaults, dtype: "int16" };

/** Raw PCM: samples interleaved by channel, without a container. */
export const waveformKind: FieldKind<ResolvedWaveform> = {
  ...waveformFacts,

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

  toBinary: waveformBytes,
  fromBinary: resolvedWaveformOf,
};
