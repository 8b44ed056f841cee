import type { JsonObject } from "./json.ts";
import type { Period } from "./kind.ts";
import { type OptionReader, withoutDefaults } from "./options.ts";
import {
  canonicalResampling,
  checkedResampling,
  defaultResampling,
  type Resampling,
  type ResamplingChoice,
  resolvedResampling,
} from "./resampling.ts";

/** What every audio field does to its input, however it stores it. */
export interface AudioTarget {
  /** Samples per second of the stored audio, 1 to 768,000. Default 16,000. */
  readonly sampleRate: number;
  /** Whether every clip is mixed down to one channel, the mean of its own. Default `true`. */
  readonly mono: boolean;
  /**
   * The channels that are stored: `"mono"` (see {@link mono}), `"source"` (each clip's own), or
   * this many per clip, 1 to 255: its first ones, or copies of its only one.
   */
  readonly channels: "mono" | "source" | number;
  /**
   * Whether each clip is scaled to a peak of full scale: divided by its largest magnitude over all
   * channels, after mixing and resampling. A silent clip stays silent. Default `false`.
   */
  readonly normalize: boolean;
  /** How clips of another sample rate are resampled. Default `"sinc"`. */
  readonly resample: Resampling;
}

/** The most channels that a clip can have: the limit of a metadata record. */
export const maxChannels = 255;

/** {@link AudioTarget} as a schema states it: every option is optional. */
export interface AudioTargetOptions
  extends Partial<Omit<AudioTarget, "channels" | "mono" | "resample">> {
  /** `true` is `channels: "mono"`, the default; `false` is `channels: "source"`, or a number. */
  readonly mono?: boolean;
  /**
   * The channels to store: `"mono"` is the mean, `"source"` is each clip's own, `"stereo"` is 2. A
   * number takes the first channels of clips that have more, and copies the channel of mono clips.
   */
  readonly channels?: "mono" | "stereo" | "source" | number;
  /** How clips of another sample rate are resampled. Default `"sinc"`. */
  readonly resample?: ResamplingChoice;
}

/** What applies where a schema says nothing. */
export const audioTargetDefaults: AudioTarget = {
  sampleRate: 16_000,
  mono: true,
  channels: "mono",
  normalize: false,
  resample: defaultResampling,
};

/** The options' names. */
export const audioTargetNames: readonly string[] = Object.keys(audioTargetDefaults);

/** The options that differ from the defaults; a field's canonical options begin with them. */
export function canonicalAudioTarget(reader: OptionReader, path: string): JsonObject {
  const channels = checkedChannels(reader);
  const { channels: _channels, resample, ...kept } = withoutDefaults<AudioTarget>({
    sampleRate: reader.integer("sampleRate", {
      min: 1,
      max: 768_000,
      fallback: audioTargetDefaults.sampleRate,
    }),
    mono: channels === "mono",
    channels,
    normalize: reader.boolean("normalize", audioTargetDefaults.normalize),
    resample: checkedResampling(reader.raw("resample"), {
      path: `${path}.resample`,
      wrong: (wanted) => reader.wrong("resample", wanted),
    }),
  }, audioTargetDefaults);
  return {
    ...kept,
    // `mono` tells "mono" from "source", as it did before numbers were allowed.
    ...(typeof channels === "number" ? { channels } : {}),
    ...(resample === undefined ? {} : { resample: canonicalResampling(resample) }),
  };
}

/** All options, from a field's canonical ones; options of other kinds are left out. */
export function resolvedAudioTarget(canonical: JsonObject): AudioTarget {
  const { sampleRate, mono, normalize } = { ...audioTargetDefaults, ...canonical } as AudioTarget;
  const { channels = mono ? "mono" : "source" } = canonical;
  const resample = resolvedResampling(canonical["resample"]);
  return { sampleRate, mono, channels: channels as AudioTarget["channels"], normalize, resample };
}

/** Seconds from one stored sample to the next. */
export function samplePeriod({ sampleRate }: Pick<AudioTarget, "sampleRate">): Period {
  return [1, sampleRate];
}

/** What distinguishes a field of coded audio: its rate, and what differs from the defaults. */
export function codedSummary(
  { sampleRate }: Pick<AudioTarget, "sampleRate">,
  stated: JsonObject,
): Readonly<Record<string, unknown>> {
  return { sampleRate, ...stated };
}

/** The number of channels of every clip; `undefined` where each clip has its own. */
export function fixedChannels({ channels }: Pick<AudioTarget, "channels">): number | undefined {
  if (channels === "source") return undefined;
  return channels === "mono" ? 1 : channels;
}

function checkedChannels(reader: OptionReader): AudioTarget["channels"] {
  const given = reader.raw("channels");
  const mono = reader.boolean("mono", given === undefined || given === "mono");
  if (given === undefined) return mono ? "mono" : "source";
  const channels = given === "stereo" ? 2 : given;
  const isNumber = typeof channels === "number" && Number.isInteger(channels) && channels >= 1 &&
    channels <= maxChannels;
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
