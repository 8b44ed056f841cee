import type { CodecDecoder } from "../../../../kernels/codecs.ts";
import { flacDecoder, flacEncoder, flacScanner } from "../../../../kernels/flac.ts";
import { type FlacCoding, indexStep } from "../../../../schema/mod.ts";
import { codecCoding } from "./codec_coding.ts";
import { lendCodec } from "./codec_pool.ts";
import type { Codec, Coding } from "./coding.ts";

let decoder: CodecDecoder | undefined;

/**
 * Lossless compression: windows are exact, and decoding begins in the frame that holds their first
 * sample.
 */
export function flacCoding(options: FlacCoding): Coding {
  return codecCoding(options, flacCodec(options));
}

function flacCodec({ bits, compressionLevel }: FlacCoding): Codec {
  return {
    isLossless: true,
    // Samples come with 16 or 32 bits. Other numbers of bits round what resampling gives.
    keepsSamples: bits === 16 || bits === 32,
    step: ({ sampleRate }) => indexStep("flac", sampleRate)!,
    decodeFrom: (start) => start,
    encoder({ sampleRate, channels }) {
      const parameters = { sampleRate, channels, bits, compressionLevel };
      return lendCodec(`flac encoder ${JSON.stringify(parameters)}`, () => flacEncoder(parameters));
    },
    recoding({ bits: found, sampleRate, fieldRate }) {
      if (found !== bits) return { what: "bits", found, wanted: bits };
      return sampleRate === fieldRate
        ? undefined
        : { what: "sample-rate", found: sampleRate, wanted: fieldRate };
    },
    scanner({ sampleRate, channels }) {
      const parameters = { sampleRate, channels, bits };
      return lendCodec(`flac scanner ${JSON.stringify(parameters)}`, () => flacScanner(parameters));
    },
    decoder: () => decoder ??= flacDecoder(),
  };
}
