import { counted } from "../../errors/counted.ts";
import { FormatError } from "../../errors/mod.ts";
import type { AudioTarget } from "../language/audio_target.ts";
import { type Resampling, resamplingMethods, torchaudioDefaults } from "../language/resampling.ts";
import type { ResolvedWaveform } from "./waveform.ts";
import { type WaveformDtype, waveformDtypes } from "../language/waveform_dtype.ts";

/** The original design's `<IIBB`: rate, mono, dtype code, normalize. */
const baseBytes = 10;

/** With what the original design has no bytes for: channels, method, filter width, rolloff. */
export const targetBytes = 24;

/** A waveform's parameters as configuration bytes, extended only if the parameters need it. */
export function waveformBytes({ dtype, ...target }: ResolvedWaveform): Uint8Array<ArrayBuffer> {
  const { channels, resample } = target;
  const bytes = audioTargetBytes(target, dtype);
  const isExtended = typeof channels === "number" || resample !== "sinc";
  return isExtended ? bytes : bytes.slice(0, baseBytes);
}

/**
 * Reads the parameters that {@link waveformBytes} wrote.
 *
 * @throws {FormatError} when there are neither 10 nor 24 bytes, or they hold an unknown code.
 */
export function resolvedWaveformOf(bytes: Uint8Array): ResolvedWaveform {
  const { length } = bytes;
  if (length !== baseBytes && length !== targetBytes) {
    throw broken(`expected ${baseBytes} or ${targetBytes} bytes, got ${length}`, length);
  }
  const extended = new Uint8Array(targetBytes);
  extended.set(bytes);
  const { target, dtype } = audioTargetOf(extended);
  if (length === targetBytes && typeof target.channels !== "number" && target.resample === "sinc") {
    throw broken("its extension holds only defaults");
  }
  return { ...target, dtype };
}

/** What an audio field does to its input, in the 24 bytes that all audio fields share. */
export function audioTargetBytes(
  { sampleRate, mono, channels, normalize, resample }: AudioTarget,
  dtype: WaveformDtype,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(targetBytes);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, sampleRate, true);
  view.setUint32(4, mono ? 1 : 0, true);
  view.setUint8(8, waveformDtypes.indexOf(dtype));
  view.setUint8(9, normalize ? 1 : 0);
  view.setUint8(10, typeof channels === "number" ? channels : 0);
  const method = typeof resample === "string" ? resample : resample.method;
  view.setUint8(11, resamplingMethods.indexOf(method));
  if (typeof resample === "string") return bytes;
  view.setUint16(12, resample.lowpassFilterWidth, true);
  view.setFloat64(16, resample.rolloff, true);
  return bytes;
}

/**
 * Reads what {@link audioTargetBytes} wrote.
 *
 * @throws {FormatError} when the 24 bytes hold an unknown code.
 */
export function audioTargetOf(
  bytes: Uint8Array,
): { readonly target: AudioTarget; readonly dtype: WaveformDtype } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const dtype = waveformDtypes[view.getUint8(8)];
  if (dtype === undefined) {
    throw broken(`unknown dtype code ${view.getUint8(8)}`, view.getUint8(8));
  }
  const mono = view.getUint32(4, true) !== 0;
  const count = view.getUint8(10);
  if (mono && count !== 0) throw broken(`it is mono and has ${counted(count, "channel")}`, count);
  const target = {
    sampleRate: view.getUint32(0, true),
    mono,
    channels: count === 0 ? mono ? "mono" as const : "source" as const : count,
    normalize: view.getUint8(9) !== 0,
    resample: resamplingOf(view),
  };
  return { target, dtype };
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
