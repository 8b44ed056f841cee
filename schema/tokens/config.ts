import { FormatError } from "../../errors/mod.ts";
import { frameRateFraction } from "./frame_rate.ts";
import type { CodecTokensParameters } from "./parameters.ts";
import { tokenPackings } from "./packing.ts";

/** Bytes of the original design's configuration, `<HHI`. */
const baseBytes = 8;

/** Bytes with the extension. */
const extendedBytes = 20;

/** The configuration bytes: 8, or 20 if 8 can't hold everything. */
export function codecTokensToBinary(parameters: CodecTokensParameters): Uint8Array<ArrayBuffer> {
  const { nCodebooks, vocabSize, frameRate, packing } = parameters;
  const [numerator, denominator] = frameRateFraction(frameRate);
  const isBase = packing === "none" && denominator === 1;
  const bytes = new Uint8Array(isBase ? baseBytes : extendedBytes);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, nCodebooks, true);
  // 65,536 doesn't fit in 16 bits, and no vocabulary is empty: 0 stands for 65,536.
  view.setUint16(2, vocabSize & 0xffff, true);
  view.setUint32(4, Math.round(numerator / denominator), true);
  if (isBase) return bytes;
  view.setUint8(8, 1);
  view.setUint8(9, tokenPackings.indexOf(packing));
  view.setUint32(12, numerator, true);
  view.setUint32(16, denominator, true);
  return bytes;
}

/**
 * The parameters that configuration bytes hold, with or without the extension.
 *
 * @throws {FormatError} `"configuration"` when their length or a value in them is invalid.
 */
export function codecTokensFromBinary(bytes: Uint8Array): CodecTokensParameters {
  if (bytes.length !== baseBytes && bytes.length !== extendedBytes) {
    throw unreadable(`expected ${baseBytes} or ${extendedBytes} bytes, got ${bytes.length}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const nCodebooks = view.getUint16(0, true);
  const vocabSize = view.getUint16(2, true) || 65_536;
  const rate = view.getUint32(4, true);
  if (nCodebooks < 1 || nCodebooks > 255) throw unreadable(`it has ${nCodebooks} codebooks`);
  if (bytes.length === baseBytes) {
    if (rate === 0) throw unreadable("its frame rate is 0");
    return { nCodebooks, vocabSize, frameRate: rate, packing: "none" };
  }
  if (view.getUint8(8) !== 1) throw unreadable(`unknown extension ${view.getUint8(8)}`);
  const packing = tokenPackings[view.getUint8(9)];
  if (packing === undefined) throw unreadable(`unknown packing code ${view.getUint8(9)}`);
  if (view.getUint16(10, true) !== 0) throw unreadable("its padding isn't zero");
  const [numerator, denominator] = [view.getUint32(12, true), view.getUint32(16, true)];
  if (numerator === 0 || denominator === 0 || Math.round(numerator / denominator) !== rate) {
    throw unreadable(`${numerator}/${denominator} frames per second don't round to ${rate}`);
  }
  const frameRate = denominator === 1 ? numerator : [numerator, denominator] as const;
  return { nCodebooks, vocabSize, frameRate, packing };
}

function unreadable(reason: string): FormatError {
  return new FormatError(`Cannot read a codec token field's configuration: ${reason}`, {
    code: "configuration",
  });
}
