import {
  type AudioTarget,
  audioTargetNames,
  type AudioTargetOptions,
  canonicalAudioTarget,
  codedSummary,
  resolvedAudioTarget,
  samplePeriod,
} from "../language/audio_target.ts";
import { codedLayout, codedLength } from "../language/coded_layout.ts";
import {
  codingDefaults,
  codingNames,
  optionsOf,
  type OpusCoding,
  readCoding,
} from "../language/coding.ts";
import type { FieldKind } from "../language/kind.ts";
import { OptionReader } from "../language/options.ts";
import { checkCodecTarget } from "./codec_target.ts";
import { broken, codedConfiguration, resolvedCodedOf } from "./coded_binary.ts";
import { codedExtent } from "./coded_extent.ts";

/** The options of an `opus` field with defaults filled in. */
export interface ResolvedOpus extends AudioTarget, Omit<OpusCoding, "codec"> {}

/** What `field.opus` takes: each option may be left out. */
export interface OpusOptions extends AudioTargetOptions, Partial<Omit<OpusCoding, "codec">> {}

/** Lossy and small: each payload is an Ogg Opus stream and an index into it. */
export const opusKind: FieldKind<ResolvedOpus> = {
  kind: "opus",
  typeId: 26,
  layout: codedLayout,
  role: "audio",
  hasPayload: true,
  length: codedLength,
  period: samplePeriod,
  summary: codedSummary,

  canonicalize(options, path) {
    const known = [...audioTargetNames, ...codingNames("opus")];
    const reader = new OptionReader(options, { path, known });
    const target = canonicalAudioTarget(reader, path);
    checkCodecTarget(target, { codec: "opus", reader });
    return { ...target, ...optionsOf(readCoding("opus", reader)) };
  },

  resolve(canonical) {
    const { codec: _codec, ...defaults } = codingDefaults.opus;
    const given = Object.entries(canonical).filter(([name]) => name in defaults);
    return { ...resolvedAudioTarget(canonical), ...defaults, ...Object.fromEntries(given) };
  },

  toBinary({ bitrate, application, frameDuration, vbr, preRollMs, resetSeconds, ...target }) {
    return codedConfiguration(target, {
      coding: {
        codec: "opus",
        bitrate,
        application,
        frameDuration,
        vbr,
        preRollMs,
        resetSeconds,
      },
    });
  },

  fromBinary(bytes) {
    const { target, coding } = resolvedCodedOf(bytes, "opus");
    if (coding.codec !== "opus") throw broken("opus", `its codec is ${coding.codec}`);
    const { codec: _codec, ...rest } = coding;
    return { ...target, ...rest };
  },

  extent: (options) => codedExtent(options, { codec: "opus", ...options }),
};
