/**
 * `TextDecoder` and `TextEncoder` for the glue of the kernels: the host's, or small ones where the host
 * has none, as in audio worklets.
 *
 * @module
 */

/** What the glue uses of a decoder. */
interface Decoder {
  decode(bytes?: Uint8Array): string;
}

/** What the glue uses of an encoder. */
interface Encoder {
  encode(text: string): Uint8Array;
}

/** Decodes UTF-8 that the kernels made, so it is valid. */
export class SmallDecoder implements Decoder {
  decode(bytes: Uint8Array = new Uint8Array(0)): string {
    let text = "";
    for (let at = 0; at < bytes.length;) {
      const first = bytes[at]!;
      const length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
      // The leading byte has 7, 5, 4 or 3 bits of the code point.
      let code = length === 1 ? first : first & (0xff >> (length + 1));
      for (let next = 1; next < length; next++) code = code << 6 | bytes[at + next]! & 0x3f;
      text += String.fromCodePoint(code);
      at += length;
    }
    return text;
  }
}

/** Encodes text as UTF-8; lone surrogates become U+FFFD. */
export class SmallEncoder implements Encoder {
  encode(text: string): Uint8Array {
    const bytes: number[] = [];
    for (const character of text) {
      let code = character.codePointAt(0)!;
      if (code >= 0xd800 && code < 0xe000) code = 0xfffd;
      if (code < 0x80) bytes.push(code);
      else if (code < 0x800) bytes.push(0xc0 | code >> 6, 0x80 | code & 0x3f);
      else if (code < 0x10000) {
        bytes.push(0xe0 | code >> 12, 0x80 | code >> 6 & 0x3f, 0x80 | code & 0x3f);
      } else {
        bytes.push(0xf0 | code >> 18, 0x80 | code >> 12 & 0x3f);
        bytes.push(0x80 | code >> 6 & 0x3f, 0x80 | code & 0x3f);
      }
    }
    return Uint8Array.from(bytes);
  }
}

const host = globalThis as {
  TextDecoder?: new (label: string, options: object) => Decoder;
  TextEncoder?: new () => Encoder;
};

/** The host's decoder, or {@link SmallDecoder}. */
export const TextDecoder: new (label: string, options: object) => Decoder = host.TextDecoder ??
  SmallDecoder;

/** The host's encoder, or {@link SmallEncoder}. */
export const TextEncoder: new () => Encoder = host.TextEncoder ?? SmallEncoder;
