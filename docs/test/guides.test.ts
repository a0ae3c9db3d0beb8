import { globSync } from "node:fs";
import { describe } from "vitest";
import { readCodeBlocks } from "../../tools/code-blocks/read-code-blocks.ts";
import { testPage } from "../../tools/code-blocks/run-page.ts";

const folder = new URL("../", import.meta.url);
const pages = globSync("*.md", { cwd: folder }).sort();
const runnable = pages.filter((page) => readCodeBlocks(new URL(page, folder)).some(({ runs }) => runs));

describe.for(runnable)("%s", (page) => testPage(new URL(page, folder)));

describe("README.md", () => testPage(new URL("../README.md", folder), folder));
