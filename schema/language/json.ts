import canonicalizeJson from "npm:canonicalize@5.1.0";

/** A value that JSON can hold. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | JsonObject;

/** A JSON object. */
export interface JsonObject {
  /** Members by name; {@link canonicalJson} sorts them. */
  readonly [key: string]: JsonValue;
}

/** The RFC 8785 (JCS) text of `value`, of which there is only one: sorted keys, no white space. */
export function canonicalJson(value: JsonValue): string {
  const text = canonicalizeJson(value);
  if (text === undefined) throw new TypeError("Only JSON values have a canonical text");
  return text;
}
