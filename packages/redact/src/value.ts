import { beginning } from "./looks.ts";
import { indexOf } from "./span.ts";

/** A value that stands behind its name, in one of the ways in which logs, code and file formats write that. */
export interface Value {
  readonly start: number;
  /** The quotation mark that it began with, or "". */
  readonly quote: string;
  /** Whether an `=` is right in front of it, as in forms and environment files. */
  readonly assigned: boolean;
}

/** Returns the value of the name that ends at `index`, or `undefined` if there is none. */
export function valueBehind(text: string, index: number): Value | undefined {
  JOINT.lastIndex = index;
  const [joint, quote = ""] = JOINT.exec(text) ?? [];
  return joint === undefined ? undefined : { start: index + joint.length, quote, assigned: joint.endsWith("=") };
}

/** Returns the value behind a space, of an option (`--auth-token value`) or a variable (`ENV SENTRY_AUTH_TOKEN value`). */
export function valueBehindSpace(text: string, index: number): Value | undefined {
  GAP.lastIndex = index;
  const [gap, quote = ""] = GAP.exec(text) ?? [];
  if (gap === undefined || !SPACED_NAME.test(text.slice(Math.max(0, index - 64), index))) return undefined;
  return { start: index + gap.length, quote, assigned: false };
}

const GAP = /[ \t]{1,9}(["'`]?)/y;
const SPACED_NAME = /(?:^|[\s"'`])(?:--[a-z-]+|[A-Z][A-Z_]+)$/;

const SPACE = String.raw`\s{0,99}`;
const QUOTE = "[\"'\\x60]";
const JOINT = new RegExp(
  [
    // The end of `"name"`, `headers["name"]` and `name header`.
    String.raw`${QUOTE}?\]?(?:[\s_-]{0,3}headers?\b)?`,
    // The middle of `"name": "…", "value": "…"` and of `name: …\n  value: …`.
    `(?:(?:${SPACE}[,;])?${SPACE}${QUOTE}?value${QUOTE}?)?`,
    // `:`, `=`, `=>`, `:=`, `.set(`, the end of `<name>`, and `</key><string>`; between quoted words also `,`, unless the second one is a name itself.
    `${SPACE}(?:[:=]{1,2}>?|>|\\.set(?=\\()|</\\w{1,9}>${SPACE}<\\w{1,9}>|(?<=${QUOTE}${SPACE}),(?=${SPACE}${QUOTE})(?!${SPACE}${QUOTE}[\\w.-]{0,99}${QUOTE}${SPACE}[:=]))`,
    // The beginning of `[ "value" ]`, which no mark is, of `Some("value")`, `string(5) "value"` and `b"value"`. An unquoted
    // value of the next line is another name's.
    String.raw`(?:${SPACE}(?:[[({](?!redacted\])|\w{1,9}\((?:\d{1,9}\))?(?= ?${QUOTE})))?(?:${SPACE}(?=b?${QUOTE}|bearer|basic|dsn)|[ \t]{0,99})(?:b(?=${QUOTE}))?(${QUOTE}?)`,
  ].join(""),
  "iy",
);

/** Returns where a value ends: at its quotation mark, or in front of what ends a value in text, URLs and markup. */
export function endOfValue(text: string, { start, quote }: Value): number {
  let end = indexOf(ENDS[quote] ?? UNQUOTED_END, text, start);
  // Closing punctuation belongs to the sentence or the object around the value, a backslash to the quotation mark behind it.
  const around = quote === "" ? /[:.)\]}([{]/ : /\\/;
  while (end > start && around.test(text.charAt(end - 1))) end--;
  return end;
}

/** Returns as much of a value as its looks depend on. */
export function beginningOfValue(text: string, value: Value): string {
  const known = beginning(text, value.start);
  return known.slice(0, endOfValue(known, { ...value, start: 0 }));
}

const UNQUOTED_END = /[\s"'`\\<>&,;]|%[0-7][\da-f]/gi;
// No value extends behind a `"`: what was JSON stays JSON.
const DOUBLE_QUOTE = String.raw`"(?<!(?<!\\)(?:\\\\)*\\")`;
const ENDS: Readonly<Record<string, RegExp>> = {
  '"': new RegExp(String.raw`${DOUBLE_QUOTE}|[\r\n]`, "g"),
  "'": /'(?<!\\')|["\r\n]/g,
  "`": /`(?<!\\`)|["\r\n]/g,
};
