import type { ExportingBatch } from "../../batch/batch_exports.ts";

/** What the loop sees of a field's batch: the members that the batch exports, and nothing else. */
export type BatchMembers = Record<string, unknown>;

/** Shows a member that is only made when it is asked for. */
export function showLazily(members: BatchMembers, name: string, make: () => unknown): void {
  Object.defineProperty(members, name, { get: make, enumerable: true, configurable: true });
}

/** Shows a batch that is decoded in the loop's own thread. */
export class LocalBatchView {
  readonly members: BatchMembers = {};
  readonly #batch: Readonly<Record<string, unknown>>;
  readonly #names: readonly string[];

  constructor(batch: ExportingBatch) {
    this.#batch = batch as ExportingBatch & Readonly<Record<string, unknown>>;
    const isLazy = (name: string) => batch.exports[name]!.kind === "lazy";
    this.#names = Object.keys(batch.exports).filter((name) => !isLazy(name));
    for (const name of Object.keys(batch.exports).filter(isLazy)) {
      showLazily(this.members, name, () => this.#batch[name]);
    }
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
