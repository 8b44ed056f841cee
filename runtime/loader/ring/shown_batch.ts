import type { ExportingBatch } from "../../batch/batch_exports.ts";
import { RowArray } from "../../batch/row_array.ts";
import type { SentPart, SharedPart } from "./shown_part.ts";
import type { SlotMemory } from "./slot_memory.ts";

/** What the loop sees of a field's batch: the members that the batch exports, and nothing else. */
export type ShownMembers = Record<string, unknown>;

/** Shows a batch that is decoded in this thread. */
export class LocalBatch {
  readonly members: ShownMembers = {};
  readonly #batch: Readonly<Record<string, unknown>>;
  readonly #names: readonly string[];

  constructor(batch: ExportingBatch) {
    this.#batch = batch as ExportingBatch & Readonly<Record<string, unknown>>;
    this.#names = Object.keys(batch.exports);
    this.update();
  }

  /** Shows what was decoded last. */
  update(): void {
    for (let at = 0; at < this.#names.length; at++) {
      const name = this.#names[at]!;
      this.members[name] = this.#batch[name];
    }
  }
}

/** Shows a batch that a worker decodes: where it writes it, or as it was sent. */
export class RemoteBatch {
  readonly members: ShownMembers = {};
  /** What has to be done for each batch. */
  #updates: ((count: number) => void)[] = [];

  /** From now on looks where the worker writes. */
  look(part: SharedPart, memory: SlotMemory | undefined): void {
    this.#updates = [];
    for (const [name, member] of Object.entries(part)) {
      if (member.kind === "seen") {
        const { values } = member;
        this.members[name] = ArrayBuffer.isView(values) ? values : memory!.show(values);
      } else if (member.kind === "constant") this.members[name] = member.value;
      else if (member.kind === "rows") {
        const rows = new RowArray(member.values, member.each);
        this.#updates.push((count) => {
          rows.cut(count);
          this.members[name] = rows.shown;
        });
      } else if (member.kind === "shape") {
        const shape: number[] = this.members[name] = [...member.axes];
        this.#updates.push(() => {
          for (let axis = 0; axis < shape.length; axis++) shape[axis] = member.axes[axis]!;
        });
      } else if (member.kind === "number") {
        this.#updates.push(() => this.members[name] = member.cell[0]);
      }
    }
  }

  /** Shows the `count` records that the worker decoded last, and takes over what it sent. */
  update(count: number, sent: SentPart | undefined): void {
    for (const update of this.#updates) update(count);
    if (sent !== undefined) Object.assign(this.members, sent);
  }
}
