import type { JsonObject, JsonValue } from "./json.ts";
import { OptionReader, withoutDefaults } from "./options.ts";
import { type WaveformDtype, waveformDtypes } from "./waveform_dtype.ts";

/** Uncompressed samples. */
export interface PcmCoding {
  /** What tells the codings apart. */
  readonly codec: "pcm";
  /** The stored sample type. Default `"int16"`. */
  readonly dtype: WaveformDtype;
}

/** Lossless compression. */
export interface FlacCoding {
  /** What tells the codings apart. */
  readonly codec: "flac";
  /** Bits per sample, 8 to 32: up to 16 decode to int16, more to int32. Default 16. */
  readonly bits: number;
  /** From 0, the fastest, to 8, the smallest. Default 5. */
  readonly compressionLevel: number;
}

/** Lossy compression; decodes to float32. */
export interface OpusCoding {
  /** What tells the codings apart. */
  readonly codec: "opus";
  /** Bits per second, all channels together; `"auto"`, the default, is 32,000 per channel. */
  readonly bitrate: number | "auto";
  /** What the encoder is tuned for. Default `"audio"`. */
  readonly application: "audio" | "voip" | "lowdelay";
  /** Milliseconds per packet. Default 20. */
  readonly frameDuration: 2.5 | 5 | 10 | 20 | 40 | 60;
  /** Whether the size of packets varies with their content. Default `true`. */
  readonly vbr: boolean;
  /** Milliseconds before a window at which decoding begins, 0 to 60,000. Default 80. */
  readonly preRollMs: number;
  /**
   * Seconds after which encoder and decoder start over, so that windows are exact from there; a
   * whole number of packets. 0, the default, means never.
   */
  readonly resetSeconds: number;
}

/** How audio is coded. */
export type AudioCoding = PcmCoding | FlacCoding | OpusCoding;

/** {@link AudioCoding} as a schema states it: a codec's name, or an object with some options. */
export type AudioCodingChoice =
  | AudioCoding["codec"]
  | ({ readonly codec: "pcm" } & Partial<PcmCoding>)
  | ({ readonly codec: "flac" } & Partial<FlacCoding>)
  | ({ readonly codec: "opus" } & Partial<OpusCoding>);

/** What an Opus encoder can be tuned for; the position is the code in configuration bytes. */
export const opusApplications = ["audio", "voip", "lowdelay"] as const;

/** The lengths of Opus packets, in milliseconds. */
export const opusFrameDurations = [2.5, 5, 10, 20, 40, 60] as const;

/** The sample rates that Opus supports. */
export const opusRates: readonly number[] = [8_000, 12_000, 16_000, 24_000, 48_000];

/** The codecs; the position is the code in configuration bytes. */
export const audioCodecs = ["pcm", "flac", "opus"] as const;

/** Each codec's default options. */
export const codingDefaults: {
  readonly pcm: PcmCoding;
  readonly flac: FlacCoding;
  readonly opus: OpusCoding;
} = {
  pcm: { codec: "pcm", dtype: "int16" },
  flac: { codec: "flac", bits: 16, compressionLevel: 5 },
  opus: {
    codec: "opus",
    bitrate: "auto",
    application: "audio",
    frameDuration: 20,
    vbr: true,
    preRollMs: 80,
    resetSeconds: 0,
  },
};

/** The names of a codec's options. */
export function codingNames(codec: AudioCoding["codec"]): string[] {
  return Object.keys(codingDefaults[codec]).filter((name) => name !== "codec");
}

/** The dtype that a coding decodes to. */
export function codingDtype(coding: AudioCoding): WaveformDtype {
  if (coding.codec === "pcm") return coding.dtype;
  if (coding.codec === "opus") return "float32";
  return coding.bits <= 16 ? "int16" : "int32";
}

