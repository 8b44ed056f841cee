import { giveKernels } from "../../../kernels/kernel_modules.ts";
import type { BorrowedMapping } from "../../storage/borrowed_mapping.ts";
import type { LoadableFields } from "../readable_dataset.ts";
import { type DecodingSlot, freeBatches, type SkippedRecord } from "../slots/slot.ts";
import { SlotDecoder } from "../slots/slot_decoder.ts";
import {
  type DecodeMessage,
  ending,
  type FromWorker,
  type OpenMessage,
  type PlacesMessage,
  type ResizeMessage,
  type ToWorker,
} from "./messages.ts";
import { buffersOf, PublishedBatch } from "./published_batch.ts";
import { errorParts } from "../../../errors/mod.ts";
import { inputOf, setInput } from "./slot_input.ts";
import { WorkerProtocol } from "./worker_state.ts";

/** A dataset that a worker has opened. */
export interface OpenedDataset {
  /** The fields of the slots' plan. */
  readonly fields: LoadableFields;
  /** The mapping of the loading thread, if the file is read through it. */
  readonly mapping: BorrowedMapping | undefined;
  /** Whether its bytes must be waited for. */
  readonly mustWait: boolean;
  /** Closes the file. */
  close(): void;
}

/** What a worker needs from its thread and from the dataset's layer. */
export interface WorkerHost {
  /** Sends a message to the loading thread, and the buffers to transfer with it. */
  post(message: FromWorker, transfer?: readonly ArrayBuffer[]): void;
  /**
   * Does work that takes memory, at a moment when whoever started the thread is told if memory runs
   * out.
   */
  inTurn<Result>(work: () => Result): Promise<Result>;
  /**
   * Opens the dataset as the message says.
   *
   * @throws {FormatError} `"file-replaced"` when it isn't the file that the message was made for.
   */
  open(message: OpenMessage): Promise<OpenedDataset>;
  /** Ends the thread. */
  end(): void;
}

/** A loader's worker, in its own thread: decodes batches into memory that both threads see. */
export class DecodingWorker {
  readonly #host: WorkerHost;
  readonly #protocol = new WorkerProtocol();
  #dataset: OpenedDataset | undefined;
  #decoder: SlotDecoder | undefined;
  #slots: DecodingSlot[] = [];
  /** What the loading thread sees of each slot. */
  #published: PublishedBatch[][] = [];
  #ending: Int32Array = new Int32Array(1);
  /** Settles when the previous message has been acted on. */
  #turn: Promise<void> = Promise.resolve();
  /** Batches of bytes that must be waited for, which began before their turn. */
  readonly #begun = new Map<
    DecodeMessage,
    Promise<{ kept: number; skipped: SkippedRecord[] }>
  >();
  /** Continues to allocate when the places are known. */
  #placed: (places: readonly number[]) => void = () => {};

  constructor(host: WorkerHost) {
    this.#host = host;
  }

  /** Acts on a message, after the ones before it. */
  hear(message: ToWorker): void {
    if (message.type === "places") return this.#hearPlaces(message);
    if (this.#dataset?.mustWait === true) this.#hearEarly(message);
    this.#turn = this.#turn.then(() => this.#act(message)).catch((cause) => this.#fail(cause));
  }

  /** What must be waited for begins before its turn, and ends at once when nobody waits any more. */
  #hearEarly(message: Exclude<ToWorker, PlacesMessage>): void {
    if (message.type === "close") this.#dataset!.close();
    if (message.type === "decode" && this.#slots.length > 0) this.#begin(message);
  }

  #act(message: Exclude<ToWorker, PlacesMessage>): Promise<void> | void {
    if (message.type === "decode") {
      return this.#dataset?.mustWait === true
        ? this.#decodeLater(message)
        : this.#host.inTurn(() => this.#decode(message));
    }
    this.#protocol.advance(message.type);
    if (message.type === "close") return this.#close();
    // The loading thread was told, and only asks for the end.
    if (this.#protocol.state === "failed") return;
    return message.type === "open" ? this.#open(message) : this.#layOut(message);
  }

  /** Laying out waits for the places, and everything else waits for it, so places come out of turn. */
  #hearPlaces({ places }: PlacesMessage): void {
    try {
      this.#protocol.advance("places");
      this.#placed(places);
    } catch (cause) {
      this.#fail(cause);
    }
  }

