import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { brotliCompressSync, gzipSync } from "node:zlib";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vite";

const ICONS = "node_modules/lucide-static/icons";

/** Every Lucide icon, by its name and its former names, as the inside of its <svg>: the server writes it into pages. */
function lucideIcons() {
  const inside = (svg) => svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
  return {
    name: "lucide-icons",
    generateBundle() {
      const files = readdirSync(ICONS).filter((name) => name.endsWith(".svg"));
      const icons = files.map((name) => [
        name.slice(0, -".svg".length),
        inside(readFileSync(`${ICONS}/${name}`, "utf8")).replace(/\s*\n\s*/g, ""),
      ]);
      this.emitFile({ type: "asset", fileName: "icons.json", source: JSON.stringify(Object.fromEntries(icons)) });
    },
  };
}

/** Compressed neighbours of scripts and styles, which ServeStatic sends where the browser takes them. */
function precompress() {
  return {
    name: "precompress",
    // Once all is written: other plugins change the scripts until then.
    writeBundle({ dir }, bundle) {
      for (const fileName of Object.keys(bundle)) {
        if (!/\.(js|css)$/.test(fileName)) continue;
        const source = readFileSync(`${dir}/${fileName}`);
        writeFileSync(`${dir}/${fileName}.gz`, gzipSync(source, { level: 9 }));
        writeFileSync(`${dir}/${fileName}.br`, brotliCompressSync(source));
      }
    },
  };
}

export default defineConfig({
  base: "./",
  plugins: [tailwindcss(), lucideIcons(), precompress()],
  build: {
    outDir: process.env.COLONNADE_BUILT ?? "../src/colonnade/ui/static/ui/built",
    emptyOutDir: true,
    manifest: "manifest.json",
    modulePreload: { polyfill: false },
    // The chart library is one lazily loaded chunk; what every page loads is far smaller.
    chunkSizeWarningLimit: 700,
    rollupOptions: { input: { app: "src/app.js", calendar: "src/calendar.js", editor: "src/editor.js", theme: "src/theme.js", style: "src/style.css" } },
  },
});
