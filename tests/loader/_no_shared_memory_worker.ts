/** The loader's worker, in a thread that can't share memory. */
import "./_no_shared_memory.ts";
import "../../runtime/dataset/loader_worker_entry.ts";
