/** The element types of the arrays we export, in NumPy's notation. */
export type NpyDtype = "<i2" | "<u2" | "<i4" | "<f2" | "<f4";

/**
 * The header of a `.npy` file, version 1.0, for an array in C order; the elements follow, little
 * endian. Padded so that they begin on a multiple of 64 bytes, as NumPy does.
 */
export function npyHeader(dtype: NpyDtype, shape: readonly number[]): Uint8Array<ArrayBuffer> {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const dictionary = `{'descr': '${dtype}', 'fortran_order': False, 'shape': (${sizes}), }`;
  // Ten bytes come before the dictionary, and a line feed ends it.
  const length = Math.ceil((10 + dictionary.length + 1) / 64) * 64 - 10;
  const header = new Uint8Array(10 + length);
  header.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  new DataView(header.buffer).setUint16(8, length, true);
  header.set(new TextEncoder().encode(`${dictionary.padEnd(length - 1)}\n`), 10);
  return header;
}
