/**
 * A short text that stands for a value, equal on every host if the values are equal to the last bit.
 */
export async function digestOf(value: unknown): Promise<string> {
  const parts: string[] = [];
  describe(value, parts);
  const bytes = new TextEncoder().encode(parts.join("\n"));
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Every part of a value with its type; the bits of numbers, because NaN and -0 count. */
function describe(value: unknown, parts: string[]): void {
  if (ArrayBuffer.isView(value)) {
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    parts.push(`${nameOf(value)} ${Array.from(bytes).join(",")}`);
  } else if (Array.isArray(value)) {
    parts.push(`array ${value.length}`);
    for (const item of value) describe(item, parts);
  } else if (typeof value === "object" && value !== null) {
    const names = Object.keys(value).sort();
    parts.push(`object ${names.join(",")}`);
    for (const name of names) describe(Reflect.get(value, name), parts);
  } else if (typeof value === "number") {
    parts.push(`number ${new BigUint64Array(new Float64Array([value]).buffer)[0]}`);
  } else {
    parts.push(`${typeof value} ${JSON.stringify(String(value))}`);
  }
}

function nameOf(view: ArrayBufferView): string {
  return Object.prototype.toString.call(view).slice("[object ".length, -1);
}
