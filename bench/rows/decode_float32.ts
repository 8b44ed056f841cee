import binaryen from "binaryen";
import { openSpeech } from "../../generated/speech.ts";
import { packClips, shuffledBatches } from "../clips.ts";
import { type Row, row } from "../row.ts";
import { sideBySide } from "../side_by_side.ts";

const batchSize = 64;
const samples = 160_000;
const count = 600;

/** Stores a vector to every 16 bytes of its memory up to a length, and nothing else. */
const storeLoop = `(module
  (memory (export "memory") ${Math.ceil(batchSize * samples * 4 / 65_536)})
  (func (export "store") (param $end i32) (local $at i32)
    (loop $next
      (v128.store (local.get $at) (v128.const i32x4 1 2 3 4))
      (v128.store offset=16 (local.get $at) (v128.const i32x4 1 2 3 4))
      (v128.store offset=32 (local.get $at) (v128.const i32x4 1 2 3 4))
      (v128.store offset=48 (local.get $at) (v128.const i32x4 1 2 3 4))
      (local.set $at (i32.add (local.get $at) (i32.const 64)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $end))))))`;

/**
 * `decodeBatch` of ten-second int16 clips as float32, in random order, against a plain vector store
 * loop over as many bytes of output: what writing the batch costs if nothing is read.
 */
export function decodeFloat32(directory: string, { bar }: { bar: number }): Row {
  const { path } = packClips(directory, { name: "float32", count, lengthOf: () => samples });
  using speech = openSpeech(path);
  using batch = speech.audio.allocateBatch(batchSize, { dtype: "float32" });
  const store = compileStoreLoop();
  const batches = shuffledBatches(count, batchSize, 1);
  const { ours, theirs, speed } = sideBySide(
    () => {
      for (const indices of batches) speech.audio.decodeBatch(indices, batch);
    },
    () => {
      for (let turn = 0; turn < batches.length; turn++) store(batch.byteLength);
    },
    { rounds: 15 },
  );
  const gigabytes = batches.length * batch.byteLength / 1e9;
  const { kind } = speech.file.storage;
  return row(`decodeBatch, 320,000-byte clips as float32, output, ${kind}`, {
    value: gigabytes / ours,
    limit: gigabytes / theirs,
    ratio: speed,
    unit: "GB/s",
    bar,
    wanted: "at least",
  });
}

function compileStoreLoop(): (end: number) => void {
  const module = binaryen.parseText(storeLoop);
  module.setFeatures(binaryen.Features.SIMD128);
  const bytes = new Uint8Array(module.emitBinary());
  module.dispose();
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
  return exports.store as (end: number) => void;
}
