import config from "../deno.json" with { type: "json" };

/** The library's version, which generated modules state. */
export const version: string = config.version;
