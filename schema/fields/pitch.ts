import { FormatError } from "../../errors/mod.ts";
import type { JsonObject } from "../language/json.ts";
import type { FieldKind } from "../language/kind.ts";
import { structLayout } from "../language/layout.ts";
import { OptionReader, withoutDefaults } from "../language/options.ts";
import { sourceRate } from "../spectral/source.ts";

/** How the pitch of audio is found; `docs/pitch.md` has the formula. */
export interface PitchParameters {
  /** The sample rate that audio is resampled to, in Hz, 1,000 to 768,000. Default 16,000. */
  readonly sampleRate: number;
  /** Samples from the centre of one frame to the centre of the next, 1 to 65,536. Default 160. */
  readonly hopLength: number;
  /** Samples per frame, up to 65,536; at least two periods of `fMin`. Default 1,024. */
  readonly winLength: number;
  /** The lowest frequency to look for, in Hz, at least 1. Default 50. */
  readonly fMin: number;
  /** The highest frequency to look for, in Hz, up to a quarter of the sample rate. Default 600. */
  readonly fMax: number;
  /** The lowest normalised autocorrelation that makes a frame voiced, 0 to 1. Default 0.45. */
  readonly voicingThreshold: number;
}

/** All options of a pitch field, defaults filled in. */
export interface ResolvedPitch extends PitchParameters {
  /** The audio field whose stored samples are analysed; without it, records supply audio or arrays. */
  readonly from?: string;
}

/** What `field.pitch` takes: every option is optional. */
export type PitchOptions = Partial<ResolvedPitch>;

/** The defaults. */
export const pitchDefaults: PitchParameters = {
  sampleRate: 16_000,
  hopLength: 160,
  winLength: 1024,
  fMin: 50,
  fMax: 600,
  voicingThreshold: 0.45,
};

const configBytes = 40;

/** The fundamental frequency of audio, and which frames have one. */
export const pitchKind: FieldKind<ResolvedPitch> = {
  kind: "pitch",
  typeId: 29,
  layout: structLayout([
    ["data_ptr", "uint64"],
    ["num_frames", "uint32"],
    ["_pad", "uint32"],
  ]),
  role: "features",
  hasPayload: true,
  since: 2,
  length: { member: "num_frames", unit: "frames" },
  period: ({ sampleRate, hopLength }) => [hopLength, sampleRate],
  computedFrom: ({ from }) => from,
  quantity: () => "f0 (Hz)",
  mask: "voiced",

  canonicalize(options, path, fields) {
    const reader = new OptionReader(options, {
      path,
      known: ["from", ...Object.keys(pitchDefaults)],
    });
    const from = reader.raw("from");
    if (from !== undefined) {
      if (typeof from !== "string") throw reader.wrong("from", "the name of an audio field");
      sourceRate(from, { path, fields });
    }
    const parameters = parametersOf(reader);
    return {
      ...withoutDefaults(parameters, pitchDefaults) as JsonObject,
      ...(from === undefined ? {} : { from }),
    };
  },

  resolve: (canonical) => ({ ...pitchDefaults, ...canonical as PitchOptions }),

  toBinary({ sampleRate, hopLength, winLength, fMin, fMax, voicingThreshold }) {
    const view = new DataView(new ArrayBuffer(configBytes));
    view.setUint32(0, sampleRate, true);
    view.setUint32(4, hopLength, true);
    view.setUint32(8, winLength, true);
    view.setFloat64(16, fMin, true);
    view.setFloat64(24, fMax, true);
    view.setFloat64(32, voicingThreshold, true);
    return new Uint8Array(view.buffer);
  },

  fromBinary(bytes) {
    if (bytes.length !== configBytes) {
      throw unreadable(`expected ${configBytes} bytes, got ${bytes.length}`);
    }
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (view.getUint32(12, true) !== 0) throw unreadable("its reserved bytes aren't zero");
    return {
      sampleRate: view.getUint32(0, true),
      hopLength: view.getUint32(4, true),
      winLength: view.getUint32(8, true),
      fMin: view.getFloat64(16, true),
      fMax: view.getFloat64(24, true),
      voicingThreshold: view.getFloat64(32, true),
    };
  },

  extent: () => ({ leastBytes: pitchBytes, widest: 0 }),
};

/** Bytes per record: a float32 for each frame, then a bit for each frame. */
export function pitchBytes(frames: number): number {
  return frames * 4 + Math.ceil(frames / 8);
}

function parametersOf(reader: OptionReader): PitchParameters {
  const { sampleRate, hopLength, winLength, fMin, fMax, voicingThreshold } = pitchDefaults;
  const stated: PitchParameters = {
    sampleRate: reader.integer("sampleRate", { min: 1000, max: 768_000, fallback: sampleRate }),
    hopLength: reader.integer("hopLength", { min: 1, max: 65_536, fallback: hopLength }),
    winLength: reader.integer("winLength", { min: 2, max: 65_536, fallback: winLength }),
    fMin: reader.number("fMin", { min: 1, max: 192_000, fallback: fMin }),
    fMax: reader.number("fMax", { min: 1, max: 192_000, fallback: fMax }),
    voicingThreshold: reader.number("voicingThreshold", {
      min: 0,
      max: 1,
      fallback: voicingThreshold,
    }),
  };
  if (stated.fMin >= stated.fMax) {
    throw reader.contradiction(
      "fMin",
      `${stated.fMin} Hz isn't below fMax, ${stated.fMax} Hz`,
      "pass a lower fMin or a higher fMax",
    );
  }
  if (stated.fMax * 4 > stated.sampleRate) {
    throw reader.contradiction(
      "fMax",
      `${stated.fMax} Hz is more than a quarter of the sample rate, ${stated.sampleRate} Hz`,
      `pass fMax: ${stated.sampleRate / 4} or less, or a higher sampleRate`,
    );
  }
  const least = Math.ceil(2 * stated.sampleRate / stated.fMin);
  if (stated.winLength < least) {
    throw reader.contradiction(
      "winLength",
      `${stated.winLength} samples are less than two periods of fMin, ${stated.fMin} Hz`,
      least <= 65_536 ? `pass winLength: ${least} or more, or a higher fMin` : "pass a higher fMin",
    );
  }
  return stated;
}

function unreadable(reason: string): FormatError {
  return new FormatError(`Cannot read a pitch field's configuration: ${reason}`, {
    code: "configuration",
  });
}
