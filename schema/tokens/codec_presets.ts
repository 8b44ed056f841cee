import type { CodecTokensParameters } from "./parameters.ts";

/** The names of the codec presets. */
export const codecPresetNames = [
  "encodec-24khz-1.5kbps",
  "encodec-24khz-3kbps",
  "encodec-24khz-6kbps",
  "encodec-24khz-12kbps",
  "encodec-24khz-24kbps",
  "encodec-48khz-3kbps",
  "encodec-48khz-6kbps",
  "encodec-48khz-12kbps",
  "encodec-48khz-24kbps",
  "dac-16khz",
  "dac-24khz",
  "dac-44khz",
  "soundstream",
  "mimi",
  "snac-24khz",
  "snac-32khz",
  "snac-44khz",
] as const;

/** The name of a codec preset. */
export type CodecPresetName = (typeof codecPresetNames)[number];

/** The tokens of one codec at one bit rate. */
export interface CodecPreset {
  /** Its name in schemas. */
  readonly name: CodecPresetName;
  /** The model, and the source of its numbers. */
  readonly source: string;
  /** Its tokens. */
  readonly parameters: Pick<CodecTokensParameters, "nCodebooks" | "vocabSize" | "frameRate">;
}

const encodec =
  "Défossez et al. 2022, High Fidelity Neural Audio Compression (arXiv:2210.13438), " +
  "section 3: codebooks of 1,024 entries; facebook/encodec";
const dac = "Kumar et al. 2023, High-Fidelity Audio Compression with Improved RVQGAN " +
  "(arXiv:2306.06546); descript-audio-codec";
const snac = "Siuzdak et al. 2024, SNAC: Multi-Scale Neural Audio Codec (arXiv:2410.14411)";

/** EnCodec at 24 kHz: a frame every 320 samples, 750 bits per second and codebook. */
function encodec24(nCodebooks: number): CodecPreset["parameters"] {
  return { nCodebooks, vocabSize: 1024, frameRate: 75 };
}

/** EnCodec at 48 kHz, stereo: a frame every 320 samples, with half as many codebooks. */
function encodec48(nCodebooks: number): CodecPreset["parameters"] {
  return { nCodebooks, vocabSize: 1024, frameRate: 150 };
}

/**
 * The presets of `field.codecTokens`.
 *
 * SNAC's codebooks have different rates, each twice the one before. Here, a frame is a frame of the
 * slowest codebook, and its rows are the tokens that fall into it: one from the first codebook, two
 * from the second, four from the third and so on, each in order of time. SNAC pads audio to whole
 * frames of the slowest codebook, so the tokens always fit.
 */
export const codecPresets: readonly CodecPreset[] = [
  {
    name: "encodec-24khz-1.5kbps",
    source: `${encodec}, encodec_24khz at 1.5 kbit/s`,
    parameters: encodec24(2),
  },
  {
    name: "encodec-24khz-3kbps",
    source: `${encodec}, encodec_24khz at 3 kbit/s`,
    parameters: encodec24(4),
  },
  {
    name: "encodec-24khz-6kbps",
    source: `${encodec}, encodec_24khz at 6 kbit/s`,
    parameters: encodec24(8),
  },
  {
    name: "encodec-24khz-12kbps",
    source: `${encodec}, encodec_24khz at 12 kbit/s`,
    parameters: encodec24(16),
  },
  {
    name: "encodec-24khz-24kbps",
    source: `${encodec}, encodec_24khz at 24 kbit/s`,
    parameters: encodec24(32),
  },
  {
    name: "encodec-48khz-3kbps",
    source: `${encodec}, encodec_48khz at 3 kbit/s`,
    parameters: encodec48(2),
  },
  {
    name: "encodec-48khz-6kbps",
    source: `${encodec}, encodec_48khz at 6 kbit/s`,
    parameters: encodec48(4),
  },
  {
    name: "encodec-48khz-12kbps",
    source: `${encodec}, encodec_48khz at 12 kbit/s`,
    parameters: encodec48(8),
  },
  {
    name: "encodec-48khz-24kbps",
    source: `${encodec}, encodec_48khz at 24 kbit/s`,
    parameters: encodec48(16),
  },
  {
    name: "dac-16khz",
    source: `${dac}, 16 kHz: 12 codebooks, strides 2 · 4 · 5 · 8`,
    parameters: { nCodebooks: 12, vocabSize: 1024, frameRate: 50 },
  },
  {
    name: "dac-24khz",
    source: `${dac}, 24 kHz: 32 codebooks, strides 2 · 4 · 5 · 8`,
    parameters: { nCodebooks: 32, vocabSize: 1024, frameRate: 75 },
  },
  {
    name: "dac-44khz",
    source: `${dac}, 44.1 kHz: 9 codebooks, strides 2 · 4 · 8 · 8`,
    parameters: { nCodebooks: 9, vocabSize: 1024, frameRate: [44_100, 512] },
  },
  {
    name: "soundstream",
    source: "Zeghidour et al. 2021, SoundStream: An End-to-End Neural Audio Codec " +
      "(arXiv:2107.03312): 24 kHz, strides 2 · 4 · 5 · 8, 6 kbit/s in 8 codebooks of 10 bits",
    parameters: { nCodebooks: 8, vocabSize: 1024, frameRate: 75 },
  },
  {
    name: "mimi",
    source: "Défossez et al. 2024, Moshi: a speech-text foundation model for real-time dialogue " +
      "(arXiv:2410.00037), section 3.3: 24 kHz, 12.5 frames per second, 8 codebooks of 2,048",
    parameters: { nCodebooks: 8, vocabSize: 2048, frameRate: [25, 2] },
  },
  {
    name: "snac-24khz",
    source: `${snac}, snac_24khz: 3 codebooks of 4,096, the first every 2,048 samples`,
    parameters: { nCodebooks: 7, vocabSize: 4096, frameRate: [24_000, 2048] },
  },
  {
    name: "snac-32khz",
    source: `${snac}, snac_32khz: 4 codebooks of 4,096, the first every 3,072 samples`,
    parameters: { nCodebooks: 15, vocabSize: 4096, frameRate: [32_000, 3072] },
  },
  {
    name: "snac-44khz",
    source: `${snac}, snac_44khz: 4 codebooks of 4,096, the first every 3,072 samples`,
    parameters: { nCodebooks: 15, vocabSize: 4096, frameRate: [44_100, 3072] },
  },
];

const byName: ReadonlyMap<CodecPresetName, CodecPreset> = new Map(
  codecPresets.map((preset) => [preset.name, preset]),
);

/** The preset called `name`. */
export function codecPreset(name: CodecPresetName): CodecPreset {
  return byName.get(name)!;
}
