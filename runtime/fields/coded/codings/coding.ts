import type { CodecDecoder, CodecEncoder, CodecScanner } from "../../../../kernels/codecs.ts";
import type { AudioCoding, WaveformDtype } from "../../../../schema/mod.ts";
import type { CodecLease } from "./codec_pool.ts";
import type { GridIndex } from "./grid_index.ts";
import type { Recoding } from "../../../intake/recoding.ts";

/** What is coded: interleaved PCM of the coding's dtype. */
export interface CodedAudio {
  /** Samples per second. */
  readonly sampleRate: number;
  /** Samples in a frame. */
  readonly channels: number;
}

/** A stream that another program made, as its header describes it. */
export interface ForeignStream extends CodedAudio {
  /** Bits per sample, if the codec has such a thing. */
  readonly bits: number | undefined;
  /** The sample rate to decode it at, which is the field's. */
  readonly fieldRate: number;
}

/** What is known about a stream before its first byte is passed on. */
export interface KnownStream {
  /** Samples per channel. */
  readonly samples: number;
  /** The codec's four words of the metadata record. */
  readonly setup: Readonly<Uint32Array>;
}

/** Takes a track's stream. */
export interface StreamSink {
  /** Called before the first bytes, by codings with a codec. */
  announce?(stream: KnownStream): void;
  /** Takes the next bytes, which are valid only during the call. */
  write(bytes: Uint8Array): void;
}

/** A track that has been encoded. */
export interface EncodedTrack extends KnownStream {
  /** Bytes of the stream. */
  readonly byteLength: number;
  /** Where the stream's units are; `undefined` for codings where that can be computed. */
  readonly index: GridIndex | undefined;
}

/** Encodes one track after another. */
export interface TrackEncoder extends Disposable {
  /** Begins a track; its bytes go to `out`, at its end at the latest. */
  begin(audio: CodedAudio, out: StreamSink): void;
  /** Takes PCM bytes, in whole frames, which are valid only during the call. */
  write(pcm: Uint8Array): void;
  /** Ends the track. */
  finish(): EncodedTrack;
}

/**
 * A way to store samples. Field kinds are built on codings, and know nothing about their internals.
 */
export interface Coding {
  /** What the schema says about it. */
  readonly options: AudioCoding;
  /** The type of the samples that go in, and that come out unless float32 is asked for. */
  readonly dtype: WaveformDtype;
  /**
   * An encoder for a writer's field. Disposing of it discards a track that wasn't finished; another
   * can be begun.
   *
   * @param outputPath the file being written, beside which streams are held back.
   */
  encoder(outputPath: string): TrackEncoder;
  /** The codec, if the coding has one; PCM is copied. */
  readonly codec: Codec | undefined;
}

/** How a codec is used, with the parameters of a field. */
export interface Codec {
  /** Whether decoding returns what went in. */
  readonly isLossless: boolean;
  /**
   * Whether decoding gives the very samples that were given. Where it doesn't, fields that are computed
   * from the audio hear what decoding gives, as the audio is stored that way.
   */
  readonly keepsSamples: boolean;
  /** Samples between the grid points of an index: part of the format. */
  step(audio: CodedAudio): number;
  /** The sample to decode from, so that the one at `start` comes out right. */
  decodeFrom(start: number, audio: CodedAudio): number;
  /** An encoder for such audio, lent for one stream. */
  encoder(audio: CodedAudio): CodecLease<CodecEncoder>;
  /** Why such a stream of the same codec can't be passed through; `undefined` if it can. */
  recoding(source: ForeignStream): Recoding | undefined;
  /** A scanner for streams that decode to such audio, lent for one stream. */
  scanner(audio: CodedAudio): CodecLease<CodecScanner>;
  /** The decoder, which all readers share: it finishes one request before the next begins. */
  decoder(): CodecDecoder;
}
