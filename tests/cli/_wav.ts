/** How {@link wavOf} writes samples. */
export interface WavOptions {
  readonly sampleRate?: number;
  readonly channels?: number;
}

/** A 16-bit WAV file, written from the format's description and not with the code under test. */
export function wavOf(
  samples: Int16Array,
  { sampleRate = 16_000, channels = 1 }: WavOptions = {},
): Uint8Array {
  const bytes = new Uint8Array(44 + samples.byteLength);
  const view = new DataView(bytes.buffer);
  const text = (at: number, value: string) => bytes.set(new TextEncoder().encode(value), at);
  text(0, "RIFF");
  view.setUint32(4, bytes.length - 8, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * channels * 2, true);
  view.setUint16(32, channels * 2, true);
  view.setUint16(34, 16, true);
  text(36, "data");
  view.setUint32(40, samples.byteLength, true);
  bytes.set(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength), 44);
  return bytes;
}

/** A mono WAV file of 32-bit floats at 16 kHz. */
export function floatWavOf(samples: Float32Array): Uint8Array {
  const bytes = wavOf(new Int16Array(samples.buffer, samples.byteOffset, samples.length * 2));
  const view = new DataView(bytes.buffer);
  view.setUint16(20, 3, true);
  view.setUint32(28, 16_000 * 4, true);
  view.setUint16(32, 4, true);
  view.setUint16(34, 32, true);
  return bytes;
}

/** Noise that is the same in every run. */
export function noise(length: number, seed = 1): Int16Array {
  let state = seed;
  return Int16Array.from({ length }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 16) - 32_768;
  });
}

/** The samples of a WAV file: whatever its `data` chunk holds. */
export function dataOf(wav: Uint8Array): Uint8Array {
  const view = new DataView(wav.buffer, wav.byteOffset, wav.byteLength);
  for (let at = 12; at + 8 <= wav.length;) {
    const length = view.getUint32(at + 4, true);
    if (new TextDecoder().decode(wav.subarray(at, at + 4)) === "data") {
      return wav.subarray(at + 8, at + 8 + length);
    }
    at += 8 + length + (length % 2);
  }
  throw new Error("No data chunk");
}
