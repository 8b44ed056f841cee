import { UsageError } from "../../errors/mod.ts";

/** What a WAV header says. */
export interface WavFormat {
  readonly sampleRate: number;
  readonly channels: number;
  readonly frames: number;
  /** Bytes per sample. */
  readonly sampleBytes: number;
  /** Whether samples are IEEE floats instead of signed integers. */
  readonly isFloat: boolean;
}

/** The usual speakers for 1 to 8 channels, by number of channels; 0 means that nothing is said. */
const channelMasks = [0, 0x4, 0x3, 0x7, 0x33, 0x37, 0x3f, 0x13f, 0x63f];

/**
 * The header of a WAV file; the samples follow, little-endian, and {@link wavPadding}. Up to two
 * channels get the plain format that everything reads, more get WAVE_FORMAT_EXTENSIBLE.
 *
 * @throws {UsageError} when the samples are more than a WAV file can hold.
 */
export function wavHeader(format: WavFormat): Uint8Array<ArrayBuffer> {
  const { sampleRate, channels, frames, sampleBytes, isFloat } = format;
  const isExtensible = channels > 2;
  const formatBytes = isExtensible ? 40 : isFloat ? 18 : 16;
  // Anything but integer PCM has a `fact` chunk with the number of frames.
  const factBytes = isFloat || isExtensible ? 12 : 0;
  const frameBytes = channels * sampleBytes;
  const dataBytes = frames * frameBytes;
  const headerBytes = 12 + 8 + formatBytes + factBytes + 8;
  const riffBytes = headerBytes - 8 + dataBytes + wavPadding(format);
  if (riffBytes > 0xffff_ffff) throw tooLarge(dataBytes);
  const view = new DataView(new ArrayBuffer(headerBytes));
  let at = writeText(view, 0, "RIFF");
  view.setUint32(at, riffBytes, true);
  at = writeText(view, at + 4, "WAVE");
  at = writeText(view, at, "fmt ");
  view.setUint32(at, formatBytes, true);
  view.setUint16(at + 4, isExtensible ? 0xfffe : isFloat ? 3 : 1, true);
  view.setUint16(at + 6, channels, true);
  view.setUint32(at + 8, sampleRate, true);
  view.setUint32(at + 12, Math.min(sampleRate * frameBytes, 0xffff_ffff), true);
  view.setUint16(at + 16, frameBytes, true);
  view.setUint16(at + 18, sampleBytes * 8, true);
  if (isExtensible) writeExtension(view, at + 20, format);
  at += 4 + formatBytes;
  if (factBytes > 0) {
    at = writeText(view, at, "fact");
    view.setUint32(at, 4, true);
    view.setUint32(at + 4, frames, true);
    at += 8;
  }
  at = writeText(view, at, "data");
  view.setUint32(at, dataBytes, true);
  return new Uint8Array(view.buffer);
}

/** Zero bytes to write after the samples, so that their chunk ends on an even byte. */
export function wavPadding({ frames, channels, sampleBytes }: WavFormat): number {
  return (frames * channels * sampleBytes) % 2;
}

function writeExtension(view: DataView, at: number, format: WavFormat): void {
  view.setUint16(at, 22, true);
  view.setUint16(at + 2, format.sampleBytes * 8, true);
  view.setUint32(at + 4, channelMasks[format.channels] ?? 0, true);
  // The GUIDs of the plain formats differ in their first two bytes only: the format's number.
  const guidEnd = [0x00, 0x00, 0x10, 0x00, 0x80, 0x00, 0x00, 0xaa, 0x00, 0x38, 0x9b, 0x71];
  view.setUint32(at + 8, format.isFloat ? 3 : 1, true);
  new Uint8Array(view.buffer).set(guidEnd, at + 12);
}

function writeText(view: DataView, at: number, text: string): number {
  new Uint8Array(view.buffer).set(new TextEncoder().encode(text), at);
  return at + text.length;
}

function tooLarge(bytes: number): UsageError {
  return new UsageError(`Cannot export ${bytes} bytes of samples as wav: it holds at most 4 GiB`, {
    code: "too-large",
    found: bytes,
    wanted: 0xffff_ffff,
    hint: "export it as npy",
  });
}
