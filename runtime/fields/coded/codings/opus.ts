import type { CodecDecoder } from "../../../../kernels/codecs.ts";
import { opusDecoder, opusEncoder, opusScanner } from "../../../../kernels/opus.ts";
import { indexStep, type OpusCoding } from "../../../../schema/mod.ts";
import { codecCoding } from "./codec_coding.ts";
import { lendCodec } from "./codec_pool.ts";
import type { Codec, Coding } from "./coding.ts";

/** Bits per second that `bitrate: "auto"` gives each channel. */
const bitrateOfChannel = 32_000;

let decoder: CodecDecoder | undefined;

/**
 * Lossy compression. Decoding begins with a pre-roll before the window, so that the decoder's state
 * has settled, or at the last point where encoder and decoder were reset.
 */
export function opusCoding(options: OpusCoding): Coding {
  return codecCoding(options, opusCodec(options));
}

function opusCodec(options: OpusCoding): Codec {
  const { application, frameDuration, vbr, preRollMs, resetSeconds } = options;
  const resetOf = (sampleRate: number) => Math.round(resetSeconds * sampleRate);
  return {
    isLossless: false,
    keepsSamples: false,
    step: ({ sampleRate }) => indexStep("opus", sampleRate)!,
    decodeFrom(start, { sampleRate }) {
      const from = Math.max(0, start - Math.ceil(preRollMs * sampleRate / 1000));
      const reset = resetOf(sampleRate);
      return reset === 0 ? from : Math.max(from, start - start % reset);
    },
    encoder({ sampleRate, channels }) {
      const parameters = {
        sampleRate,
        channels,
        bitrate: options.bitrate === "auto" ? bitrateOfChannel * channels : options.bitrate,
        application,
        frameDuration,
        vbr,
        resetSamples: resetOf(sampleRate),
      };
      return lendCodec(`opus encoder ${JSON.stringify(parameters)}`, () => opusEncoder(parameters));
    },
    // Another program's stream has no resets, which exact windows depend on.
    recoding: () => resetSeconds === 0 ? undefined : { what: "resets" },
    scanner({ sampleRate, channels }) {
      const parameters = { sampleRate, channels };
      return lendCodec(`opus scanner ${JSON.stringify(parameters)}`, () => opusScanner(parameters));
    },
    decoder: () => decoder ??= opusDecoder(),
  };
}
