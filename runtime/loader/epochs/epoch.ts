import { UsageError } from "../../../errors/mod.ts";
import type { LoaderState } from "../order/loader_state.ts";
import type { FieldOptions } from "../batch_types.ts";
import type { LoadableFields } from "../readable_dataset.ts";
import type { HeldBatches } from "../slots/held_batches.ts";
import type { LoadedBatch } from "../slots/loaded_batch.ts";
import type { EpochPlan } from "../slots/slot_plan.ts";

/** The batches of one epoch, one after another. Iterate once, with `for await`. */
export class Epoch<
  Fields extends LoadableFields = LoadableFields,
  Name extends keyof Fields = keyof Fields,
  Given extends FieldOptions<Fields> = object,
> implements AsyncIterable<LoadedBatch<Fields, Name, Given>> {
  /** Number of batches of this rank in this epoch, counted from where the state left off. */
  readonly batchCount: number;
  /** Number of records in the epoch after filtering, over all ranks. */
  readonly recordCount: number;
  /** Number of texts that the filter read for this epoch; 0 if metadata or an earlier epoch decided. */
  readonly filterReads: number;
  readonly #plan: EpochPlan;
  readonly #held: HeldBatches;
  readonly #onEnd: () => Promise<void>;
  /** Number of batches that were started, and that were returned. */
  #begun = 0;
  #given = 0;
  #turn: Promise<unknown> = Promise.resolve();
  #isIterated = false;
  #ending: Promise<void> | undefined;

  /** Made by a loader. `onEnd` is called once, after the last batch or when there won't be any more. */
  constructor(plan: EpochPlan, { held, onEnd }: { held: HeldBatches; onEnd: () => Promise<void> }) {
    this.#plan = plan;
    this.#held = held;
    this.#onEnd = onEnd;
    this.batchCount = plan.plan.batchCount;
    this.recordCount = plan.plan.recordCount;
    this.filterReads = plan.plan.filterReads;
  }

  /** Where to resume after the batches returned so far: a small JSON value. */
  state(): LoaderState {
    return this.#plan.plan.state(this.#given);
  }

  /**
   * The batches. An error closes the loader.
   *
   * @throws {UsageError} `"batches-held"` when the loop holds too many batches; `"closed"`.
   * @throws {IntegrityError} when a record is damaged and `onDamaged` is `"error"`.
   */
  [Symbol.asyncIterator](): AsyncIterator<LoadedBatch<Fields, Name, Given>, undefined> {
    if (this.#held.isClosed && !this.#isIterated) throw this.#gone();
    if (this.#isIterated) {
      throw new UsageError(`Cannot iterate over the batches of "${this.#held.file}" twice`, {
        code: "closed",
        file: this.#held.file,
        hint: "ask the dataset for batches again",
      });
    }
    this.#isIterated = true;
    return {
      // One after another, for callers that don't wait.
      next: () => this.#turn = this.#turn.then(() => this.#next(), () => this.#next()),
      return: async () => {
        await this.#end();
        return { done: true, value: undefined };
      },
    };
  }

  #end(): Promise<void> {
    return this.#ending ??= this.#onEnd();
  }

  async #next(): Promise<IteratorResult<LoadedBatch<Fields, Name, Given>, undefined>> {
    const { slots, skipped } = this.#held;
    try {
      while (this.#given < this.batchCount) {
        if (this.#ending !== undefined || this.#held.isClosed) throw this.#gone();
        // Checked here so that the limit is the same for any number of slots.
        this.#held.checkHeld();
        if (this.#begun === 0) this.#held.begin(this.#plan);
        this.#beginMore();
        const finished = slots.finish();
        const filled = finished instanceof Promise ? await finished : finished;
        const number = this.#given++;
        // One by one: a batch can have a hundred thousand, too many for the arguments of one call.
        for (const one of filled.skipped) skipped.push(one);
        this.#beginMore();
        // All its records were damaged.
        if (filled.count === 0) slots.release(filled.slot);
        else {
          const batch = this.#held.show(filled, { number, plan: this.#plan.plan });
          return { done: false, value: batch as unknown as LoadedBatch<Fields, Name, Given> };
        }
      }
    } catch (cause) {
      // Batches that were started after it may be in any state.
      await this.#held.close();
      await this.#end();
      throw cause;
    }
    await this.#end();
    return { done: true, value: undefined };
  }

  #beginMore(): void {
    const { slots, prefetch } = this.#held;
    const last = Math.min(this.batchCount, this.#given + prefetch + 1);
    while (this.#begun < last && slots.canBegin(this.#begun)) slots.begin(this.#begun++);
  }

  #gone(): UsageError {
    const { file } = this.#held;
    return new UsageError(`Cannot load batches of "${file}": the loader was closed`, {
      code: "closed",
      file,
      hint: "ask the dataset for batches again",
    });
  }
}
