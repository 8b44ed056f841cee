import { FormatError } from "../../errors/mod.ts";
import { withoutDefaults } from "../language/options.ts";
import {
  dctNorms,
  framings,
  logs,
  melNorms,
  melScales,
  normalizations,
  padModes,
  resamplers,
  spectralDefaults,
  spectralDtypes,
  type SpectralParameters,
  windows,
} from "./parameters/parameters.ts";

/** Bytes of the original design's configuration, `<IIIHHffBB`. */
const baseBytes = 26;

/** Bytes with the extension. */
const extendedBytes = 184;

/** What the 26 bytes say of parameters; whatever differs from this needs the extension. */
function baseOnly(parameters: SpectralParameters): SpectralParameters {
  const { sampleRate, nFft, hopLength, nMels, fMin, fMax, log, storeDtype } = parameters;
  return {
    ...spectralDefaults,
    sampleRate,
    nFft,
    winLength: nFft,
    hopLength,
    nMels,
    fMin: Math.fround(fMin),
    fMax: Math.fround(fMax),
    log: log === "none" ? "none" : "natural",
    storeDtype,
  };
}

const codes = [
  ["framing", framings],
  ["window", windows],
  ["padMode", padModes],
  ["melScale", melScales],
  ["norm", melNorms],
  ["log", logs],
  ["normalize", normalizations],
  ["dctNorm", dctNorms],
  ["resample", resamplers],
] as const;

const flags = [
  "center",
  "dropLastFrame",
  "snipEdges",
  "removeDcOffset",
  "useEnergy",
  "rawEnergy",
  "maskPartialFrame",
  "floorNyquist",
] as const;

const integers = ["winLength", "padSamples", "nMfcc", "padTo"] as const;

const numbers = [
  "inputScale",
  "dither",
  "preemphasis",
  "power",
  "magnitudeEpsilon",
  "fMin",
  "fMax",
  "logOffset",
  "logFloor",
  "dbRef",
  "topDb",
  "dynamicRange",
  "energyFloor",
  "lifter",
  "stdEpsilon",
  "padSeconds",
] as const;

/** The configuration bytes: 26, or 184 where those can't say everything. */
export function spectralToBinary(parameters: SpectralParameters): Uint8Array<ArrayBuffer> {
  const isBase = Object.keys(withoutDefaults(parameters, baseOnly(parameters))).length === 0;
  const bytes = new Uint8Array(isBase ? baseBytes : extendedBytes);
  const view = new DataView(bytes.buffer);
  const { sampleRate, nFft, hopLength, nMels, fMin, fMax, log, storeDtype } = parameters;
  view.setUint32(0, sampleRate === "source" ? 0 : sampleRate, true);
  view.setUint32(4, nFft, true);
  view.setUint32(8, hopLength, true);
  view.setUint16(12, nMels, true);
  view.setFloat32(16, fMin, true);
  view.setFloat32(20, fMax, true);
  view.setUint8(24, log === "none" ? 0 : 1);
  view.setUint8(25, spectralDtypes.indexOf(storeDtype));
  if (isBase) return bytes;
  view.setUint8(26, 1);
  codes.forEach(([name, choices], index) => {
    view.setUint8(27 + index, (choices as readonly string[]).indexOf(parameters[name]));
  });
  view.setUint8(36, flags.reduce((bits, name, bit) => bits | (Number(parameters[name]) << bit), 0));
  integers.forEach((name, index) => view.setUint32(40 + 4 * index, parameters[name], true));
  numbers.forEach((name, index) => {
    const value = parameters[name];
    view.setFloat64(56 + 8 * index, typeof value === "number" ? value : NaN, true);
  });
  return bytes;
}

/**
 * The parameters that configuration bytes hold, whether extended or as the original design has them.
 *
 * @throws {FormatError} when their length or a code in them is unknown.
 */
export function spectralFromBinary(bytes: Uint8Array): SpectralParameters {
  if (bytes.length !== baseBytes && bytes.length !== extendedBytes) {
    throw unreadable(`expected ${baseBytes} or ${extendedBytes} bytes, got ${bytes.length}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const sampleRate = view.getUint32(0, true);
  const nFft = view.getUint32(4, true);
  const base: SpectralParameters = {
    ...spectralDefaults,
    sampleRate: sampleRate === 0 ? "source" : sampleRate,
    nFft,
    winLength: nFft,
    hopLength: view.getUint32(8, true),
    nMels: view.getUint16(12, true),
    fMin: view.getFloat32(16, true),
    fMax: view.getFloat32(20, true),
    log: view.getUint8(24) === 0 ? "none" : "natural",
    storeDtype: decode(spectralDtypes, view.getUint8(25), "dtype"),
  };
  if (bytes.length === baseBytes) return base;
  if (view.getUint8(26) !== 1) throw unreadable(`unknown extension ${view.getUint8(26)}`);
  if (bytes.subarray(37, 40).some((byte) => byte !== 0)) throw unreadable("its padding isn't zero");
  const extended: Record<string, unknown> = { ...base };
  codes.forEach(([name, choices], index) => {
    extended[name] = decode<string>(choices, view.getUint8(27 + index), name);
  });
  flags.forEach((name, bit) => extended[name] = ((view.getUint8(36) >> bit) & 1) === 1);
  integers.forEach((name, index) => extended[name] = view.getUint32(40 + 4 * index, true));
  numbers.forEach((name, index) => {
    const value = view.getFloat64(56 + 8 * index, true);
    extended[name] = !Number.isNaN(value) ? value : name === "dbRef" ? "max" : null;
  });
  return extended as unknown as SpectralParameters;
}

function decode<Choice>(choices: readonly Choice[], code: number, name: string): Choice {
  const choice = choices[code];
  if (choice === undefined) throw unreadable(`unknown ${name} code ${code}`);
  return choice;
}

function unreadable(reason: string): FormatError {
  return new FormatError(`Cannot read a spectral field's configuration: ${reason}`, {
    code: "configuration",
  });
}
