import { probeAudio } from "../../../audio/mod.ts";
import { AudioInputError } from "../../../errors/mod.ts";
import { system } from "../../../hosts/mod.ts";
import type { LeftOutReason } from "./reason.ts";

/** Signatures of formats that consist of text alone. */
const textualHeads = ["NIST_1A", "#!AMR"];

/** Codes of errors about files that hold no audio. */
const soundless: ReadonlySet<string> = new Set(["not-audio", "no-audio", "empty"]);

/**
 * Tells by its contents whether a file that isn't named like audio is audio all the same. Audio of
 * a kind that can't be read counts too: it is an input, which fails under its name. Such a file
 * must begin like audio, because MPEG and ADTS frames further on may be anything.
 *
 * @returns why it isn't, or `undefined` if it is.
 */
export function whyNotAudio(path: string): LeftOutReason | undefined {
  let head: Uint8Array;
  try {
    head = headOf(path);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return { code: "unreadable", message: `"${path}" can't be read: ${reason}` };
  }
  try {
    const { container } = probeAudio(path);
    if (container !== "MPEG audio" && container !== "ADTS") return undefined;
    return beginsWithFrame(head) ? undefined : notAudio(path, "it doesn't begin like audio");
  } catch (cause) {
    if (!(cause instanceof AudioInputError)) throw cause;
    const looks = typeof cause.found === "string" ? `looks like ${cause.found}` : undefined;
    if (soundless.has(cause.code)) {
      return notAudio(path, cause.code === "empty" ? "it is empty" : looks ?? "it holds no audio");
    }
    // MIDI holds notes, not sound. A text may begin with a format's letters by chance.
    if (cause.found === "MIDI") return notAudio(path, "looks like MIDI");
    if (cause.code === "unsupported-format" && isText(head)) {
      return notAudio(path, "looks like a text file");
    }
    return undefined;
  }
}

function notAudio(path: string, why: string): LeftOutReason {
  const reason = why.startsWith("looks") ? `it ${why}` : why;
  return { code: "not-audio", message: `"${path}" isn't audio: ${reason}` };
}

function headOf(path: string): Uint8Array {
  const head = new Uint8Array(64);
  const { files } = system();
  const descriptor = files.openSync(path, "r");
  try {
    return head.subarray(0, files.readSync(descriptor, head, 0, head.length, 0));
  } finally {
    files.closeSync(descriptor);
  }
}

/** An ID3 tag, or the eleven bits that MPEG's frames begin with. */
function beginsWithFrame([first = 0, second = 0, third = 0]: Uint8Array): boolean {
  if (first === 0x49 && second === 0x44 && third === 0x33) return true;
  return first === 0xff && (second & 0xe0) === 0xe0;
}

function isText(head: Uint8Array): boolean {
  const text = new TextDecoder().decode(head);
  if (textualHeads.some((begin) => text.startsWith(begin))) return false;
  return head.every((byte) => byte >= 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09);
}
