import type { CodecDecoder } from "../../../../kernels/codecs.ts";
import { opusDecoder, opusEncoder, opusScanner } from "../../../../kernels/opus.ts";
import { indexStep, type OpusCoding } from "../../../../schema/mod.ts";
import { codecCoding } from "./codec_coding.ts";
import { lendCodec } from "./codec_pool.ts";
import type { Codec, Coding } from "./coding.ts";

/** What `bitrate: "auto"` gives each channel. */
const bitrateOfChannel = 32_000;

let decoder: CodecDecoder | undefined;

/**
 * Lossy compression. A window is decoded from a pre-roll before it on, so that the decoder's state has
 * settled, or from the last point where encoder and decoder began anew.
 */
export function opusCoding(options: OpusCoding): Coding {
  return codecCoding(options, opusCodec(options));
}

function opusCodec(options: OpusCoding): Codec {
  const { application, frameDuration, vbr, preRollMs, resetSeconds } = options;
  const resetOf = (sampleRate: number) => Math.round(resetSeconds * sampleRate);
  return {
    isLossless: false,
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
    // Another program's stream doesn't begin anew where windows are promised to be exact.
    recoding: () => resetSeconds === 0 ? undefined : { what: "resets" },
    scanner({ sampleRate, channels }) {
      const parameters = { sampleRate, channels };
      return lendCodec(`opus scanner ${JSON.stringify(parameters)}`, () => opusScanner(parameters));
    },
    decoder: () => decoder ??= opusDecoder(),
  };
}
