import binaryen from "binaryen";

/** Only stores vectors, 16 bytes each, to its memory from one offset to another. */
const source = (pages: number) =>
  `(module
  (memory (export "memory") ${pages})
  (func (export "store") (param $at i32) (param $end i32)
    (loop $next
      (v128.store (local.get $at) (v128.const i32x4 1 2 3 4))
      (v128.store offset=16 (local.get $at) (v128.const i32x4 1 2 3 4))
      (v128.store offset=32 (local.get $at) (v128.const i32x4 1 2 3 4))
      (v128.store offset=48 (local.get $at) (v128.const i32x4 1 2 3 4))
      (local.set $at (i32.add (local.get $at) (i32.const 64)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $end))))))`;

/**
 * A plain vector store loop over its own memory: what writing costs if nothing is read.
 *
 * @param byteLength the size of the memory; offsets are multiples of 64.
 */
export function storeLoop(byteLength: number): (from: number, to: number) => void {
  const module = binaryen.parseText(source(Math.ceil(byteLength / 65_536)));
  module.setFeatures(binaryen.Features.SIMD128);
  const bytes = new Uint8Array(module.emitBinary());
  module.dispose();
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
  return exports.store as (from: number, to: number) => void;
}
