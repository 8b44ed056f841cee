/**
 * What an audio codec does for the rest of the library: it turns samples into a stream and its
 * units, and any run of units back into samples. Codecs know nothing about files and records; their
 * callers supply the bytes, and keep the results.
 *
 * A **unit** is the smallest run of a stream's bytes that decoding can begin with: a FLAC frame, or
 * an Ogg page on which an Opus packet begins, with the pages on which its last packet continues.
 * Units follow each other without a gap from the stream's first byte to its last, so the first one
 * also holds the stream's head, and each gives at least one sample (a stream without samples is one
 * unit that gives none). Positions count samples per channel of what decoding gives: what a codec
 * trims, such as Opus' pre-skip, doesn't count.
 *
 * Each codec has a file beside this one; it exports a function for each role here.
 *
 * @module
 */

/** PCM as codecs take and return it: interleaved, integers left-justified to full scale. */
export type CodecSamples = Int16Array | Int32Array | Float32Array;

/** The formats of {@link CodecSamples}. */
export type CodecFormat = "int16" | "int32" | "float32";

/** What a decoder has to know about a stream if it sees only a part of it. */
export interface CodecStream {
  /** Samples per second of what decoding gives; an Opus stream can be decoded at five rates. */
  readonly sampleRate: number;
  /** Samples per frame of PCM. */
  readonly channels: number;
  /**
   * Four words of the codec's own, kept in the metadata record: what its head says and decoding
   * from the middle needs. The format page defines them for each codec.
   */
  readonly setup: Readonly<Uint32Array>;
}

/** The units that a call has completed. Views valid until the next call of their owner. */
export interface CodecUnits {
  /** How many there are; what follows them in the arrays is left over. */
  readonly count: number;
  /** Bytes of each; those of the first one include the stream's head. */
  readonly bytes: Uint32Array;
  /** Samples per channel of each. */
  readonly samples: Uint32Array;
}

/** Common to everything that makes streams: the stream comes out in pieces, its head last. */
export interface CodecProducer extends Disposable {
  /** The units that the last `push` or `finish` has completed. */
  readonly units: CodecUnits;
  /** Ends the stream and returns its last bytes, a view valid until the next call. */
  finish(): Uint8Array;
  /**
   * After `finish`: the bytes that precede everything returned before, because FLAC puts the count
   * and the checksum of its samples there. Empty for a codec whose pieces are the whole stream.
   */
  readonly head: Uint8Array;
  /** After `finish`: see {@link CodecStream.setup}. */
  readonly setup: Readonly<Uint32Array>;
}

/** Encodes samples into streams, one after the other. Made once for a set of parameters. */
export interface CodecEncoder extends CodecProducer {
  /** What {@link push} takes. */
  readonly format: CodecFormat;
  /** Begins a stream. */
  begin(): void;
  /**
   * Takes the next samples, any number of whole frames; a view of any memory. Returns the bytes
   * that are ready, which may be none: a view valid until the next call. Integers that have more
   * bits than the stream are rounded to nearest even, and saturate.
   */
  push(samples: CodecSamples): Uint8Array;
}

/** Passes a stream of another program through: checks it, and finds its units. */
export interface CodecScanner extends CodecProducer {
  /**
   * Begins a stream.
   *
   * @param hear keeps up to this many bytes of what the stream decodes to; none by default.
   */
  begin(hear?: number): void;
  /**
   * Takes the next bytes of the file, as they come. Returns those to keep, without anything that
   * isn't part of the stream, such as tags in front of it.
   *
   * @throws {AudioInputError} as decoding the same file would.
   */
  push(bytes: Uint8Array): Uint8Array;
  /**
   * After `finish`: all samples that the stream decodes to, as bytes, interleaved: int16 for up to 16
   * bits, int32 for more, both left-justified, and float32 for lossy codecs. A view valid until the
   * next call of any codec; `undefined` if there are more than {@link begin} was to keep.
   */
  readonly heard: Uint8Array | undefined;
}

/** What to decode from a stream. */
export interface DecodeRequest extends CodecStream {
  /**
   * The format of the returned samples. int16 is for integers of up to 16 bits, the others are for
   * any.
   */
  readonly format: CodecFormat;
  /** Position in the stream of the first sample of the unit that the bytes begin with. */
  readonly first: number;
  /** How many samples per channel to skip from there. */
  readonly skip: number;
  /** How many to return after those. */
  readonly count: number;
}

/** Decodes runs of units, one request after the other. Its memory doesn't grow with a request. */
export interface CodecDecoder extends Disposable {
  /** Begins a request; what is left of an earlier one is forgotten. */
  begin(request: DecodeRequest): void;
  /**
   * Where to put the next `byteLength` bytes of the run, which may be cut anywhere: a view of the
   * codec's memory, which must be filled before the next call of any codec. Once {@link next} has
   * returned nothing, all bytes that were put there have been decoded.
   */
  input(byteLength: number): Uint8Array<ArrayBuffer>;
  /**
   * Continues decoding and returns the next wanted samples, whole frames of the wanted format: a
   * view valid until the next call of any codec. Empty if that takes more bytes, or if all have
   * been returned.
   *
   * @throws {IntegrityError} `"coded-audio"` when the bytes aren't a sound stream's: a checksum
   * fails, frames aren't where `first` says, or rate and channels differ.
   */
  next(): CodecSamples;
}

/** Parameters of a FLAC stream. */
export interface FlacParameters {
  /** Samples per second, 1 to 1,048,575. */
  readonly sampleRate: number;
  /** Samples per frame of PCM, 1 to 8. */
  readonly channels: number;
  /** Bits per sample, 4 to 32: up to 16 are taken as int16, more as int32. */
  readonly bits: number;
  /** 0 (fastest) to 8 (smallest), as the reference encoder counts. */
  readonly compressionLevel: number;
}

/** Parameters of an Ogg Opus stream. */
export interface OpusParameters {
  /** Samples per second of the input: 8,000, 12,000, 16,000, 24,000 or 48,000. */
  readonly sampleRate: number;
  /** Samples per frame of PCM, 1 to 8; float32. */
  readonly channels: number;
  /** Bits per second of all channels together. */
  readonly bitrate: number;
  /** What the encoder is tuned for. */
  readonly application: "audio" | "voip" | "lowdelay";
  /** Milliseconds per packet: 2.5, 5, 10, 20, 40 or 60. */
  readonly frameDuration: number;
  /** Whether packets vary in size with what they hold. */
  readonly vbr: boolean;
  /**
   * Samples after which encoder and decoder start over, so that decoding from there is exact; 0 for
   * never. Each part is a link of a chained Ogg stream, and its first unit begins with its head.
   */
  readonly resetSamples: number;
}
