import { AudioInputError } from "../../../../errors/mod.ts";
import type { CodecDecoder, CodecScanner } from "../../../../kernels/codecs.ts";
import type { WaveformDtype } from "../../../../schema/mod.ts";
import { dtypeBytes } from "../../../../schema/language/waveform_dtype.ts";
import { KeptCopy } from "../../../intake/kept_copy.ts";
import type { StoredAudioTap } from "../../../intake/stored_audio_tap.ts";
import { Spool } from "../../../output/spool.ts";
import { finishStream, type HeldStream, releaseStream } from "./codec_track_encoder.ts";
import type { CodedAudio, EncodedTrack, StreamSink } from "./coding.ts";
import { GridIndex } from "./grid_index.ts";
import { HeardStream } from "./heard_stream.ts";

/** Bytes of decoded audio that are kept at most: two minutes of int16 at 16 kHz. */
const keptBytes = 4 * 2 ** 20;

/** Frames that a tap gets at a time. */
const framesAtOnce = 2 ** 14;

/** Who hears what a stream decodes to, and what is needed for that. */
export interface StreamListener {
  readonly tap: StoredAudioTap;
  readonly audio: CodedAudio & { readonly dtype: WaveformDtype };
  /** Decodes streams that are too long to be kept decoded. */
  readonly decoder: CodecDecoder;
}

/** Passes coded streams through, one after another. */
export class PassThrough {
  readonly #spool: Spool;
  readonly #keptBytes: number;
  readonly #heard = new KeptCopy();

  /**
   * Holds nothing back yet.
   *
   * @param outputPath the file being written, beside which long streams are held back.
   * @param options.kept bytes of decoded audio that are kept at most.
   */
  constructor(outputPath: string, { kept = keptBytes }: { kept?: number } = {}) {
    this.#spool = new Spool(outputPath);
    this.#keptBytes = kept;
  }

  /**
   * Passes a stream through. If it is invalid, or not in the form that the format needs, nothing is
   * written or heard, and the error is returned.
   *
   * Checking a stream means decoding it. A listener gets those samples, once the stream is known to
   * be sound; only if there are too many to keep is the stream decoded again.
   */
  run(
    scanner: CodecScanner,
    { next, step, out, listener }: {
      /** Returns the file's bytes, piece by piece. */
      next: () => Uint8Array | undefined;
      /** Samples between two points of its index. */
      step: number;
      out: StreamSink;
      listener?: StreamListener | undefined;
    },
  ): EncodedTrack | AudioInputError {
    using spool = this.#spool;
    const held = { spool, index: new GridIndex(step) };
    try {
      scanner.begin(listener === undefined ? 0 : this.#keptBytes);
      for (let piece = next(); piece !== undefined; piece = next()) {
        spool.write(scanner.push(piece));
        held.index.add(scanner.units);
      }
      finishStream(scanner, held);
    } catch (cause) {
      if (cause instanceof AudioInputError) return cause;
      throw cause;
    }
    if (listener === undefined) return releaseStream(scanner, held, out);
    if (scanner.heard === undefined) return this.#decodeAgain(scanner, held, { out, listener });
    const track = releaseStream(scanner, held, out);
    this.#tell(listener, scanner);
    return track;
  }

  #decodeAgain(
    scanner: CodecScanner,
    held: HeldStream,
    { out, listener }: { out: StreamSink; listener: StreamListener },
  ): EncodedTrack {
    const { tap, ...how } = listener;
    return releaseStream(scanner, held, new HeardStream(tap, { ...how, out }));
  }

  #tell({ tap, audio }: StreamListener, scanner: CodecScanner): void {
    const length = scanner.heard?.length ?? 0;
    const pieceBytes = framesAtOnce * audio.channels * dtypeBytes(audio.dtype);
    tap.begin(audio);
    for (let at = 0; at < length; at += pieceBytes) {
      // Asked for again: the tap may have called a codec, which may have moved the samples.
      const piece = scanner.heard!.subarray(at, at + pieceBytes);
      tap.write(this.#heard.of(piece));
    }
  }
}
