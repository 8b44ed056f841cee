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
  type FlacCoding,
  optionsOf,
  readCoding,
} from "../language/coding.ts";
import type { FieldKind } from "../language/kind.ts";
import { OptionReader } from "../language/options.ts";
import { checkCodecTarget } from "./codec_target.ts";
import { broken, codedConfiguration, resolvedCodedOf } from "./coded_binary.ts";
import { codedExtent } from "./coded_extent.ts";

/** The options of a `flac` field with defaults filled in. */
export interface ResolvedFlac extends AudioTarget, Omit<FlacCoding, "codec"> {}

/** What `field.flac` takes: each option may be left out. */
export interface FlacOptions extends AudioTargetOptions, Partial<Omit<FlacCoding, "codec">> {}

/** Lossless: each payload is a native FLAC stream and an index into it. */
export const flacKind: FieldKind<ResolvedFlac> = {
  kind: "flac",
  typeId: 25,
  layout: codedLayout,
  role: "audio",
  hasPayload: true,
  length: codedLength,
  period: samplePeriod,
  summary: codedSummary,

  canonicalize(options, path) {
    const known = [...audioTargetNames, ...codingNames("flac")];
    const reader = new OptionReader(options, { path, known });
    const target = canonicalAudioTarget(reader, path);
    checkCodecTarget(target, { codec: "flac", reader });
    return { ...target, ...optionsOf(readCoding("flac", reader)) };
  },

  resolve(canonical) {
    const { codec: _codec, ...coding } = codingDefaults.flac;
    const { bits, compressionLevel } = { ...coding, ...canonical };
    return { ...resolvedAudioTarget(canonical), bits, compressionLevel };
  },

  toBinary({ bits, compressionLevel, ...target }) {
    return codedConfiguration(target, { coding: { codec: "flac", bits, compressionLevel } });
  },

  fromBinary(bytes) {
    const { target, coding } = resolvedCodedOf(bytes, "flac");
    if (coding.codec !== "flac") throw broken("flac", `its codec is ${coding.codec}`);
    const { codec: _codec, ...rest } = coding;
    return { ...target, ...rest };
  },

  extent: (options) => codedExtent(options, { codec: "flac", ...options }),
};
