import type { MemoryMapper } from "./memory_mapper.ts";

const PROT_READ = 1;
const PROT_WRITE = 2;
const MAP_SHARED = 1;
const MAP_PRIVATE = 2;
const MAP_FIXED = 0x10;
const MADV_HUGEPAGE = 14;

/** Linux and macOS have different values for the flags, and different names for the library. */
const platforms = {
  linux: { libraries: ["libc.so.6", "libc.so"], anonymous: 0x20, noReserve: 0x4000 },
  darwin: { libraries: ["libSystem.dylib"], anonymous: 0x1000, noReserve: 0x40 },
} as const;

const symbols = {
  mmap: {
    parameters: ["pointer", "usize", "i32", "i32", "i32", "i64"],
    result: "pointer",
  },
  munmap: { parameters: ["pointer", "usize"], result: "i32" },
  madvise: { parameters: ["pointer", "usize", "i32"], result: "i32" },
} as const;

let cached: MemoryMapper | undefined;

/**
 * The mapper, or `undefined` if there is no C library to call or no permission to call it. Never
 * prompts: an unrestricted `--allow-ffi` must already have been granted.
 */
export function memoryMapper(): MemoryMapper | undefined {
  if (cached !== undefined) return cached;
  if (typeof Deno === "undefined") return undefined;
  if (Deno.permissions.querySync({ name: "ffi" }).state !== "granted") return undefined;
  const platform = Deno.build.os === "linux" || Deno.build.os === "darwin"
    ? platforms[Deno.build.os]
    : undefined;
  if (platform === undefined) return undefined;
  for (const name of platform.libraries) {
    try {
      cached = mapperOf(Deno.dlopen(name, symbols).symbols, platform);
      return cached;
    } catch {
      // There is no library of this name; musl and glibc differ.
    }
  }
  return undefined;
}

type Calls = Deno.StaticForeignLibraryInterface<typeof symbols>;

function mapperOf(
  calls: Calls,
  { anonymous, noReserve }: { anonymous: number; noReserve: number },
): MemoryMapper {
  return {
    reserve(byteLength) {
      const flags = MAP_PRIVATE | anonymous | noReserve;
      const place = calls.mmap(null, BigInt(byteLength), PROT_READ | PROT_WRITE, flags, -1, 0n);
      const address = checked(place);
      if (Deno.build.os === "linux") calls.madvise(place, BigInt(byteLength), MADV_HUGEPAGE);
      return address;
    },
    mapFile(address, byteLength, descriptor) {
      const at = Deno.UnsafePointer.create(address);
      checked(
        calls.mmap(at, BigInt(byteLength), PROT_READ, MAP_SHARED | MAP_FIXED, descriptor, 0n),
      );
    },
    clear(address, byteLength) {
      const at = Deno.UnsafePointer.create(address);
      const flags = MAP_PRIVATE | MAP_FIXED | anonymous | noReserve;
      checked(calls.mmap(at, BigInt(byteLength), PROT_READ | PROT_WRITE, flags, -1, 0n));
      if (Deno.build.os === "linux") calls.madvise(at, BigInt(byteLength), MADV_HUGEPAGE);
    },
    unmap(address, byteLength) {
      calls.munmap(Deno.UnsafePointer.create(address), BigInt(byteLength));
    },
    buffer(address, byteLength) {
      const pointer = Deno.UnsafePointer.create(address);
      if (pointer === null) throw new TypeError("No buffer begins at address 0");
      return Deno.UnsafePointerView.getArrayBuffer(pointer, byteLength);
    },
    copier(address) {
      const pointer = Deno.UnsafePointer.create(address);
      if (pointer === null) throw new TypeError("Nothing lies at address 0");
      return (offset, target) => Deno.UnsafePointerView.copyInto(pointer, target, offset);
    },
  };
}

/** `mmap` reports failure as the address -1. */
function checked(place: Deno.PointerValue): bigint {
  const address = Deno.UnsafePointer.value(place);
  if (address === 0n || BigInt.asIntN(64, address) === -1n) {
    throw new Error("The system refused to map memory");
  }
  return address;
}
