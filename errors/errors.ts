import { AudiofieldError } from "./audiofield_error.ts";

/** A schema asks for something impossible: a wrong option, name or combination. */
export class SchemaError extends AudiofieldError {
  /** See {@link AudiofieldError.name}. */
  override readonly name = "SchemaError";
}

/** A file isn't an `.afd` file this version can read, or has another schema than was expected. */
export class FormatError extends AudiofieldError {
  /** See {@link AudiofieldError.name}. */
  override readonly name = "FormatError";
}

/** A file was an `.afd` file once, and its bytes have changed since. */
export class IntegrityError extends AudiofieldError {
  /** See {@link AudiofieldError.name}. */
  override readonly name = "IntegrityError";
}

/** An audio file or an array of samples can't be taken in as the field requires. */
export class AudioInputError extends AudiofieldError {
  /** See {@link AudiofieldError.name}. */
  override readonly name = "AudioInputError";
}

/** A manifest line, or a value given for a field, doesn't match the schema. */
export class ManifestError extends AudiofieldError {
  /** See {@link AudiofieldError.name}. */
  override readonly name = "ManifestError";
}

/** A line of a list of records can't be read, or names no record of the dataset. */
export class ListError extends AudiofieldError {
  /** See {@link AudiofieldError.name}. */
  override readonly name = "ListError";
}

/** A call or a command line asks for something that makes no sense: fix the call. */
export class UsageError extends AudiofieldError {
  /** See {@link AudiofieldError.name}. */
  override readonly name = "UsageError";
}

/** The file system refused: a file is missing or already exists, or permission or space is. */
export class FileError extends AudiofieldError {
  /** See {@link AudiofieldError.name}. */
  override readonly name = "FileError";
}

/** A worker thread ended before its work was done. */
export class WorkerError extends AudiofieldError {
  /** See {@link AudiofieldError.name}. */
  override readonly name = "WorkerError";
}

/** A codec model can't be run, or isn't the expected one: wrong names, shapes or tokens. */
export class ModelError extends AudiofieldError {
  /** See {@link AudiofieldError.name}. */
  override readonly name = "ModelError";
}

/** A package that a command fetches when it needs it isn't available. */
export class PackageError extends AudiofieldError {
  /** See {@link AudiofieldError.name}. */
  override readonly name = "PackageError";
}
