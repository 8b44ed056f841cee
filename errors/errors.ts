import { AudiofieldError } from "./audiofield_error.ts";

/** A schema asks for something that can't be: a wrong option, name or combination. */
export class SchemaError extends AudiofieldError {
  /** See {@link AudiofieldError.name}. */
  override readonly name = "SchemaError";
}

/** A file isn't an `.afd` file this version can read, or isn't of the schema it was opened with. */
export class FormatError extends AudiofieldError {
  /** See {@link AudiofieldError.name}. */
  override readonly name = "FormatError";
}

/** A file was an `.afd` file once, and its bytes have changed since. */
export class IntegrityError extends AudiofieldError {
  /** See {@link AudiofieldError.name}. */
  override readonly name = "IntegrityError";
}

/** An audio file or array can't be taken in as the field wants it. */
export class AudioInputError extends AudiofieldError {
  /** See {@link AudiofieldError.name}. */
  override readonly name = "AudioInputError";
}

/** A manifest line, or a value given for a field, isn't what the schema says. */
export class ManifestError extends AudiofieldError {
  /** See {@link AudiofieldError.name}. */
  override readonly name = "ManifestError";
}

/** A call or a command line asks for something that makes no sense: fix the call. */
export class UsageError extends AudiofieldError {
  /** See {@link AudiofieldError.name}. */
  override readonly name = "UsageError";
}

/** The file system said no: missing, exists already, no permission, no space. */
export class FileError extends AudiofieldError {
  /** See {@link AudiofieldError.name}. */
  override readonly name = "FileError";
}

/** A thread that was working for this one ended before its work did. */
export class WorkerError extends AudiofieldError {
  /** See {@link AudiofieldError.name}. */
  override readonly name = "WorkerError";
}

/** A codec model can't be run, or isn't the one that is wanted: wrong names, shapes or tokens. */
export class ModelError extends AudiofieldError {
  /** See {@link AudiofieldError.name}. */
  override readonly name = "ModelError";
}

/** A package that a command needs, and that is fetched when it is needed, can't be had. */
export class PackageError extends AudiofieldError {
  /** See {@link AudiofieldError.name}. */
  override readonly name = "PackageError";
}
