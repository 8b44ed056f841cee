// For Vite: `npx vite`, or `npx vite build`.
export default {
  // Relative addresses, so that the built page works in any folder of a server.
  base: "./",
  build: { target: "es2022" },
  // Vite's development server would move the package's code away from its WebAssembly files.
  optimizeDeps: { exclude: ["audiofield"] },
};
