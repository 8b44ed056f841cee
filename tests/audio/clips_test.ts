import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { openAudio, PcmConverter } from "../../audio/mod.ts";

/**
 * What libsndfile 1.2.2 decodes: SHA-256 of the samples as native integers in int32 (8-bit ones minus
 * 128) or as float32, and of the samples as float32.
 */
const CLIPS = [
  {
    file: "p01_speech_16k_s16.wav",
    bits: 16,
    sampleRate: 16000,
    channels: 1,
    frames: 87877,
    pcm: "71cf2955b8f811174111bae1539a52e9a810c1303d625b87cdc123a7f13008f1",
    float32: "9a98ecd5d358ad67eb6ba021e7de5fe8a5dd64b5a3200b907b7354c2088124ed",
  },
  {
    file: "p02_speech_22k_s16.wav",
    bits: 16,
    sampleRate: 22050,
    channels: 1,
    frames: 101337,
    pcm: "56d764a116f0c6869237feb34efdeb3297098ec9567a1a537f308bf41c682146",
    float32: "7379e1bc0add467636ae05ce67dbbb34a7f79a0ae061f401d20fc2ef3eb7a4d4",
  },
  {
    file: "p03_chirp_16k_f32.wav",
    bits: 0,
    sampleRate: 16000,
    channels: 1,
    frames: 32000,
    pcm: "f67ff1b84c3fe1ecb72f3dc1a9141572e3fc723882a84e46395d5bcfe5e7e935",
    float32: "f67ff1b84c3fe1ecb72f3dc1a9141572e3fc723882a84e46395d5bcfe5e7e935",
  },
  {
    file: "p05_clipped_multitone_44k_stereo_s16.wav",
    bits: 16,
    sampleRate: 44100,
    channels: 2,
    frames: 44100,
    pcm: "0f22fb2263ecff2c7f2fedb0443703ddcd2036c14c207e7af704b2cffea8dff7",
    float32: "31d4e42c60036cbcc11c312013b919465b500b4db549a270c4894de66796fa53",
  },
  {
    file: "p06_surround51_48k_s24.wav",
    bits: 24,
    sampleRate: 48000,
    channels: 6,
    frames: 24000,
    pcm: "b2e1e8d53bb58a15d4141f2c3c2b9de251fced9878e0bf7b893a271aae41df5c",
    float32: "be26982f2b46246dc6b78acc7edd45c0fabb412e62886d405b4899b3f92b8ee0",
  },
  {
    file: "p07_telephone_8k_u8.wav",
    bits: 8,
    sampleRate: 8000,
    channels: 1,
    frames: 13248,
    pcm: "c65d76018e3319792543ff7971b2ff3650e471ba91309f149e98b06b76456eda",
    float32: "1810cfc12009085d9bbe63c101ee601f48c764a788669177b2adc96a5031a454",
  },
  {
    file: "p08_impulse_silence_16k_s16.wav",
    bits: 16,
    sampleRate: 16000,
    channels: 1,
    frames: 16000,
    pcm: "176037a1dd11120a52e2d32ca42349ef18654ef090b88e72960160e6a42d2b70",
    float32: "db26b7fe4a3220a0487b03d63d01759b24b5c016153c85777f23925e50c726fc",
  },
  {
    file: "p13_short900_16k_s16.wav",
    bits: 16,
    sampleRate: 16000,
    channels: 1,
    frames: 900,
    pcm: "649e7334fa46449739492dd591f72a2119207480ffa20e6ab3f74d9adf113ee4",
    float32: "6fc4bdd7b908553cf7f97c6a01af693cca08ca11ee9bd00405c81eae193a09cc",
  },
] as const;

for (const clip of CLIPS) {
  Deno.test(`openAudio() decodes ${clip.file} as libsndfile does`, () => {
    const path = new URL(`../data/clips/${clip.file}`, import.meta.url);
    using source = openAudio(fileURLToPath(path));
    const { sampleRate, channels, frames } = source;
    assert.deepEqual({ sampleRate, channels, frames }, {
      sampleRate: clip.sampleRate,
      channels: clip.channels,
      frames: clip.frames,
    });
    using converter = new PcmConverter({
      from: source.format,
      channels,
      mono: false,
      to: "float32",
    });
    const pcm = createHash("sha256");
    const float32 = createHash("sha256");
    for (let piece = source.next(); piece !== undefined; piece = source.next()) {
      const shift = (source.format === "int16" ? 16 : 32) - clip.bits;
      const native = clip.bits === 0 ? piece : Int32Array.from(piece, (value) => value >> shift);
      pcm.update(new Uint8Array(native.buffer, native.byteOffset, native.byteLength));
      float32.update(converter.convert(piece));
    }
    assert.equal(pcm.digest("hex"), clip.pcm);
    assert.equal(float32.digest("hex"), clip.float32);
  });
}
