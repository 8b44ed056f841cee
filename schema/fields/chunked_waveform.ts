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

/** The options of a `chunkedWaveform` field with defaults filled in. */
export interface ResolvedChunkedWaveform extends AudioTarget {
  /** How the recording is coded. Default `"pcm"`. */
  readonly coding: AudioCoding;
  /** Seconds per chunk, rounded to a whole number of samples, at least one. Default 30. */
  readonly chunkSeconds: number;
  /**
   * Seconds from the start of one chunk to the start of the next, rounded likewise. Default:
   * {@link chunkSeconds}. If it is less, chunks overlap; if it is more, there are gaps between
   * them. Either way, the whole recording is stored, once.
   */
  readonly hopSeconds: number;
}

/** What `field.chunkedWaveform` takes: every option is optional. */
export interface ChunkedWaveformOptions extends AudioTargetOptions {
  /** How the recording is coded. Default `"pcm"`. */
  readonly coding?: AudioCodingChoice;
  /** See {@link ResolvedChunkedWaveform.chunkSeconds}. */
  readonly chunkSeconds?: number;
  /** See {@link ResolvedChunkedWaveform.hopSeconds}. */
  readonly hopSeconds?: number;
}

const defaultSeconds = 30;

/** Long recordings, in chunks of one length. */
export const chunkedWaveformKind: FieldKind<ResolvedChunkedWaveform> = {
  kind: "chunkedWaveform",
  typeId: 27,
  layout: codedLayout,
  role: "audio",
  hasPayload: true,
  length: codedLength,
  period: samplePeriod,
  summary: codedSummary,

  canonicalize(options, path) {
    const known = [...audioTargetNames, "coding", "chunkSeconds", "hopSeconds"];
    const reader = new OptionReader(options, { path, known });
    const target = canonicalAudioTarget(reader, path);
    const coding = checkedCoding(reader.raw("coding"), {
      path: `${path}.coding`,
      wrong: (wanted) => reader.wrong("coding", wanted),
    });
    checkCodecTarget(target, { codec: coding.codec, reader });
    const { sampleRate } = resolvedAudioTarget(target);
    const chunkSeconds = seconds(reader, "chunkSeconds", { fallback: defaultSeconds, sampleRate });
    const hopSeconds = seconds(reader, "hopSeconds", { fallback: chunkSeconds, sampleRate });
    const canonical = canonicalCoding(coding);
    return {
      ...target,
      ...(canonical === "pcm" ? {} : { coding: canonical }),
      ...(chunkSeconds === defaultSeconds ? {} : { chunkSeconds }),
      ...(hopSeconds === chunkSeconds ? {} : { hopSeconds }),
    };
  },

  resolve(canonical) {
    const { chunkSeconds = defaultSeconds, hopSeconds = chunkSeconds } = canonical;
    return {
      ...resolvedAudioTarget(canonical),
      coding: resolvedCoding(canonical["coding"]),
      chunkSeconds: Number(chunkSeconds),
      hopSeconds: Number(hopSeconds),
    };
  },

  toBinary({ coding, chunkSeconds, hopSeconds, ...target }) {
    const extra = new Uint8Array(Float64Array.of(chunkSeconds, hopSeconds).buffer);
    return codedConfiguration(target, { coding, extra });
  },

  fromBinary(bytes) {
    const { target, coding, extra } = resolvedCodedOf(bytes, "chunkedWaveform");
    if (extra.byteLength !== 16) throw broken("chunkedWaveform", `it has ${bytes.length} bytes`);
    const [chunkSeconds, hopSeconds] = [extra.getFloat64(0, true), extra.getFloat64(8, true)];
    return { ...target, coding, chunkSeconds, hopSeconds };
  },

  extent: (options) => codedExtent(options, options.coding),
};

function seconds(
  reader: OptionReader,
  name: string,
  { fallback, sampleRate }: { fallback: number; sampleRate: number },
): number {
  const value = reader.number(name, { min: 0, max: 2 ** 32, fallback });
  const samples = Math.round(value * sampleRate);
  if (samples >= 1 && samples <= 0xffff_ffff) return value;
  throw reader.wrong(name, `at least one and less than 2^32 samples at ${sampleRate} Hz`);
}
