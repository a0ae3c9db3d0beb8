import { isKey } from "./looks.ts";
import { indexOf, type Span } from "./span.ts";

/** How far in front of an option the name of its program is looked for. */
const BEFORE = 256;

/** Finds the credentials in `curl -u KEY:`, and those of other programs' `-u` and `--user` that look like a key. */
export function* commandLines(text: string): Generator<Span> {
  for (const { 0: found, 1: option = "", 2: user = "", index } of text.matchAll(USER_OPTION)) {
    const isCurl = text.slice(Math.max(0, index - BEFORE), index).includes("curl");
    if (!isCurl && !isKey(user)) continue;
    yield { start: index + option.length, end: indexOf(/[\s"'\\]/g, text, index + found.length) };
  }
}

// A placeholder such as `{API_KEY}:` does not begin like this.
const USER_OPTION = /((?<![\w-])(?:-u|--user)["']?[\s=,]{0,9}["']?)([\w+/~-][^\s"':\\]{0,255}):/g;
