export { testPage } from "../../tools/code-blocks/run-page.ts";