  #say(message: FromWorker, transfer?: readonly ArrayBuffer[]): void {
    this.#protocol.advance(message.type);
    this.#host.post(message, transfer);
  }

  #fail(cause: unknown): void {
    this.#say({ type: "failed", error: errorParts(cause) });
  }

  async #open(message: OpenMessage): Promise<void> {
    this.#ending = message.ending;
    giveKernels(message.kernels);
    this.#dataset = await this.#host.open(message);
    await this.#layOut(message);
  }

  /** Says that the worker touches nothing any more, so that borrowed memory can be reused. */
  #close(): void {
    this.#dataset?.close();
    Atomics.store(this.#ending, 0, ending.reached);
    this.#host.end();
  }

  /** Makes the batches of the slots, replacing any that exist. */
  async #layOut({ plan, slots }: OpenMessage | ResizeMessage): Promise<void> {
    const { fields, mapping } = this.#dataset!;
    this.#slots.forEach(freeBatches);
    this.#slots = [];
    const decoder = this.#decoder = new SlotDecoder(plan, fields);
    if (mapping !== undefined) mapping.place(await this.#placesFor(mapping, decoder));
    this.#slots = await this.#host.inTurn(() =>
      slots.map((slot) => ({ ...slot, batches: decoder.allocate() }))
    );
    this.#published = this.#slots.map(({ batches }) =>
      batches.map((batch) => new PublishedBatch(batch, mapping))
    );
    const shared = this.#published.map((parts) => parts.map(({ shared }) => shared));
    this.#say({ type: "ready", slots: shared });
  }

  /** Asks where to put the batches of the slots. */
  async #placesFor(mapping: BorrowedMapping, decoder: SlotDecoder): Promise<readonly number[]> {
    const sizes = await this.#host.inTurn(() =>
      mapping.measure(() => freeBatches({ batches: decoder.allocate() }))
    );
    const { promise, resolve } = Promise.withResolvers<readonly number[]>();
    this.#placed = resolve;
    this.#say({ type: "capacity", sizes });
    return await promise;
  }

  #decode({ slot: place, count, input }: DecodeMessage): void {
    // Nobody waits for it any more.
    if (Atomics.load(this.#ending, 0) !== ending.none) return;
    this.#protocol.advance("decode");
    if (this.#protocol.state === "failed") return;
    const slot = this.#slots[place]!;
    if (input !== undefined) setInput(slot, input);
    const skipped: SkippedRecord[] = [];
    const kept = this.#decoder!.decode(slot, count, skipped);
    this.#sayDone(place, { kept, skipped, hasInput: input !== undefined });
  }

  /** {@link #decode} of bytes that must be waited for. */
  async #decodeLater(message: DecodeMessage): Promise<void> {
    if (Atomics.load(this.#ending, 0) !== ending.none) return;
    this.#protocol.advance("decode");
    if (this.#protocol.state === "failed") return;
    const { kept, skipped } = await this.#begin(message);
    this.#begun.delete(message);
    this.#sayDone(message.slot, { kept, skipped, hasInput: message.input !== undefined });
  }

  /** Begins to decode a batch, unless that was done. */
  #begin(message: DecodeMessage): Promise<{ kept: number; skipped: SkippedRecord[] }> {
    let decoded = this.#begun.get(message);
    if (decoded === undefined) {
      const { slot: place, count, input } = message;
      const slot = this.#slots[place]!;
      if (input !== undefined) setInput(slot, input);
      const skipped: SkippedRecord[] = [];
      decoded = this.#decoder!.decodeAsync(slot, count, skipped)
        .then((kept) => ({ kept, skipped }));
      // Its turn reports the failure.
      decoded.catch(() => {});
      this.#begun.set(message, decoded);
    }
    return decoded;
  }

  #sayDone(
    place: number,
    { kept, skipped, hasInput }: { kept: number; skipped: SkippedRecord[]; hasInput: boolean },
  ): void {
    const slot = this.#slots[place]!;
    const parts = this.#published[place]!.map((part) => part.update(kept));
    this.#say({
      type: "done",
      slot: place,
      count: kept,
      ...(skipped.length > 0 ? { skipped } : {}),
      ...(skipped.length > 0 && hasInput ? { input: inputOf(slot, kept) } : {}),
      ...(parts.some((part) => part !== undefined) ? { parts } : {}),
    }, buffersOf(parts));
  }
}
