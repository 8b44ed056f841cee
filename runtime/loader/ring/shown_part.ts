import type { LentStorage } from "../../storage/lent.ts";
import { isLentArrayName, type LentArrayName } from "./slot_memory.ts";

/** An array in a mapping that was lent. */
export interface LentValues {
  readonly type: LentArrayName;
  /** Where in the mapping its first element lies. */
  readonly at: number;
  readonly length: number;
}

/** What of a field's batch the thread that loads sees where the worker writes it. */
export interface SharedPart {
  readonly shape: Float64Array;
  readonly lengths?: Uint32Array;
  readonly data?: ArrayBufferView | LentValues;
}

/** What of it has to be sent. */
export interface SentPart {
  /** Of stems: which are there. */
  readonly present?: Uint8Array;
  /** Of scalars and other small values. */
  readonly data?: ArrayBufferView;
  /** Of texts and bytes. */
  readonly values?: readonly unknown[];
}

type SmallArray = ArrayBufferView & {
  readonly length: number;
  slice(start: number, end: number): ArrayBufferView;
};

/** What a field's batch has, whatever its kind. */
interface AnyBatch {
  readonly data?: SmallArray;
  readonly shape: readonly number[];
  readonly lengths?: Uint32Array;
  readonly values?: readonly unknown[];
  readonly present?: Uint8Array;
}

/** The worker's side of a field's batch: shows it to the thread that loads. */
export class ShownPart {
  readonly shared: SharedPart;
  readonly #batch: AnyBatch;
  readonly #isSent: boolean;

  constructor(batch: object, lent: LentStorage | undefined) {
    const { data, lengths, present, shape, values } = this.#batch = batch as AnyBatch;
    const isShared = data !== undefined && isSeen(data, lent);
    this.#isSent = present !== undefined || values !== undefined || (data && !isShared) === true;
    this.shared = {
      shape: new Float64Array(new SharedArrayBuffer(shape.length * 8)),
      ...(lengths && { lengths: new Uint32Array(new SharedArrayBuffer(lengths.length * 4)) }),
      ...(isShared ? { data: sharedValues(data, lent) } : {}),
    };
  }

  /** Shows what was decoded last, and returns what of its `count` records has to be sent, if anything. */
  update(count: number): SentPart | undefined {
    const { data, lengths, present, shape, values } = this.#batch;
    for (let axis = 0; axis < shape.length; axis++) this.shared.shape[axis] = shape[axis]!;
    if (lengths !== undefined) this.shared.lengths!.set(lengths);
    if (!this.#isSent) return undefined;
    return {
      ...(values && { values: values.slice(0, count) }),
      ...(present && { present: present.slice(0, count * shape[1]!) }),
      ...(data && this.shared.data === undefined ? { data: data.slice(0, count) } : {}),
    };
  }
}

/** Whether the other thread sees an array's values where they are. */
function isSeen(data: SmallArray, lent: LentStorage | undefined): boolean {
  return data.buffer instanceof SharedArrayBuffer ||
    (lent?.holds(data) === true && isLentArrayName(data.constructor.name));
}

function sharedValues(
  data: SmallArray,
  lent: LentStorage | undefined,
): ArrayBufferView | LentValues {
  const { name } = data.constructor;
  if (!lent?.holds(data) || !isLentArrayName(name)) return data;
  return { type: name, at: data.byteOffset, length: data.length };
}
