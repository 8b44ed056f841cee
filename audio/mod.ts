/** @module */
export * from "./input/mod.ts";
export * from "./pcm/mod.ts";
