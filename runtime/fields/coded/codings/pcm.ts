import { sampleBytes } from "../../../../kernels/sample_format.ts";
import type { PcmCoding } from "../../../../schema/mod.ts";
import type { CodedAudio, Coding, EncodedTrack, StreamSink, TrackEncoder } from "./coding.ts";

const noSetup = new Uint32Array(4);

/** Uncompressed samples: the position of each can be computed, so there is no index. */
export function pcmCoding(options: PcmCoding): Coding {
  return {
    options,
    dtype: options.dtype,
    encoder: () => new PcmTrackEncoder(sampleBytes(options.dtype)),
    codec: undefined,
  };
}

class PcmTrackEncoder implements TrackEncoder {
  readonly #sampleBytes: number;
  #frameBytes = 1;
  #byteLength = 0;
  #out: StreamSink = { write: () => {} };

  constructor(bytes: number) {
    this.#sampleBytes = bytes;
  }

  begin({ channels }: CodedAudio, out: StreamSink): void {
    this.#frameBytes = channels * this.#sampleBytes;
    this.#byteLength = 0;
    this.#out = out;
  }

  write(pcm: Uint8Array): void {
    this.#byteLength += pcm.length;
    this.#out.write(pcm);
  }

  finish(): EncodedTrack {
    const samples = this.#byteLength / this.#frameBytes;
    return { samples, byteLength: this.#byteLength, setup: noSetup, index: undefined };
  }

  [Symbol.dispose](): void {}
}
