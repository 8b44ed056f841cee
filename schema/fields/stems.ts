import {
  type AudioTarget,
  type AudioTargetOptions,
  canonicalAudioTarget,
  codedSummary,
  resolvedAudioTarget,
  samplePeriod,
} from "../language/audio_target.ts";
import { codedLength, tracksLayout } from "../language/coded_layout.ts";
import {
  type AudioCoding,
  type AudioCodingChoice,
  canonicalCoding,
  checkedCoding,
  resolvedCoding,
} from "../language/coding.ts";
import type { FieldKind } from "../language/kind.ts";
import { OptionReader } from "../language/options.ts";
import { checkCodecTarget } from "./codec_target.ts";
import { broken, codedConfiguration, resolvedCodedOf } from "./coded_binary.ts";
import { codedExtent } from "./coded_extent.ts";

/**
 * The options of a `stems` field with defaults filled in. Stems keep their levels: there is no
 * `normalize`.
 */
export interface ResolvedStems extends AudioTarget {
  /** The stems, in the order in which they are decoded: 1 to 64 names. */
  readonly names: readonly string[];
  /** How each stem is coded. Default `"pcm"`. */
  readonly coding: AudioCoding;
}

/** What `field.stems` takes; only `names` is required. */
export interface StemsOptions extends Omit<AudioTargetOptions, "normalize"> {
  /**
   * The stems, in the order in which they are decoded: 1 to 64 names of letters, digits and
   * underscores.
   */
  readonly names: readonly string[];
  /** How each stem is coded. Default `"pcm"`. */
  readonly coding?: AudioCodingChoice;
}

const namePattern = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;

/** Keys of the objects that audio can be passed as, and the name for the sum of all stems. */
const reservedNames: ReadonlySet<string> = new Set(
  ["path", "startSeconds", "durationSeconds", "samples", "sampleRate", "channels", "scale", "mix"],
);

const maxStems = 64;

/** Tracks of one recording, aligned to the sample. */
export const stemsKind: FieldKind<ResolvedStems> = {
  kind: "stems",
  typeId: 28,
  layout: tracksLayout,
  role: "audio",
  hasPayload: true,
  length: codedLength,
  period: samplePeriod,
  summary: codedSummary,
  tracks: ({ names }) => names,

  canonicalize(options, path) {
    const known = ["names", "sampleRate", "mono", "channels", "resample", "coding"];
    const reader = new OptionReader(options, { path, known });
    const names = checkedNames(reader);
    const target = canonicalAudioTarget(reader, path);
    const coding = checkedCoding(reader.raw("coding"), {
      path: `${path}.coding`,
      wrong: (wanted) => reader.wrong("coding", wanted),
    });
    checkCodecTarget(target, { codec: coding.codec, reader });
    const canonical = canonicalCoding(coding);
    return { names, ...target, ...(canonical === "pcm" ? {} : { coding: canonical }) };
  },

  resolve(canonical) {
    return {
      ...resolvedAudioTarget(canonical),
      names: canonical["names"] as readonly string[],
      coding: resolvedCoding(canonical["coding"]),
    };
  },

  toBinary({ names, coding, ...target }) {
    const encoded = names.map((name) => new TextEncoder().encode(name));
    const extra = Uint8Array.from([
      encoded.length,
      ...encoded.flatMap((bytes) => [bytes.length, ...bytes]),
    ]);
    return codedConfiguration(target, { coding, extra });
  },

  fromBinary(bytes) {
    const { target, coding, extra } = resolvedCodedOf(bytes, "stems");
    return { ...target, names: namesOf(extra), coding };
  },

  extent: (options) => codedExtent(options, options.coding),
};

function checkedNames(reader: OptionReader): string[] {
  const given = reader.raw("names");
  const wanted = `an array of 1 to ${maxStems} names such as ["vocals", "drums"]`;
  if (!Array.isArray(given) || given.length < 1 || given.length > maxStems) {
    throw reader.wrong("names", wanted);
  }
  const seen = new Set<string>();
  for (const name of given) {
    if (typeof name !== "string" || !namePattern.test(name) || reservedNames.has(name)) {
      throw reader.wrong(
        "names",
        `names of at most 64 letters, digits and underscores, and none of ${
          [...reservedNames].join(", ")
        }`,
      );
    }
    // Folded, because stems become files, and some file systems fold case.
    const key = name.toLowerCase();
    if (seen.has(key)) throw reader.wrong("names", "names that differ in more than case");
    seen.add(key);
  }
  return [...given];
}

function namesOf(view: DataView): string[] {
  const names = [];
  let at = 1;
  for (let left = view.byteLength === 0 ? 0 : view.getUint8(0); left > 0; left--) {
    const length = at < view.byteLength ? view.getUint8(at) : 0;
    if (length === 0 || at + 1 + length > view.byteLength) {
      throw broken("stems", "a name is cut off");
    }
    const bytes = new Uint8Array(view.buffer, view.byteOffset + at + 1, length);
    names.push(new TextDecoder().decode(bytes));
    at += 1 + length;
  }
  if (at !== view.byteLength || names.length === 0) {
    throw broken("stems", "its length doesn't match its names");
  }
  return names;
}
