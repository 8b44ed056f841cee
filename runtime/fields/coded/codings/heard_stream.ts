import type { CodecDecoder, CodecSamples } from "../../../../kernels/codecs.ts";
import type { WaveformDtype } from "../../../../schema/mod.ts";
import { KeptCopy } from "../../../intake/kept_copy.ts";
import type { StoredAudioTap } from "../../../intake/stored_audio_tap.ts";
import type { CodedAudio, KnownStream, StreamSink } from "./coding.ts";

/** Coded bytes decoded at a time. */
const pieceBytes = 2 ** 20;

/**
 * Passes what a stream decodes to on to a tap while the stream is stored: what lossy coding leaves
 * of the audio, or what another program's stream holds.
 */
export class HeardStream implements StreamSink {
  readonly #tap: StoredAudioTap;
  readonly #decoder: CodecDecoder;
  readonly #audio: CodedAudio & { readonly dtype: WaveformDtype };
  readonly #out: StreamSink;
  readonly #heard = new KeptCopy();

  /** @param out where the stream itself goes. */
  constructor(
    tap: StoredAudioTap,
    { decoder, audio, out }: {
      decoder: CodecDecoder;
      audio: CodedAudio & { readonly dtype: WaveformDtype };
      out: StreamSink;
    },
  ) {
    this.#tap = tap;
    this.#decoder = decoder;
    this.#audio = audio;
    this.#out = out;
  }

  announce({ samples, setup }: KnownStream): void {
    const { sampleRate, channels, dtype } = this.#audio;
    this.#tap.begin(this.#audio);
    this.#decoder.begin({
      sampleRate,
      channels,
      setup,
      format: dtype,
      first: 0,
      skip: 0,
      count: samples,
    });
  }

  write(bytes: Uint8Array): void {
    this.#out.write(bytes);
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      const piece = bytes.subarray(at, at + pieceBytes);
      this.#decoder.input(piece.length).set(piece);
      let samples = this.#decoder.next();
      while (samples.length > 0) {
        this.#tap.write(this.#heard.of(bytesOf(samples)));
        samples = this.#decoder.next();
      }
    }
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: CodecSamples): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
