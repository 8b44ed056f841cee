/** The calls to the C library that mapping a file needs. */
export interface MemoryMapper {
  /** Reserves `byteLength` bytes of zeroed, writable address space; pages are allocated when touched. */
  reserve(byteLength: number): bigint;
  /** Maps a whole file, read-only and shared, over part of a reservation. */
  mapFile(address: bigint, byteLength: number, descriptor: number): void;
  /** Restores a part of a reservation: zeroed, and without memory. */
  clear(address: bigint, byteLength: number): void;
  unmap(address: bigint, byteLength: number): void;
  /** The bytes at `address` as a buffer that never frees them. */
  buffer(address: bigint, byteLength: number): ArrayBuffer;
  /** A function that fills arrays with the bytes `offset` bytes after `address`; it makes no objects. */
  copier(address: bigint): (offset: number, target: Uint8Array<ArrayBuffer>) => void;
}