/** A codec's options, read from `reader`. */
export function readCoding(codec: AudioCoding["codec"], reader: OptionReader): AudioCoding {
  if (codec === "pcm") {
    return { codec, dtype: reader.oneOf("dtype", waveformDtypes, codingDefaults.pcm.dtype) };
  }
  return codec === "flac" ? readFlac(reader) : readOpus(reader);
}

/**
 * Checks an option that says how audio is coded; `undefined` is PCM.
 *
 * @param value what the user wrote.
 * @throws {SchemaError} when it isn't a codec, or one of its options is unknown or wrong.
 */
export function checkedCoding(
  value: unknown,
  { path, wrong }: { path: string; wrong: (wanted: string) => Error },
): AudioCoding {
  const named = typeof value === "object" && value !== null && "codec" in value
    ? value
    : { codec: value === undefined ? "pcm" : value };
  const codec = audioCodecs.find((name) => name === named.codec);
  if (codec === undefined) {
    throw wrong(
      '"pcm", "flac", "opus" or an object such as { codec: "flac", compressionLevel: 8 }',
    );
  }
  const known = ["codec", ...codingNames(codec)];
  return readCoding(codec, new OptionReader(named, { path, known, isPart: true }));
}

/** A coding as the IR keeps it: its codec's name, and the options that aren't at their defaults. */
export function canonicalCoding(coding: AudioCoding): string | JsonObject {
  const { codec } = coding;
  const options = optionsOf(coding);
  return Object.keys(options).length === 0 ? codec : { codec, ...options };
}

/** The options of a coding that differ from its codec's defaults. */
export function optionsOf(coding: AudioCoding): JsonObject {
  return { ...withoutDefaults<object>(coding, codingDefaults[coding.codec]) } as JsonObject;
}

/** The coding that {@link canonicalCoding} turned into a value; `undefined` is PCM. */
export function resolvedCoding(canonical: JsonValue | undefined): AudioCoding {
  if (canonical === undefined) return codingDefaults.pcm;
  if (typeof canonical === "string") return codingDefaults[canonical as AudioCoding["codec"]];
  const given = canonical as Partial<AudioCoding>;
  return { ...codingDefaults[given.codec ?? "pcm"], ...given } as AudioCoding;
}

function readFlac(reader: OptionReader): FlacCoding {
  const { bits, compressionLevel } = codingDefaults.flac;
  return {
    codec: "flac",
    bits: reader.integer("bits", { min: 8, max: 32, fallback: bits }),
    compressionLevel: reader.integer("compressionLevel", {
      min: 0,
      max: 8,
      fallback: compressionLevel,
    }),
  };
}

function readOpus(reader: OptionReader): OpusCoding {
  const { application, preRollMs, resetSeconds, vbr } = codingDefaults.opus;
  const frameDuration = frameDurationOf(reader);
  const reset = reader.number("resetSeconds", { min: 0, max: 3_600, fallback: resetSeconds });
  // In 400ths of a second, which is the shortest packet.
  const packets = (reset * 400) / (frameDuration / 2.5);
  if (!Number.isInteger(packets)) {
    throw reader.wrong("resetSeconds", `a whole number of packets of ${frameDuration} ms`);
  }
  return {
    codec: "opus",
    bitrate: reader.raw("bitrate") === "auto"
      ? "auto"
      : reader.integer("bitrate", { min: 500, max: 512_000, fallback: 0 }) || "auto",
    application: reader.oneOf("application", opusApplications, application),
    frameDuration,
    vbr: reader.boolean("vbr", vbr),
    preRollMs: reader.integer("preRollMs", { min: 0, max: 60_000, fallback: preRollMs }),
    resetSeconds: reset,
  };
}

function frameDurationOf(reader: OptionReader): OpusCoding["frameDuration"] {
  const given = reader.raw("frameDuration");
  if (given === undefined) return codingDefaults.opus.frameDuration;
  const found = opusFrameDurations.find((duration) => duration === given);
  if (found === undefined) {
    throw reader.wrong("frameDuration", `one of ${opusFrameDurations.join(", ")} ms`);
  }
  return found;
}
