import type { FieldKind } from "../kind.ts";
import { structLayout } from "../layout.ts";
import { OptionReader, withoutDefaults } from "../options.ts";
import {
  canonicalResampling,
  checkedResampling,
  defaultResampling,
  type Resampling,
  type ResamplingChoice,
  resolvedResampling,
} from "../resampling.ts";
import { waveformBytes, waveformOptionsOf } from "./waveform_binary.ts";
import { type WaveformDtype, waveformDtypes } from "./waveform_dtype.ts";

/** All parameters of a waveform field. */
export interface WaveformOptions {
  /** Samples per second of the stored audio, 1 to 768,000. Default 16,000. */
  readonly sampleRate: number;
  /** Whether every clip is mixed down to one channel (the mean of its own). Default `true`. */
  readonly mono: boolean;
  /**
   * The channels that are stored: `"mono"` (as {@link mono} says), `"source"` (each clip's own), or
   * of every clip this many, 1 to 255: its first ones, or copies of its only one.
   */
  readonly channels: "mono" | "source" | number;
  /** The stored sample type. Default `"int16"`. */
  readonly dtype: WaveformDtype;
  /**
   * Whether each clip is scaled to a peak of full scale: divided by its largest magnitude over all
   * channels, after mixing and resampling. A silent clip stays silent. Default `false`.
   */
  readonly normalize: boolean;
  /** How clips of another sample rate are resampled. Default `"sinc"`. */
  readonly resample: Resampling;
}

/** What `field.waveform` takes: each option may be left out. */
export interface WaveformSettings
  extends Partial<Omit<WaveformOptions, "channels" | "mono" | "resample">> {
  /** `true` is `channels: "mono"`, the default; `false` is `channels: "source"`, or a number. */
  readonly mono?: boolean;
  /**
   * The channels to store: `"mono"` is the mean, `"source"` are each clip's own, `"stereo"` is 2. A
   * number takes the first channels of clips that have more, and copies the channel of mono ones.
   */
  readonly channels?: "mono" | "stereo" | "source" | number;
  /** How clips of another sample rate are resampled. Default `"sinc"`. */
  readonly resample?: ResamplingChoice;
}

const defaults: WaveformOptions = {
  sampleRate: 16_000,
  mono: true,
  channels: "mono",
  dtype: "int16",
  normalize: false,
  resample: defaultResampling,
};

/** Raw PCM: samples interleaved by channel, no container around them. */
export const waveformKind: FieldKind<WaveformOptions> = {
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

  canonicalize(options, path) {
    const reader = new OptionReader(options, { path, known: Object.keys(defaults) });
    const channels = checkedChannels(reader);
    const { channels: _channels, resample, ...kept } = withoutDefaults<WaveformOptions>({
      sampleRate: reader.integer("sampleRate", {
        min: 1,
        max: 768_000,
        fallback: defaults.sampleRate,
      }),
      mono: channels === "mono",
      channels,
      dtype: reader.oneOf("dtype", waveformDtypes, defaults.dtype),
      normalize: reader.boolean("normalize", defaults.normalize),
      resample: checkedResampling(reader.raw("resample"), {
        path: `${path}.resample`,
        wrong: (wanted) => reader.wrong("resample", wanted),
      }),
    }, defaults);
    return {
      ...kept,
      // Mono and the source's own are told apart by `mono`, as they were before there was a number.
      ...(typeof channels === "number" ? { channels } : {}),
      ...(resample === undefined ? {} : { resample: canonicalResampling(resample) }),
    };
  },

  resolve(canonical) {
    const { mono = defaults.mono, channels = mono ? "mono" : "source" } = canonical;
    const resample = resolvedResampling(canonical.resample);
    return { ...defaults, ...canonical, channels, resample } as WaveformOptions;
  },

  toBinary: waveformBytes,
  fromBinary: waveformOptionsOf,
};

/** The channels of every clip where they are the same, or nothing where each has its own. */
export function fixedChannels(
  { channels }: Pick<WaveformOptions, "channels">,
): number | undefined {
  if (channels === "source") return undefined;
  return channels === "mono" ? 1 : channels;
}

function checkedChannels(reader: OptionReader): WaveformOptions["channels"] {
  const given = reader.raw("channels");
  const mono = reader.boolean("mono", given === undefined || given === "mono");
  if (given === undefined) return mono ? "mono" : "source";
  const channels = given === "stereo" ? 2 : given;
  const isNumber = typeof channels === "number" && Number.isInteger(channels) && channels >= 1 &&
    channels <= 255;
  if (!isNumber && channels !== "mono" && channels !== "source") {
    throw reader.wrong("channels", '"mono", "stereo", "source" or an integer from 1 to 255');
  }
  if (mono !== (channels === "mono")) {
    throw reader.contradiction(
      "channels",
      `mono: ${mono} contradicts channels: ${JSON.stringify(given)}`,
      "leave `mono` out",
    );
  }
  return channels;
}
