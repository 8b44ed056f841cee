import type { SlotInput } from "../slots/slot.ts";

/** The first `count` records of a slot, and their crops and gains, to send them to another thread. */
export function inputOf({ indices, starts, gains }: SlotInput, count: number): SlotInput {
  return {
    indices: indices.slice(0, count),
    starts: starts.map((values) => values.slice(0, count)),
    gains: gains.map((values) => values.slice(0, count)),
  };
}

/** Puts what another thread sent into a slot. */
export function setInput({ indices, starts, gains }: SlotInput, sent: SlotInput): void {
  indices.set(sent.indices);
  starts.forEach((values, place) => values.set(sent.starts[place]!));
  gains.forEach((values, place) => values.set(sent.gains[place]!));
}
