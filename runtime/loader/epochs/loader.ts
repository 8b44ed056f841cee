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
  /** Plans another epoch of the same options. */
  readonly planEpoch: (epoch: number) => EpochPlan;
}

/**
 * The batches of an epoch, one after the other. Iterate once, with `for await`. Leaving the loop, an error, or disposing of the loader ends its workers and gives its memory back.
 *
 * {@link Loader.epoch} instead goes through epoch after epoch with the same workers and memory, until
 * the loader is disposed of.
 */
export class Loader<
  Fields extends LoadableFields = LoadableFields,
  Name extends keyof Fields = keyof Fields,
  Given extends FieldOptions<Fields> = object,
> implements AsyncIterable<LoadedBatch<Fields, Name, Given>>, AsyncDisposable, Disposable {
  /** Batches of this rank in the options' epoch, from where the state left off. */
  readonly batchCount: number;
  /** Records of the epoch that the filter leaves, all ranks together. */
  readonly recordCount: number;
  readonly #parts: LoaderParts;
  readonly #held: HeldBatches;
  /** The epoch that is being gone through, or was last. */
  #current: Epoch<Fields, Name, Given>;
  #isRunning = false;

  /** Made by a dataset's `batches`. */
  constructor(parts: LoaderParts) {
    this.#parts = parts;
    const held = this.#held = new HeldBatches(parts);
    this.#current = new Epoch(parts.first, { held, onEnd: () => held.close() });
    this.batchCount = this.#current.batchCount;
    this.recordCount = this.#current.recordCount;
  }

  /** Damaged records that were left out so far. */
  get skipped(): readonly SkippedRecord[] {
    return this.#held.skipped;
  }

  /**
   * Where to go on after the batches that were given out so far of the epoch at hand: small, and
   * JSON.
   */
  state(): LoaderState {
    return this.#current.state();
  }

  /**
   * The batches of the options' epoch; the loader is closed after them.
   *
   * @throws {UsageError} `"batches-held"` when the loop holds more batches than it may; `"closed"`.
   * @throws {IntegrityError} when a record is damaged and `onDamaged` is `"error"`.
   */
  [Symbol.asyncIterator](): AsyncIterator<LoadedBatch<Fields, Name, Given>, undefined> {
    this.#checkIdle();
    return this.#current[Symbol.asyncIterator]();
  }

  /**
   * The batches of another epoch of the same options, begun with their first one; workers and memory
   * stay for the next. A state in the options is for the epoch that it is of, and left out here.
   *
   * @throws {UsageError} `"epoch-running"` while another epoch isn't at its end; `"batches-held"`
   *   while a batch of it isn't released; `"no-shuffle"` where epochs don't differ.
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

  /** Ends workers, which may take them a moment, and gives memory back: batches become invalid. */
  close(): void {
    this.#held.close();
  }

  /** The same as {@link close}. */
  [Symbol.dispose](): void {
    this.close();
  }

  /** {@link close}, and waits for the workers to have ended. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#held.close();
  }

  #checkIdle(): void {
    if (!this.#isRunning) return;
    const { file } = this.#held;
    throw new UsageError(`Cannot begin an epoch of "${file}": another isn't at its end`, {
      code: "epoch-running",
      file,
      hint: "go through it, or leave its loop, first",
    });
  }
}
