import type { FieldKind } from "../language/kind.ts";
import { structLayout } from "../language/layout.ts";
import { OptionReader, withoutDefaults } from "../language/options.ts";
import { codecPreset, codecPresetNames } from "../tokens/codec_presets.ts";
import { sourceRate } from "../spectral/source.ts";
import { codecTokensFromBinary, codecTokensToBinary } from "../tokens/config.ts";
import { canonicalFrameRate, frameRateFraction, frameRateWanted } from "../tokens/frame_rate.ts";
import { codebookBytes, tokenBits, tokenPackings } from "../tokens/packing.ts";
import {
  codecTokensDefaults,
  type CodecTokensParameters,
  type ResolvedCodecTokens,
} from "../tokens/parameters.ts";
import type { JsonObject } from "../language/json.ts";

const known = ["from", "preset", ...Object.keys(codecTokensDefaults)];

/** A neural codec's tokens: for each frame, one from every codebook. */
export const codecTokensKind: FieldKind<ResolvedCodecTokens> = {
  kind: "codecTokens",
  typeId: 22,
  layout: structLayout([
    ["data_ptr", "uint64"],
    ["num_frames", "uint32"],
    ["n_codebooks", "uint8"],
    ["_pad", "uint8"],
    ["_pad2", "uint16"],
  ]),
  role: "tokens",
  hasPayload: true,
  length: { member: "num_frames", unit: "frames" },
  period({ frameRate }) {
    const [frames, seconds] = frameRateFraction(frameRate);
    return [seconds, frames];
  },
  computedFrom: ({ from }) => from,

  canonicalize(options, path, fields) {
    const reader = new OptionReader(options, { path, known });
    const from = reader.raw("from");
    if (from !== undefined) {
      if (typeof from !== "string") throw reader.wrong("from", "the name of an audio field");
      sourceRate(from, { path, fields });
    }
    return {
      ...withoutDefaults(parametersOf(reader), codecTokensDefaults) as JsonObject,
      ...(from === undefined ? {} : { from }),
    };
  },

  resolve(canonical) {
    return { ...codecTokensDefaults, ...canonical as Partial<ResolvedCodecTokens> };
  },

  toBinary: codecTokensToBinary,
  fromBinary: codecTokensFromBinary,

  extent(options) {
    const { nCodebooks } = options;
    const bits = tokenBits(options);
    return {
      leastBytes: (length) => nCodebooks * codebookBytes(length, bits),
      widest: nCodebooks,
    };
  },
};

function parametersOf(reader: OptionReader): CodecTokensParameters {
  const preset = reader.raw("preset") === undefined
    ? codecTokensDefaults
    : codecPreset(reader.oneOf("preset", codecPresetNames, "encodec-24khz-6kbps")).parameters;
  const rate = reader.raw("frameRate");
  const frameRate = canonicalFrameRate(rate ?? preset.frameRate);
  if (frameRate === undefined) throw reader.wrong("frameRate", frameRateWanted);
  return {
    // At most as many as a metadata record can hold.
    nCodebooks: reader.integer("nCodebooks", { min: 1, max: 255, fallback: preset.nCodebooks }),
    vocabSize: reader.integer("vocabSize", { min: 1, max: 65_536, fallback: preset.vocabSize }),
    frameRate,
    packing: reader.oneOf("packing", tokenPackings, codecTokensDefaults.packing),
  };
}
