import { UsageError } from "../../../errors/mod.ts";
import type { LoaderState } from "../order/loader_state.ts";
import type { FieldOptions } from "../batch_types.ts";
import type { LoadableFields } from "../readable_dataset.ts";
import type { HeldBatches } from "../slots/held_batches.ts";
import type { LoadedBatch } from "../slots/loaded_batch.ts";
import type { EpochPlan } from "../slots/slot_plan.ts";

/** An epoch that is planned, and where its batches go. */
export interface StartedEpoch {
  readonly plan: EpochPlan;
  readonly held: HeldBatches;
}

/** The batches of one epoch, one after another. Iterate once, with `for await`. */
export class Epoch<
  Fields extends LoadableFields = LoadableFields,
  Name extends keyof Fields = keyof Fields,
  Given extends FieldOptions<Fields> = object,
> implements AsyncIterable<LoadedBatch<Fields, Name, Given>> {
  readonly #file: string;
  readonly #onEnd: () => Promise<void>;
  /** Nothing until it is planned, if that must be waited for. */
  #started: StartedEpoch | undefined;
  readonly #starting: Promise<StartedEpoch> | undefined;
  /** Number of batches that were started, and that were returned. */
  #begun = 0;
  #given = 0;
  #turn: Promise<unknown> = Promise.resolve();
  #isIterated = false;
  #ending: Promise<void> | undefined;

  /** Made by a loader. `onEnd` is called once, after the last batch or when there won't be any more. */
  constructor(
    start: StartedEpoch | Promise<StartedEpoch>,
    { file, onEnd }: { file: string; onEnd: () => Promise<void> },
  ) {
    this.#file = file;
    this.#onEnd = onEnd;
    if (start instanceof Promise) {
      this.#starting = start.then((started) => this.#started = started);
      // Whoever waits for it gets the failure, so it isn't unhandled.
      this.#starting.catch(() => {});
    } else this.#started = start;
  }

  /** Number of batches of this rank in this epoch, counted from where the state left off. */
  get batchCount(): number {
    return this.#now.plan.plan.batchCount;
  }

  /** Number of records in the epoch after filtering, over all ranks. */
  get recordCount(): number {
    return this.#now.plan.plan.recordCount;
  }

  /** Number of texts that the filter read for this epoch; 0 if metadata or an earlier epoch decided. */
  get filterReads(): number {
    return this.#now.plan.plan.filterReads;
  }

  /**
   * Waits until the epoch is planned, so that its batches are counted: for datasets whose bytes must be
   * waited for.
   *
   * @throws what planning throws.
   */
  async ready(): Promise<this> {
    await this.#starting;
    return this;
  }

  /** Where to resume after the batches returned so far: a small JSON value. */
  state(): LoaderState {
    return this.#now.plan.plan.state(this.#given);
  }

  /**
   * The batches. An error closes the loader.
   *
   * @throws {UsageError} `"batches-held"` when the loop holds too many batches; `"closed"`.
   * @throws {IntegrityError} when a record is damaged and `onDamaged` is `"error"`.
   */
  [Symbol.asyncIterator](): AsyncIterator<LoadedBatch<Fields, Name, Given>, undefined> {
    if (this.#started?.held.isClosed === true && !this.#isIterated) throw this.#gone();
    if (this.#isIterated) {
      throw new UsageError(`Cannot iterate over the batches of "${this.#file}" twice`, {
        code: "closed",
        file: this.#file,
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
    if (this.#started === undefined) await this.#planned();
    const { held, plan } = this.#now;
    const { slots, skipped } = held;
    try {
      while (this.#given < this.batchCount) {
        if (this.#ending !== undefined || held.isClosed) throw this.#gone();
        // Checked here so that the limit is the same for any number of slots.
        held.checkHeld();
        if (this.#begun === 0) held.begin(plan);
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
          const batch = held.show(filled, { number, plan: plan.plan });
          return { done: false, value: batch as unknown as LoadedBatch<Fields, Name, Given> };
        }
      }
    } catch (cause) {
      // Batches that were started after it may be in any state.
      await held.close();
      await this.#end();
      throw cause;
    }
    await this.#end();
    return { done: true, value: undefined };
  }

  async #planned(): Promise<void> {
    try {
      await this.#starting;
    } catch (cause) {
      await this.#end();
      throw cause;
    }
  }

  get #now(): StartedEpoch {
    if (this.#started !== undefined) return this.#started;
    throw new UsageError(
      `Cannot count the batches of "${this.#file}" yet: planning them must be waited for`,
      { code: "must-wait", file: this.#file, hint: "`await loader.ready()` first" },
    );
  }

  #beginMore(): void {
    const { slots, prefetch } = this.#now.held;
    const last = Math.min(this.batchCount, this.#given + prefetch + 1);
    while (this.#begun < last && slots.canBegin(this.#begun)) slots.begin(this.#begun++);
  }

  #gone(): UsageError {
    const file = this.#file;
    return new UsageError(`Cannot load batches of "${file}": the loader was closed`, {
      code: "closed",
      file,
      hint: "ask the dataset for batches again",
    });
  }
}
