import type { Storage } from "./storage.ts";

/** What is known about bytes that must be waited for. */
export interface ArrivingBytes {
  /** Whether these bytes can be read without waiting. */
  holds(position: number, length: number): boolean;
  /** Whether a block was compared with its checksum since it arrived. */
  isCompared(block: number): boolean;
  /** Notes that a block was compared with its checksum, and is as it should be. */
  noteCompared(block: number): void;
  /** Forgets a block that isn't as it should be, so that it is fetched again the next time. */
  discard(block: number): void;
  /** The bytes of a block that is there: a view for immediate use, or a copy. */
  blockBytes(block: number, length: number): Uint8Array;
}

/** Whether the bytes of a storage must be waited for. */
export function mustWait(storage: Storage): storage is Storage & ArrivingBytes {
  return "isCompared" in storage;
}
