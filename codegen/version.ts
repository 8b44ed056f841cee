import config from "../deno.json" with { type: "json" };

/** The library's version, which generated modules are stamped with. */
export const version: string = config.version;
