// For webpack, which finds the package's WebAssembly files by itself: `npx webpack`.
export default {
  mode: "production",
  entry: "./main.ts",
  output: { filename: "main.js", module: true },
  experiments: { outputModule: true },
  resolve: { extensions: [".ts", ".js"] },
  module: { rules: [{ test: /\.ts$/, loader: "esbuild-loader", options: { target: "es2022" } }] },
};
