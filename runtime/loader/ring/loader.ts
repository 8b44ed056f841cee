import { UsageError } from "../../../errors/mod.ts";
import type { CropPlan } from "../crop/crop_plan.ts";
import type { BatchPlan } from "../order/batch_plan.ts";
import type { LoaderState } from "../order/loader_state.ts";
import type { LoadableFields } from "./loadable.ts";
import type { LoadedBatch } from "./loaded_batch.ts";
import type { FilledSlot, Ring } from "./ring.ts";
import { RingBatch, SlotView } from "./ring_batch.ts";
import type { SkippedRecord, Slot } from "./slot.ts";

/** What a loader is made of. */
export interface LoaderParts {
  readonly plan: BatchPlan;
  readonly crops: CropPlan | undefined;
  readonly ring: Ring;
  /** Batches to begin ahead of the one that is asked for. */
  readonly prefetch: number;
  /** The names of the fields, in the order of a slot's batches. */
  readonly names: readonly string[];
  readonly file: string;
  /** Batches that may be held at once, for messages. */
  readonly hold: number;
}

/**
 * The batches of an epoch, one after the other: to be gone through once, by `for await`. Leaving the
 * loop, an error, or disposing of the loader ends its workers and gives its memory back.
 */
export class Loader<
  Fields extends LoadableFields = LoadableFields,
  Name extends keyof Fields = keyof Fields,
> implements AsyncIterable<LoadedBatch<Fields, Name>>, AsyncDisposable, Disposable {
  /** Batches of this rank in this epoch, from where the state left off. */
  readonly batchCount: number;
  /** Records of the epoch that the filter leaves, all ranks together. */
  readonly recordCount: number;
  /** Damaged records that were left out so far. */
  readonly skipped: SkippedRecord[] = [];
  readonly #parts: LoaderParts;
  /** What each slot shows, and how it is given back. */
  readonly #views = new Map<Slot, { readonly view: SlotView; readonly giveBack: () => void }>();
  /** Batches that were begun and given out. */
  #begun = 0;
  #given = 0;
  /** Batches that weren't released. */
  #held = 0;
  #ending: Promise<void> | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #iterated = false;

  /** Made by a dataset's `batches`. */
  constructor(parts: LoaderParts) {
    this.#parts = parts;
    this.batchCount = parts.plan.batchCount;
    this.recordCount = parts.plan.recordCount;
  }

  /** Where to go on after the batches that were given out so far: small, and JSON. */
  state(): LoaderState {
    return this.#parts.plan.state(this.#given);
  }

  /**
   * The batches.
   *
   * @throws {UsageError} `"batches-held"` when the loop holds more batches than it may; `"closed"`.
   * @throws {IntegrityError} when a record is damaged and `onDamaged` is `"error"`.
   */
  [Symbol.asyncIterator](): AsyncIterator<LoadedBatch<Fields, Name>, undefined> {
    if (this.#iterated || this.#ending !== undefined) {
      throw new UsageError(`Cannot go through batches of "${this.#parts.file}" twice`, {
        code: "closed",
        file: this.#parts.file,
        hint: "ask the dataset for batches again",
      });
    }
    this.#iterated = true;
    return {
      // One after the other, for callers that don't wait.
      next: () => this.#turn = this.#turn.then(() => this.#next(), () => this.#next()),
      return: async () => {
        await this.#end();
        return { done: true, value: undefined };
      },
    };
  }

  /** Ends workers, which may take them a moment, and gives memory back: batches become invalid. */
  close(): void {
    this.#end();
  }

  /** The same as {@link close}. */
  [Symbol.dispose](): void {
    this.close();
  }

  /** {@link close}, and waits for the workers to have ended. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#end();
  }

  #end(): Promise<void> {
    return this.#ending ??= this.#parts.ring.close();
  }

  async #next(): Promise<IteratorResult<LoadedBatch<Fields, Name>, undefined>> {
    try {
      while (this.#given < this.batchCount) {
        if (this.#ending !== undefined) throw this.#gone();
        // Always the same, however many slots there happen to be.
        if (this.#held >= this.#parts.hold) throw this.#tooMany();
        this.#beginMore();
        const finished = this.#parts.ring.finish();
        const filled = finished instanceof Promise ? await finished : finished;
        const number = this.#given++;
        if (filled.skipped.length > 0) this.skipped.push(...filled.skipped);
        this.#beginMore();
        // All of its records were damaged.
        if (filled.count === 0) this.#parts.ring.release(filled.slot);
        else {
          const value = this.#show(filled, number) as unknown as LoadedBatch<Fields, Name>;
          return { done: false, value };
        }
      }
    } catch (cause) {
      await this.#end();
      throw cause;
    }
    await this.#end();
    return { done: true, value: undefined };
  }

  #beginMore(): void {
    const { ring, prefetch } = this.#parts;
    const last = Math.min(this.batchCount, this.#given + prefetch + 1);
    while (this.#begun < last && ring.canBegin(this.#begun)) ring.begin(this.#begun++);
  }

  #show({ slot, count }: FilledSlot, number: number): RingBatch {
    const { view, giveBack } = this.#viewOf(slot);
    this.#held++;
    view.resize(count);
    return new RingBatch(view, { number, plan: this.#parts.plan, giveBack });
  }

  #viewOf(slot: Slot): { readonly view: SlotView; readonly giveBack: () => void } {
    let shown = this.#views.get(slot);
    if (shown === undefined) {
      const { names, crops, ring } = this.#parts;
      const cropped = crops?.fields.map(({ name }) => name) ?? [];
      shown = {
        view: new SlotView(slot, { names, cropped }),
        giveBack: () => {
          this.#held--;
          ring.release(slot);
        },
      };
      this.#views.set(slot, shown);
    }
    return shown;
  }

  #tooMany(): UsageError {
    const { file, hold } = this.#parts;
    return new UsageError(
      `Cannot load another batch of "${file}": ${
        hold === 1 ? "the one before it wasn't" : `${hold} of them weren't`
      } released`,
      {
        code: "batches-held",
        file,
        found: hold,
        hint:
          "release each batch (`using batch`, or `batch.release()`), or ask for more with `hold`",
      },
    );
  }

  #gone(): UsageError {
    const { file } = this.#parts;
    return new UsageError(`Cannot load batches of "${file}": the loader was closed`, {
      code: "closed",
      file,
    });
  }
}
