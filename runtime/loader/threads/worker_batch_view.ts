import { RowArray } from "../../batch/row_array.ts";
import type { LoadableField } from "../readable_dataset.ts";
import { type BatchMembers, showLazily } from "../slots/batch_view.ts";
import type { SentMembers, SharedMembers } from "./published_batch.ts";
import type { SlotMemory } from "./slot_memory.ts";

/** Shows a batch that a worker decodes: in the memory where the worker writes it, or as sent. */
export class WorkerBatchView {
  readonly members: BatchMembers = {};
  /** What must be done for each batch. */
  #updates: ((count: number) => void)[] = [];
  readonly #field: LoadableField;

  /** @param field the field as this thread has it, which makes what is only made when asked for. */
  constructor(field: LoadableField) {
    this.#field = field;
  }

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
      } else if (member.kind === "lazy") {
        this.#showLazily(name);
      } else if (member.kind === "number") {
        this.#updates.push(() => this.members[name] = member.cell[0]);
      }
    }
  }

  /** Makes a member once for each batch that it is asked of. */
  #showLazily(name: string): void {
    let [made, isMade]: [unknown, boolean] = [undefined, false];
    showLazily(this.members, name, () => {
      if (!isMade) made = this.#field.lazyMember!(name, this.members as never);
      isMade = true;
      return made;
    });
    this.#updates.push(() => isMade = false);
  }

  /** Shows the `count` records that the worker decoded last, and what it sent. */
  update(count: number, sent: SentMembers | undefined): void {
    for (const update of this.#updates) update(count);
    if (sent !== undefined) Object.assign(this.members, sent);
  }
}
