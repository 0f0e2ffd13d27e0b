// Makes react.html and vue.html: the page's own words, then its script with the framework bundled in.
import { readFileSync, writeFileSync } from "node:fs";
import { compile } from "@vue/compiler-dom";
import { build } from "esbuild";

const template = readFileSync("vue_form.html", "utf8");
const { code } = compile(template, { mode: "module" });
const compiled = {
  name: "template",
  setup(made) {
    made.onResolve({ filter: /^\.\/vue_form\.html$/ }, () => ({ path: "template", namespace: "template" }));
    made.onLoad({ filter: /.*/, namespace: "template" }, () => ({ contents: code, resolveDir: process.cwd() }));
  },
};
const options = {
  bundle: true, minify: true, write: false, charset: "utf8", legalComments: "eof", plugins: [compiled],
  define: {
    "process.env.NODE_ENV": '"production"', __VUE_OPTIONS_API__: "false", __VUE_PROD_DEVTOOLS__: "false",
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
  },
};
for (const [source, title] of [["react_form.jsx", "react"], ["vue_form.js", "vue"]]) {
  const { outputFiles } = await build({ ...options, entryPoints: [source] });
  const page = `<!doctype html>\n<html lang="ja"><meta charset="utf-8"><title>${title}</title>\n<div id="root"></div>\n`
    + `<script>\n${outputFiles[0].text.trimEnd()}\n</script>\n`;
  writeFileSync(`../${title}.html`, page);
}
