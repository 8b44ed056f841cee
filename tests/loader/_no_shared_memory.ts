/** Imported first: takes away the class that pages without cross-origin isolation lack. */
Reflect.deleteProperty(globalThis, "SharedArrayBuffer");
