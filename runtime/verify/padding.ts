import type { Storage } from "../storage/storage.ts";
import { Block } from "../storage/block.ts";
import type { BlockSet } from "./block_set.ts";
import type { Findings } from "./findings.ts";

/** Bytes read at a time: the gaps between small payloads lie close together. */
const windowBytes = 4096;

/** Checks that gaps are zero. */
export class Padding {
  readonly #storage: Storage;
  readonly #damaged: BlockSet;
  readonly #findings: Findings;
  readonly #window = Block.allocate(windowBytes);
  #start = 0;
  #end = 0;

  constructor(
    storage: Storage,
    { damaged, findings }: { damaged: BlockSet; findings: Findings },
  ) {
    this.#storage = storage;
    this.#damaged = damaged;
    this.#findings = findings;
  }

  /** Reports a gap that isn't zero, except in damaged blocks, which have already been reported. */
  check(from: number, to: number): void {
    if (this.#damaged.touches(from, to - from)) return;
    if (!this.isZero(from, to)) this.#findings.ofFile("padding");
  }

  /** Whether the bytes between two positions inside the file are all zero. */
  isZero(from: number, to: number): boolean {
    const { bytes } = this.#window;
    for (let at = from; at < to;) {
      if (at < this.#start || at >= this.#end) this.#load(at);
      const end = Math.min(to, this.#end);
      // A plain loop, since there may be millions of gaps.
      for (; at < end; at++) if (bytes[at - this.#start] !== 0) return false;
    }
    return true;
  }

  #load(position: number): void {
    const length = Math.min(windowBytes, this.#storage.size - position);
    this.#storage.copy(position, length, this.#window, 0);
    this.#start = position;
    this.#end = position + length;
  }
}
