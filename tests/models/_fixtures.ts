/** The codec fixtures of `tests/data/codec`. */
import { openAudio, type PcmSamples } from "../../audio/mod.ts";
import { type OnnxCodec, type OnnxCodecOptions, openOnnxCodec } from "../../models/mod.ts";

/** The folder of models, inputs and golden tokens. */
export const codecFolder: string = new URL("../data/codec/", import.meta.url).pathname;

/** What the two models are. */
export const codecs = {
  encodec: { sampleRate: 24_000, hopLength: 320, nCodebooks: 8, vocabSize: 1024 },
  dac: { sampleRate: 44_100, hopLength: 512, nCodebooks: 9, vocabSize: 1024 },
} as const satisfies Record<string, OnnxCodecOptions>;

/** A model's name. */
export type CodecName = keyof typeof codecs;

/** The part of a clip that golden tokens were computed from. */
export interface CodecCase {
  readonly id: string;
  readonly model: string;
  readonly clip: string;
  readonly start: number;
  readonly count: number;
  readonly prefixes?: readonly { readonly samples: number; readonly codes: number[][] }[];
}

/** What the fixtures are. */
export const index = JSON.parse(Deno.readTextFileSync(`${codecFolder}index.json`)) as {
  readonly broken: readonly { readonly file: string; readonly wrong: string }[];
  readonly cases: readonly CodecCase[];
};

/** The case with this id. */
export function caseOf(id: string): CodecCase {
  const found = index.cases.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no case ${id}`);
  return found;
}

/** One of the two models, opened. */
export function openTiny(
  name: CodecName,
  options: Partial<OnnxCodecOptions> = {},
): Promise<OnnxCodec> {
  return openOnnxCodec(`${codecFolder}${name}_tiny.onnx`, { ...codecs[name], ...options });
}

/** The samples of a stored input. */
export function storedInput(name: string): Float32Array {
  const { bytes } = npy(name);
  return new Float32Array(bytes.buffer);
}

/** Golden tokens, codebook by codebook. */
export function goldenCodes(name: string): number[] {
  const { bytes } = npy(name);
  return Array.from(new BigInt64Array(bytes.buffer), Number);
}

/** The part of a clip that a case uses, as in its file. */
export function clipPart({ clip, start, count }: CodecCase): {
  samples: PcmSamples;
  sampleRate: number;
  channels: number;
} {
  using source = openAudio(new URL(`../data/clips/${clip}`, import.meta.url).pathname);
  const pieces: number[] = [];
  for (let piece = source.next(); piece !== undefined; piece = source.next()) {
    for (const sample of piece) pieces.push(sample);
  }
  const { sampleRate, channels } = source;
  const part = pieces.slice(start * channels, (start + count) * channels);
  return { samples: Int16Array.from(part), sampleRate, channels };
}

/** How many of the tokens are equal, from 0 to 1. */
export function agreement(tokens: ArrayLike<number>, golden: readonly number[]): number {
  if (tokens.length !== golden.length) return 0;
  return golden.filter((token, at) => token === tokens[at]).length / golden.length;
}

/** The elements of a file in format version 1, copied so that they are aligned. */
function npy(name: string): { bytes: Uint8Array<ArrayBuffer> } {
  const file = Deno.readFileSync(codecFolder + name);
  const headerLength = new DataView(file.buffer).getUint16(8, true);
  return { bytes: file.slice(10 + headerLength) };
}
