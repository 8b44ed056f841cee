import type { Parameter, Slot } from "./parameter.ts";

/** Writes a parameter's value to its place; a word or null among numbers becomes NaN or 0. */
export function writeSlot(view: DataView, slot: Slot, parameter: Parameter, value: unknown): void {
  if ("bit" in slot) {
    view.setUint8(slot.at, view.getUint8(slot.at) | (Number(value) << slot.bit));
    return;
  }
  const number = typeof value === "number" ? value : NaN;
  switch (slot.type) {
    case "uint16":
      return view.setUint16(slot.at, number, true);
    case "uint32":
      return view.setUint32(slot.at, number, true);
    case "float32":
      return view.setFloat32(slot.at, number, true);
    case "float64":
      return view.setFloat64(slot.at, number, true);
    case "code":
      return view.setUint8(slot.at, choicesOf(parameter).indexOf(String(value)));
    case "flag":
      return view.setUint8(slot.at, value === choicesOf(parameter)[0] ? 0 : 1);
  }
}

/** The value at a place; `undefined` for a code that none of the choices has. */
export function readSlot(view: DataView, slot: Slot, parameter: Parameter): unknown {
  if ("bit" in slot) return ((view.getUint8(slot.at) >> slot.bit) & 1) === 1;
  switch (slot.type) {
    case "uint16":
      return view.getUint16(slot.at, true);
    case "uint32":
      return numberOr(view.getUint32(slot.at, true), parameter);
    case "float32":
      return view.getFloat32(slot.at, true);
    case "float64":
      return numberOr(view.getFloat64(slot.at, true), parameter);
    case "code":
      return choicesOf(parameter)[view.getUint8(slot.at)];
    case "flag":
      return choicesOf(parameter)[view.getUint8(slot.at) === 0 ? 0 : 1];
  }
}

function choicesOf(parameter: Parameter): readonly string[] {
  return parameter.type === "choice" ? parameter.choices : [];
}

/** Special values are stored as 0 among integers, and as NaN among numbers. */
function numberOr(value: number, parameter: Parameter): number | string | null {
  if (parameter.type === "integer") {
    return value === 0 && parameter.or !== undefined ? parameter.or : value;
  }
  if (!Number.isNaN(value) || parameter.type !== "number") return value;
  return parameter.or ?? null;
}
