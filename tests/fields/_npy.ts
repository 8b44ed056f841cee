/** Reads a NumPy file of samples. */
import type { PcmArray } from "../../schema/mod.ts";

const arrays = {
  "<i2": Int16Array,
  "<i4": Int32Array,
  "<f4": Float32Array,
  "<f8": Float64Array,
} as const;

/** The samples of a C-ordered array of shape (samples) or (samples, channels). */
export function readNpy(path: string): { samples: PcmArray; channels: number } {
  const bytes = Deno.readFileSync(path);
  const header = new TextDecoder().decode(bytes.subarray(10, 10 + bytes[8]! + bytes[9]! * 256));
  const descr = /'descr': '([^']+)'/.exec(header)?.[1] as keyof typeof arrays;
  const shape = /'shape': \((\d+), ?(\d*)\)/.exec(header);
  const ArrayType = arrays[descr];
  if (shape === null || ArrayType === undefined || !header.includes("'fortran_order': False")) {
    throw new Error(`${path}: ${header}`);
  }
  const data = bytes.slice(10 + bytes[8]! + bytes[9]! * 256);
  return { samples: new ArrayType(data.buffer), channels: Number(shape[2] || 1) };
}
