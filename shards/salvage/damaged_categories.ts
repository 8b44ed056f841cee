import type { AfdFile } from "../../runtime/container/afd_file.ts";
import type { BlockSet } from "../../runtime/verify/block_set.ts";

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * The categories of a field whose lookup part is damaged, by number: those that lie in sound blocks;
 * `undefined` for the others.
 */
export function readableCategories(
  file: AfdFile,
  fieldIndex: number,
  damaged: BlockSet,
): (string | undefined)[] {
  const { position, entries, byteLength } = file.lookup(fieldIndex);
  const textsAt = position + 8 * entries + 4;
  const end = position + byteLength;
  return Array.from({ length: entries }, (_, number) => {
    const at = position + number * 4;
    if (damaged.touches(at, 8)) return undefined;
    const bytes = file.view(at, 8);
    const view = new DataView(bytes.buffer, bytes.byteOffset, 8);
    const [from, to] = [textsAt + view.getUint32(0, true), textsAt + view.getUint32(4, true)];
    if (from > to || to > end || damaged.touches(from, to - from)) return undefined;
    try {
      return decoder.decode(file.view(from, to - from));
    } catch {
      return undefined;
    }
  });
}
