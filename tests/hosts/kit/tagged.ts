/**
 * JSON of values that JSON doesn't have: arrays of numbers with types, 64-bit integers, and numbers
 * such as NaN.
 *
 * @module
 */

const arrays = {
  Int8Array,
  Uint8Array,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
};

/** The JSON of a value. */
export function toTagged(value: unknown): string {
  return JSON.stringify(tag(value));
}

function tag(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) {
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    const type = Object.prototype.toString.call(value).slice("[object ".length, -1);
    return { $: type, bytes: Array.from(bytes) };
  }
  if (typeof value === "bigint") return { $: "bigint", text: String(value) };
  if (typeof value === "number" && (!Number.isFinite(value) || Object.is(value, -0))) {
    return { $: "number", text: Object.is(value, -0) ? "-0" : String(value) };
  }
  if (Array.isArray(value)) return value.map(tag);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, tag(item)]));
}

/** The value of such a text. */
export function fromTagged(text: string): unknown {
  return JSON.parse(text, (_, item) => {
    if (typeof item !== "object" || item === null || !("$" in item)) return item;
    if (item.$ === "bigint") return BigInt(item.text);
    if (item.$ === "number") return Number(item.text);
    const Values = arrays[item.$ as keyof typeof arrays];
    return new Values(Uint8Array.from(item.bytes).buffer);
  });
}
