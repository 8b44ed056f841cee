import { UsageError } from "../../../errors/mod.ts";
import type { LoaderState } from "../order/loader_state.ts";
import type { FieldOptions } from "../batch_types.ts";
import type { LoadableFields } from "../readable_dataset.ts";
import { HeldBatches, type HeldBatchesParts } from "../slots/held_batches.ts";
import type { LoadedBatch } from "../slots/loaded_batch.ts";
import type { SkippedRecord } from "../slots/slot.ts";
import type { EpochPlan } from "../slots/slot_plan.ts";
import { Epoch } from "./epoch.ts";

/** What a loader is made of. */
export interface LoaderParts extends HeldBatchesParts {
  readonly first: EpochPlan;
  /** Plans another epoch with the same options. */
  readonly planEpoch: (epoch: number) => EpochPlan;
}

/**
 * The batches of an epoch, one after another. Iterate once, with `for await`. Leaving the loop, an
 * error, or disposing of the loader ends its workers and frees its memory.
 *
 * {@link Loader.epoch} instead loads epoch after epoch with the same workers and memory, until the
 * loader is disposed of.
 */
export class Loader<
  Fields extends LoadableFields = LoadableFields,
  Name extends keyof Fields = keyof Fields,
  Given extends FieldOptions<Fields> = object,
> implements AsyncIterable<LoadedBatch<Fields, Name, Given>>, AsyncDisposable, Disposable {
  /** Number of batches of this rank in the options' epoch, counted from where the state left off. */
  readonly batchCount: number;
  /** Number of records in the epoch after filtering, over all ranks. */
  readonly recordCount: number;
  /** Number of texts that the filter read to find these records; 0 if metadata alone decided. */
  readonly filterReads: number;
  readonly #parts: LoaderParts;
  readonly #held: HeldBatches;
  /** The epoch that is running, or ran last. */
  #current: Epoch<Fields, Name, Given>;
  #isRunning = false;

  /** Made by a dataset's `batches`. */
  constructor(parts: LoaderParts) {
    this.#parts = parts;
    const held = this.#held = new HeldBatches(parts);
    this.#current = new Epoch(parts.first, { held, onEnd: () => held.close() });
    this.batchCount = this.#current.batchCount;
    this.recordCount = this.#current.recordCount;
    this.filterReads = this.#current.filterReads;
  }

  /** Damaged records that were left out so far. */
  get skipped(): readonly SkippedRecord[] {
    return this.#held.skipped;
  }

  /**
   * Where to resume after the batches of the current epoch that were returned so far: a small JSON
   * value.
   */
  state(): LoaderState {
    return this.#current.state();
  }

  /**
   * The batches of the options' epoch; the loader closes after them.
   *
   * @throws {UsageError} `"batches-held"` when the loop holds too many batches; `"closed"`.
   * @throws {IntegrityError} when a record is damaged and `onDamaged` is `"error"`.
   */
  [Symbol.asyncIterator](): AsyncIterator<LoadedBatch<Fields, Name, Given>, undefined> {
    this.#checkIdle();
    return this.#current[Symbol.asyncIterator]();
  }

  /**
   * The batches of another epoch with the same options, from its first batch on. Workers and memory
   * are kept for the next epoch. A state in the options is only for the epoch it was saved in, and is
   * ignored here.
   *
   * @throws {UsageError} `"epoch-running"` while another epoch hasn't ended; `"batches-held"` while one
   *   of its batches hasn't been released; `"no-shuffle"` if all epochs are the same.
   */
  epoch(epoch: number): Epoch<Fields, Name, Given> {
    this.#checkIdle();
    this.#held.checkHeld();
    const held = this.#held;
    this.#isRunning = true;
    const onEnd = async () => {
      if (!held.isClosed) await this.#parts.slots.reset();
      this.#isRunning = false;
    };
    return this.#current = new Epoch(this.#parts.planEpoch(epoch), { held, onEnd });
  }

  /** Ends the workers, which may take a moment, and frees memory: batches become invalid. */
  close(): void {
    this.#held.close();
  }

  /** The same as {@link close}. */
  [Symbol.dispose](): void {
    this.close();
  }

  /** {@link close}, and waits until the workers have ended. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#held.close();
  }

  #checkIdle(): void {
    if (!this.#isRunning) return;
    const { file } = this.#held;
    throw new UsageError(`Cannot start an epoch of "${file}": the previous one hasn't ended`, {
      code: "epoch-running",
      file,
      hint: "finish the previous epoch first, or leave its loop",
    });
  }
}
