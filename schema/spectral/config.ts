import { FormatError } from "../../errors/mod.ts";
import { withoutDefaults } from "../language/options.ts";
import type { Slot } from "./parameters/parameter.ts";
import type { SpectralParameters } from "./parameters/parameters.ts";
import { readSlot, writeSlot } from "./parameters/slots.ts";
import { parameterEntries, parameterTable, spectralDefaults } from "./parameters/table.ts";

/** Bytes of the original design's configuration, `<IIIHHffBB`. */
const baseBytes = 26;

/** Bytes with the extension. */
const extendedBytes = 184;

/** Where the extension states its version, and that version. */
const version = { at: 26, value: 1 } as const;

/** Bytes of the extension that must be zero. */
const padding = { from: 37, to: 40 } as const;

/** A part of the configuration. */
type Part = "base" | "extended";

/** Each part's parameters and their slots, in order of offset; unknown codes are found in it. */
const slotsOf: Readonly<Record<Part, readonly (readonly [keyof SpectralParameters, Slot])[]>> = {
  base: slots("base"),
  extended: slots("extended"),
};

function slots(part: Part): (readonly [keyof SpectralParameters, Slot])[] {
  return parameterEntries
    .flatMap(([name, { [part]: slot }]) => slot === undefined ? [] : [[name, slot] as const])
    .toSorted(([, a], [, b]) => a.at - b.at);
}

/** The configuration bytes: 26, or 184 if 26 can't hold everything. */
export function spectralToBinary(parameters: SpectralParameters): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(extendedBytes);
  const view = new DataView(bytes.buffer);
  write(view, "base", parameters);
  const said = readBase(view);
  if (Object.keys(withoutDefaults(parameters, said)).length === 0) return bytes.slice(0, baseBytes);
  view.setUint8(version.at, version.value);
  write(view, "extended", parameters);
  return bytes;
}

function write(view: DataView, part: Part, parameters: SpectralParameters): void {
  for (const [name, slot] of slotsOf[part]) {
    writeSlot(view, slot, parameterTable[name], parameters[name]);
  }
}

/**
 * The parameters that configuration bytes hold, with or without the extension.
 *
 * @throws {FormatError} when their length or a code in them is unknown.
 */
export function spectralFromBinary(bytes: Uint8Array): SpectralParameters {
  if (bytes.length !== baseBytes && bytes.length !== extendedBytes) {
    throw unreadable(`expected ${baseBytes} or ${extendedBytes} bytes, got ${bytes.length}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const base = readBase(view);
  if (bytes.length === baseBytes) return base;
  const found = view.getUint8(version.at);
  if (found !== version.value) throw unreadable(`unknown extension ${found}`);
  if (bytes.subarray(padding.from, padding.to).some((byte) => byte !== 0)) {
    throw unreadable("its padding isn't zero");
  }
  return { ...base, ...read(view, "extended") };
}

/** What the base says; the window is as long as the transform, everything else at its default. */
function readBase(view: DataView): SpectralParameters {
  const said = read(view, "base");
  return { ...spectralDefaults, ...said, winLength: said.nFft ?? spectralDefaults.winLength };
}

function read(view: DataView, part: Part): Partial<SpectralParameters> {
  const said: Record<string, unknown> = {};
  for (const [name, slot] of slotsOf[part]) {
    const value = readSlot(view, slot, parameterTable[name]);
    if (value === undefined) {
      const shown = name === "storeDtype" ? "dtype" : name;
      throw unreadable(`unknown ${shown} code ${view.getUint8(slot.at)}`);
    }
    said[name] = value;
  }
  return said as Partial<SpectralParameters>;
}

function unreadable(reason: string): FormatError {
  return new FormatError(`Cannot read a spectral field's configuration: ${reason}`, {
    code: "configuration",
  });
}
