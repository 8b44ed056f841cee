import { fileError } from "../../errors/mod.ts";
import { takenError } from "./atomic_file.ts";

/**
 * Creates a folder and those above it.
 *
 * @throws {FileError} when it can't be created, for example because a file has its name.
 */
export function createFolder(path: string): void {
  try {
    Deno.mkdirSync(path, { recursive: true });
  } catch (cause) {
    if (cause instanceof Deno.errors.AlreadyExists) throw takenError(path, "create");
    throw fileError("create", path, cause);
  }
}
