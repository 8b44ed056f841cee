/** The golden float16 case: rounding, through the conversion that fields store with. */
import { toStored } from "../../runtime/mod.ts";

const folder = new URL("../data/golden/", import.meta.url).pathname;

/** How many of NumPy's float16 values differ from ours; any NaN is as good as another. */
export function differingHalves(): { values: number; different: number } {
  const input = new Float32Array(elements("f16_input.npy"));
  const wanted = new Uint16Array(elements("f16_bits.npy"));
  const bits = new Uint16Array(toStored(input, "float16").buffer);
  let different = 0;
  wanted.forEach((bit, index) => {
    const isNaN = (value: number) => (value & 0x7c00) === 0x7c00 && (value & 0x3ff) !== 0;
    if (bits[index] !== bit && !(isNaN(bit) && isNaN(bits[index]!))) different++;
  });
  return { values: wanted.length, different };
}

function elements(name: string): ArrayBuffer {
  const bytes = Deno.readFileSync(`${folder}${name}`);
  const start = 10 + bytes[8]! + bytes[9]! * 256;
  return bytes.slice(start).buffer;
}
