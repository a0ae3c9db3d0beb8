import { testPage } from "../../../tools/code-blocks/run-page.ts";

testPage(new URL("../README.md", import.meta.url));
