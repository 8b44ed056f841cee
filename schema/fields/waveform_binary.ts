import { FormatError } from "../../errors/mod.ts";
import { type Resampling, resamplingMethods, torchaudioDefaults } from "../resampling.ts";
import type { WaveformOptions } from "./waveform.ts";
import { waveformDtypes } from "./waveform_dtype.ts";

/** The original design's `<IIBB`: rate, mono, dtype code, normalize. */
const baseBytes = 10;

/** Those, and what the design has no bytes for: channels, method, filter width, rolloff. */
const extendedBytes = 24;

/** A waveform's parameters as configuration bytes; the extension only where they need it. */
export function waveformBytes(options: WaveformOptions): Uint8Array<ArrayBuffer> {
  const { sampleRate, mono, channels, dtype, normalize, resample } = options;
  const isExtended = typeof channels === "number" || resample !== "sinc";
  const bytes = new Uint8Array(isExtended ? extendedBytes : baseBytes);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, sampleRate, true);
  view.setUint32(4, mono ? 1 : 0, true);
  view.setUint8(8, waveformDtypes.indexOf(dtype));
  view.setUint8(9, normalize ? 1 : 0);
  if (!isExtended) return bytes;
  view.setUint8(10, typeof channels === "number" ? channels : 0);
  const method = typeof resample === "string" ? resample : resample.method;
  view.setUint8(11, resamplingMethods.indexOf(method));
  if (typeof resample === "string") return bytes;
  view.setUint16(12, resample.lowpassFilterWidth, true);
  view.setFloat64(16, resample.rolloff, true);
  return bytes;
}

/**
 * The parameters that {@link waveformBytes} wrote.
 *
 * @throws {FormatError} when there are neither 10 nor 24 bytes, or they hold an unknown code.
 */
export function waveformOptionsOf(bytes: Uint8Array): WaveformOptions {
  const { length } = bytes;
  if (length !== baseBytes && length !== extendedBytes) {
    throw broken(`expected ${baseBytes} or ${extendedBytes} bytes, got ${length}`, length);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, length);
  const dtype = waveformDtypes[view.getUint8(8)];
  if (dtype === undefined) {
    throw broken(`unknown dtype code ${view.getUint8(8)}`, view.getUint8(8));
  }
  const mono = view.getUint32(4, true) !== 0;
  const base = {
    sampleRate: view.getUint32(0, true),
    mono,
    dtype,
    normalize: view.getUint8(9) !== 0,
  };
  const channels = mono ? "mono" : "source";
  if (length === baseBytes) return { ...base, channels, resample: "sinc" };
  const count = view.getUint8(10);
  if (mono && count !== 0) throw broken(`it is mono and has ${count} channels`, count);
  const resample = resamplingOf(view);
  if (count === 0 && resample === "sinc") throw broken("its extension says nothing");
  return { ...base, channels: count === 0 ? channels : count, resample };
}

function resamplingOf(view: DataView): Resampling {
  const code = view.getUint8(11);
  const method = resamplingMethods[code];
  if (method === undefined) throw broken(`unknown resampling method ${code}`, code);
  const reserved = view.getUint16(14, true);
  if (reserved !== 0) throw broken(`reserved bytes hold ${reserved}`, reserved);
  const lowpassFilterWidth = view.getUint16(12, true);
  const rolloff = view.getFloat64(16, true);
  if (method === "torchaudio") {
    if (
      lowpassFilterWidth >= 1 && lowpassFilterWidth <= 512 && rolloff >= 0.01 && rolloff <= 1
    ) {
      return { ...torchaudioDefaults, lowpassFilterWidth, rolloff };
    }
    throw broken(`no filter has a width of ${lowpassFilterWidth} and a rolloff of ${rolloff}`);
  }
  if (lowpassFilterWidth === 0 && rolloff === 0) return method;
  throw broken(`"${method}" has no filter width and no rolloff`);
}

function broken(reason: string, found?: number): FormatError {
  return new FormatError(`Cannot read a waveform's configuration: ${reason}`, {
    code: "configuration",
    found,
  });
}
