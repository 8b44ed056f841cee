import {
  type AudioTarget,
  audioTargetNames,
  canonicalAudioTarget,
  codedSummary,
  resolvedAudioTarget,
  samplePeriod,
} from "../language/audio_target.ts";
import { codedLayout, codedLength } from "../language/coded_layout.ts";
import {
  type AudioCoding,
  codingDefaults,
  codingNames,
  optionsOf,
  readCoding,
} from "../language/coding.ts";
import type { FieldKind } from "../language/kind.ts";
import { OptionReader } from "../language/options.ts";
import { checkCodecTarget } from "./codec_target.ts";
import { broken, codedConfiguration, resolvedCodedOf } from "./coded_binary.ts";
import { codedExtent } from "./coded_extent.ts";

/** The codecs that have a kind of their own. */
export type CodecName = Exclude<AudioCoding["codec"], "pcm">;

/** The options of a codec's kind with defaults filled in: its own and those of all audio. */
export type ResolvedCodec<Name extends CodecName> =
  & AudioTarget
  & Omit<Extract<AudioCoding, { readonly codec: Name }>, "codec">;

/** A kind whose payloads are streams of one codec, each with an index. */
export function codecKind<Name extends CodecName>(
  codec: Name,
  typeId: number,
): FieldKind<ResolvedCodec<Name>> {
  const names = codingNames(codec);
  return {
    kind: codec,
    typeId,
    layout: codedLayout,
    role: "audio",
    hasPayload: true,
    length: codedLength,
    period: samplePeriod,
    summary: codedSummary,

    canonicalize(options, path) {
      const reader = new OptionReader(options, { path, known: [...audioTargetNames, ...names] });
      const target = canonicalAudioTarget(reader, path);
      checkCodecTarget(target, { codec, reader });
      return { ...target, ...optionsOf(readCoding(codec, reader)) };
    },

    resolve(canonical) {
      const given = { ...codingDefaults[codec], ...canonical };
      return { ...resolvedAudioTarget(canonical), ...pick(given, names) } as ResolvedCodec<Name>;
    },

    toBinary: (options) => codedConfiguration(options, { coding: codecCoding(codec, options) }),

    fromBinary(bytes) {
      const { target, coding } = resolvedCodedOf(bytes, codec);
      if (coding.codec !== codec) throw broken(codec, `its codec is ${coding.codec}`);
      return { ...target, ...pick(coding, names) } as ResolvedCodec<Name>;
    },

    extent: (options) => codedExtent(options, codecCoding(codec, options)),
  };
}

/** How the audio of a codec's field is coded. */
export function codecCoding<Name extends CodecName>(
  codec: Name,
  options: ResolvedCodec<Name>,
): AudioCoding {
  return { codec, ...pick(options, codingNames(codec)) } as AudioCoding;
}

function pick(from: object, names: readonly string[]): object {
  return Object.fromEntries(Object.entries(from).filter(([name]) => names.includes(name)));
}
