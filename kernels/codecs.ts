/**
 * What an audio codec is to the rest of the library: samples to a stream and its units, and any run
 * of units back to samples. Codecs know nothing of files and records; who calls them brings the
 * bytes, and keeps what is given.
 *
 * A **unit** is the smallest run of a stream's bytes that decoding can begin with: a FLAC frame, or an
 * Ogg page on which an Opus packet begins, with the pages that its last packet runs on to. Units
 * follow each other without a gap from the stream's first byte to its last, so the first one also
 * holds the stream's head, and each gives at least one sample (a stream without samples is one unit
 * that gives none). Positions count samples per channel of what decoding gives: what a codec
 * trims, such as Opus' pre-skip, was never there.
 *
 * Each codec has a file beside this one; it exports a function for each role here.
 *
 * @module
 */

/** PCM as codecs take and give it: interleaved, integers left-justified to full scale. */
export type CodecSamples = Int16Array | Int32Array | Float32Array;

/** The formats of {@link CodecSamples}. */
export type CodecFormat = "int16" | "int32" | "float32";

/** What a decoder has to know of a stream that it sees only a part of. */
export interface CodecStream {
  /** Samples per second of what decoding gives; an Opus stream can be decoded at five rates. */
  readonly sampleRate: number;
  /** Samples in a frame of PCM. */
  readonly channels: number;
  /**
   * Four words of the codec's own, kept in the metadata record: what its head says and decoding from
   * the middle takes. The format page defines them for each codec.
   */
  readonly setup: Readonly<Uint32Array>;
}

/** The units that a call has completed. Views valid until the next call of their owner. */
export interface CodecUnits {
  /** How many there are; what lies behind them in the arrays is left over. */
  readonly count: number;
  /** Bytes of each; those of the first one count the stream's head. */
  readonly bytes: Uint32Array;
  /** Samples per channel of each. */
  readonly samples: Uint32Array;
}

/** Common to what makes streams: the stream goes out in pieces, its head last. */
export interface CodecProducer extends Disposable {
  /** The units that the last `push` or `finish` has completed. */
  readonly units: CodecUnits;
  /** Ends the stream and returns its last bytes, a view valid until the next call. */
  finish(): Uint8Array;
  /**
   * After `finish`: the bytes that stand before all that was returned, as FLAC counts and checksums
   * its samples there. Empty for a codec whose pieces are the whole stream.
   */
  readonly head: Uint8Array;
  /** After `finish`: see {@link CodecStream.setup}. */
  readonly setup: Readonly<Uint32Array>;
}

/** Makes streams of samples, one after the other. Made once for a set of parameters. */
export interface CodecEncoder extends CodecProducer {
  /** What {@link push} takes. */
  readonly format: CodecFormat;
  /** Begins a stream. */
  begin(): void;
  /**
   * Takes the next samples, whole frames, as many as there are; a view of any memory. Returns the
   * bytes that are ready, which may be none: a view valid until the next call. Integers that have
   * more bits than the stream are rounded to nearest even, and saturate.
   */
  push(samples: CodecSamples): Uint8Array;
}

/** Passes a stream of another program through: checks it, and finds its units. */
export interface CodecScanner extends CodecProducer {
  /** Begins a stream. */
  begin(): void;
  /**
   * Takes the next bytes of the file, as they come. Returns those that are to be kept, which may
   * leave out what isn't part of the stream, such as tags in front of it.
   *
   * @throws {AudioInputError} as decoding the same file would.
   */
  push(bytes: Uint8Array): Uint8Array;
}

/** What is to be decoded of a stream. */
export interface DecodeRequest extends CodecStream {
  /** What samples come as. Integers of up to 16 bits can be had as int16, any as the others. */
  readonly format: CodecFormat;
  /** Position in the stream of the first sample of the unit that the bytes begin with. */
  readonly first: number;
  /** How many samples per channel to leave out from there. */
  readonly skip: number;
  /** How many to give after those. */
  readonly count: number;
}

/** Decodes runs of units, one request after the other. Its memory doesn't grow with a request. */
export interface CodecDecoder extends Disposable {
  /** Begins a request; what is left of another is forgotten. */
  begin(request: DecodeRequest): void;
  /**
   * Where to put the next `byteLength` bytes of the run, which may be cut anywhere: a view of the
   * codec's memory, to be filled before the next call of any codec. All of the bytes put there
   * before have been decoded once {@link next} has returned nothing.
   */
  input(byteLength: number): Uint8Array<ArrayBuffer>;
  /**
   * Decodes on and returns the next wanted samples, whole frames of the wanted format: a view valid
   * until the next call of any codec. Empty when that takes more bytes, or all were given.
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
  /** Samples in a frame of PCM, 1 to 8. */
  readonly channels: number;
  /** Bits of a sample, 8 to 32: up to 16 are taken as int16, more as int32. */
  readonly bits: number;
  /** 0 (fastest) to 8 (smallest), as the reference encoder counts. */
  readonly compressionLevel: number;
}

/** Parameters of an Ogg Opus stream. */
export interface OpusParameters {
  /** Samples per second of what goes in: 8,000, 12,000, 16,000, 24,000 or 48,000. */
  readonly sampleRate: number;
  /** Samples in a frame of PCM, 1 to 8; float32. */
  readonly channels: number;
  /** Bits per second of all channels together. */
  readonly bitrate: number;
  /** What the encoder is tuned for. */
  readonly application: "audio" | "voip" | "lowdelay";
  /** Milliseconds of a packet: 2.5, 5, 10, 20, 40 or 60. */
  readonly frameDuration: number;
  /** Whether packets vary in size with what they hold. */
  readonly vbr: boolean;
  /**
   * Samples after which encoder and decoder begin afresh, so that decoding from there is exact; 0 for
   * never. Each part is a link of a chained Ogg stream, and its first unit begins with its head.
   */
  readonly resetSamples: number;
}
