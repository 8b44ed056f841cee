/**
 * The module that a loader's workers run in a browser, for those who serve or bundle it themselves: a
 * file that imports it is a worker to pass to `init({ worker })` of `audiofield`. It has no names.
 *
 * @module
 */
import "../runtime/dataset/loader_worker_entry.ts";
