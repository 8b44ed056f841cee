import { RowArray } from "../../batch/row_array.ts";
import type { BatchMembers } from "../slots/batch_view.ts";
import type { SentMembers, SharedMembers } from "./published_batch.ts";
import type { SlotMemory } from "./slot_memory.ts";

/** Shows a batch that a worker decodes: in the memory where the worker writes it, or as sent. */
export class WorkerBatchView {
  readonly members: BatchMembers = {};
  /** What must be done for each batch. */
  #updates: ((count: number) => void)[] = [];

  /** Switches to the memory that the worker writes to. */
  look(part: SharedMembers, memory: SlotMemory | undefined): void {
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

  /** Shows the `count` records that the worker decoded last, and what it sent. */
  update(count: number, sent: SentMembers | undefined): void {
    for (const update of this.#updates) update(count);
    if (sent !== undefined) Object.assign(this.members, sent);
  }
}
