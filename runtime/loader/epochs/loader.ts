import { UsageError } from "../../../errors/mod.ts";
import type { LoaderState } from "../order/loader_state.ts";
import type { FieldOptions } from "../batch_types.ts";
import type { LoadableFields } from "../readable_dataset.ts";
import { HeldBatches, type HeldBatchesParts } from "../slots/held_batches.ts";
import type { LoadedBatch } from "../slots/loaded_batch.ts";
import type { SkippedRecord } from "../slots/slot.ts";
import type { EpochPlan } from "../slots/slot_plan.ts";
import { Epoch, type StartedEpoch } from "./epoch.ts";

/** What a loader is made of. */
export interface LoaderParts extends HeldBatchesParts {
  readonly first: EpochPlan;
  /** Plans another epoch with the same options. */
  readonly planEpoch: (epoch: number) => EpochPlan | Promise<EpochPlan>;
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
  readonly #file: string;
  /** Nothing until the first epoch is planned, if that must be waited for. */
  #begun: { readonly parts: LoaderParts; readonly held: HeldBatches } | undefined;
  readonly #beginning: Promise<{ parts: LoaderParts; held: HeldBatches }> | undefined;
  readonly #first: Epoch<Fields, Name, Given>;
  /** The epoch that is running, or ran last. */
  #current: Epoch<Fields, Name, Given>;
  #isRunning = false;
  #isClosed = false;

  /**
   * Made by a dataset's `batches`.
   *
   * @param parts a promise of them if planning must be waited for.
   */
  constructor(file: string, parts: LoaderParts | Promise<LoaderParts>) {
    this.#file = file;
    const onEnd = () => this.#close();
    if (parts instanceof Promise) {
      this.#beginning = parts.then((known) => this.#begin(known));
      const started = this.#beginning.then(({ held }) => ({
        plan: this.#begun!.parts.first,
        held,
      }));
      this.#first = new Epoch(started, { file, onEnd });
    } else {
      const { held } = this.#begin(parts);
      this.#first = new Epoch({ plan: parts.first, held }, { file, onEnd });
    }
    this.#current = this.#first;
  }

  /** Number of batches of this rank in the options' epoch, counted from where the state left off. */
  get batchCount(): number {
    return this.#first.batchCount;
  }

  /** Number of records in the epoch after filtering, over all ranks. */
  get recordCount(): number {
    return this.#first.recordCount;
  }

  /** Number of texts that the filter read to find these records; 0 if metadata alone decided. */
  get filterReads(): number {
    return this.#first.filterReads;
  }

  /**
   * Waits until the options' epoch is planned, so that its batches are counted: for datasets whose bytes
   * must be waited for. The others are ready at once, and iterating waits anyway.
   *
   * @throws what planning throws.
   */
  async ready(): Promise<this> {
    await this.#first.ready();
    return this;
  }

  /** Damaged records that were left out so far. */
  get skipped(): readonly SkippedRecord[] {
    return this.#begun?.held.skipped ?? [];
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
    this.#begun?.held.checkHeld();
    this.#isRunning = true;
    const onEnd = async () => {
      if (this.#begun?.held.isClosed === false) await this.#begun.parts.slots.reset();
      this.#isRunning = false;
    };
    const start = this.#begun === undefined
      ? this.#beginning!.then((begun) => started(begun, epoch))
      : started(this.#begun, epoch);
    return this.#current = new Epoch(start, { file: this.#file, onEnd });
  }

  /** Ends the workers, which may take a moment, and frees memory: batches become invalid. */
  close(): void {
    this.#close();
  }

  /** The same as {@link close}. */
  [Symbol.dispose](): void {
    this.close();
  }

  /** {@link close}, and waits until the workers have ended. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close();
  }

  async #close(): Promise<void> {
    this.#isClosed = true;
    await this.#begun?.held.close();
  }

  #begin(parts: LoaderParts): { parts: LoaderParts; held: HeldBatches } {
    const held = new HeldBatches(parts);
    this.#begun = { parts, held };
    // It was closed while it was being planned.
    if (this.#isClosed) held.close();
    return { parts, held };
  }

  #checkIdle(): void {
    if (!this.#isRunning) return;
    const file = this.#file;
    throw new UsageError(`Cannot start an epoch of "${file}": the previous one hasn't ended`, {
      code: "epoch-running",
      file,
      hint: "finish the previous epoch first, or leave its loop",
    });
  }
}

function started(
  { parts, held }: { parts: LoaderParts; held: HeldBatches },
  epoch: number,
): StartedEpoch | Promise<StartedEpoch> {
  const plan = parts.planEpoch(epoch);
  return plan instanceof Promise ? plan.then((known) => ({ plan: known, held })) : { plan, held };
}
