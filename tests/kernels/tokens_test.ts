/** The shipped kernel, compared with scalar unpacking, at every width, offset and length. */
import assert from "node:assert/strict";
import { dspKernels, expandTokens } from "../../kernels/mod.ts";
import { unpackTokens } from "../../runtime/fields/tokens/pack_tokens.ts";

const most = 70;
const arrays = { 2: Uint16Array, 4: Int32Array, 8: BigInt64Array } as const;

Deno.test("expandTokens() unpacks, widens and strides as the scalar code does", () => {
  const kernels = dspKernels();
  const [sourceBytes, targetBytes] = [most * 2 + 1, most * 3 * 8];
  const source = kernels.allocate(sourceBytes);
  const target = kernels.allocate(targetBytes);
  const bytes = new Uint8Array(sourceBytes).map((_, at) =>
    (Math.imul(at + 1, 2_654_435_761)) >>> 24
  );
  for (let bits = 1; bits <= 16; bits++) {
    for (let firstBit = 0; firstBit < (bits === 16 ? 1 : 8); firstBit++) {
      for (const count of [0, 1, 7, 8, 9, 15, 16, 17, 33, most]) {
        for (const [width, stride] of [[2, 1], [4, 1], [8, 1], [2, 3], [4, 2], [8, 3]] as const) {
          const memory = kernels.bytes();
          memory.set(bytes, source);
          memory.fill(0xee, target, target + targetBytes);
          expandTokens(bits, source, firstBit, count, width, target, stride);
          const wanted = new arrays[width](targetBytes / width);
          new Uint8Array(wanted.buffer).fill(0xee);
          unpackTokens(bytes, { bits, firstBit, count }).forEach((token, at) => {
            wanted[at * stride] = width === 8 ? BigInt(token) : token;
          });
          const found = memory.slice(target, target + targetBytes);
          const what = `${count} tokens of ${bits} bits from bit ${firstBit} to ${width} bytes`;
          assert.deepEqual(found, new Uint8Array(wanted.buffer), what);
        }
      }
    }
  }
  kernels.free(source, sourceBytes);
  kernels.free(target, targetBytes);
});

Deno.test("expandTokens() refuses invalid ranges, and writes nothing", () => {
  const kernels = dspKernels();
  const end = kernels.bytes().length;
  const [source, target] = [kernels.allocate(64), kernels.allocate(64)];
  const calls: readonly (readonly [number, number, number, number, 2 | 4 | 8, number, number])[] = [
    [0, source, 0, 8, 2, target, 1],
    [17, source, 0, 8, 2, target, 1],
    [10, source, 8, 8, 2, target, 1],
    [16, source, 1, 8, 2, target, 1],
    [10, source, 0, 8, 2, target, 0],
    [10, source, 0, 8, 4, target + 2, 1],
    [10, source, 0, 8, 2, source, 1],
    [10, end - 4, 0, 8, 2, target, 1],
    [10, source, 0, 2 ** 32 - 1, 2, target, 2 ** 32 - 1],
    [10, source, 0, 8, 3 as 2, target, 1],
  ];
  for (const call of calls) {
    assert.throws(() => expandTokens(...call), { name: "UsageError", code: "kernel-arguments" });
  }
  kernels.free(source, 64);
  kernels.free(target, 64);
});
