import { type Address, difference, type Validators, validatorsOf } from "./http_address.ts";
import { replaced } from "./http_errors.ts";

/** Where a file lies at the moment, and which version of it is read. */
export class RemoteVersion {
  readonly #url: string;
  readonly #name: string;
  #address: Address;
  /** The version, and the final address that its validators are from. */
  #version: { validators: Validators; url: string } | undefined;

  /** @param name the file's name for messages. */
  constructor(url: string, name: string) {
    this.#url = url;
    this.#name = name;
    this.#address = this.first;
  }

  /** The address that the caller gave. */
  get first(): Address {
    return { url: this.#url, isKept: false };
  }

  /** Where requests go. */
  get address(): Address {
    return this.#address;
  }

  /** What is known about the version; nothing before the first answer. */
  get validators(): Validators | undefined {
    return this.#version?.validators;
  }

  /** Remembers where an answer came from, and which version it is of. */
  adopt(response: Response): void {
    const url = this.#urlOf(response);
    this.#version = { validators: validatorsOf(response), url };
    const isKept = response.redirected && url !== this.#url;
    this.#address = isKept ? { url, isKept } : this.first;
  }

  /**
   * Compares an answer's version with the one that is read, as far as they are of one address.
   *
   * @throws {FormatError} `"file-replaced"`.
   */
  check(response: Response): void {
    if (this.#version === undefined) return this.adopt(response);
    if (this.#urlOf(response) !== this.#version.url) return;
    const changed = difference(this.#version.validators, validatorsOf(response));
    if (changed !== undefined) throw replaced(this.#name, changed);
  }

  /** The final address of an answer; a caller's own `fetch` may not say. */
  #urlOf({ url }: Response): string {
    return url === "" ? this.#address.url : url;
  }
}
