import { dspKernels } from "../../kernels/mod.ts";
import { type Row, row } from "../row.ts";
import { median, seconds } from "../side_by_side.ts";

/** The values in one mel spectrogram of 80 × 626. */
const count = 80 * 626;
const repeats = 200;

/** float16 → float32 in the kernels' memory, a spectrogram at a time. */
export function float16(): Row {
  const kernels = dspKernels();
  const source = kernels.allocate(count * 2);
  const target = kernels.allocate(count * 4);
  const halves = new Uint16Array(kernels.bytes().buffer, source, count);
  // Every exponent except that of NaN, including subnormals.
  for (let index = 0; index < count; index++) halves[index] = (index * 31) % 0x7c00;
  const times = Array.from({ length: 21 }, () =>
    seconds(() => {
      for (let turn = 0; turn < repeats; turn++) kernels.float16ToFloat32(source, target, count);
    }));
  kernels.free(source, count * 2);
  kernels.free(target, count * 4);
  return row("float16 → float32 in memory, output", {
    value: (count * 4 * repeats) / median(times) / 1e9,
    limit: 5,
    unit: "GB/s",
    bar: 1,
    wanted: "at least",
  });
}
