import type { Span } from "./span.ts";

/** A text as it reads after its escapes are decoded some number of times. */
export interface Layer {
  readonly text: string;
  /** Translates a part of this text into the part of the original text that it was decoded from. */
  toOriginal(span: Span): Span;
}

/** One replacement: `from` to `to` in the encoded text became one character, or none, at `at` in the decoded text. */
interface Replacement {
  readonly at: number;
  readonly from: number;
  readonly to: number;
  readonly length: number;
}

/** Decoding the decoded text again finds escapes in escapes, such as a JSON string in a URL in HTML. */
const MAX_DEPTH = 6;

/**
 * Returns the text itself, what it reads like after each round of decoding, and the last of these without line breaks.
 * Every one of them is searched, since what looks like an escape may be a part of a secret.
 */
export function layersOf(text: string): { readonly decoded: readonly Layer[]; readonly joined: Layer } {
  let layer: Layer = { text, toOriginal: (span) => span };
  const decoded: Layer[] = [];
  for (let next = layer; decoded.length < MAX_DEPTH; next = replaceAll(layer, ESCAPE, decode)) {
    if (decoded.at(-1) === next) break;
    decoded.push(next);
    layer = next;
  }
  const unquoted = replaceAll(layer, QUOTED_PRINTABLE, decode);
  if (unquoted !== layer) decoded.push(unquoted);
  return { decoded, joined: replaceAll(unquoted, LINE_BREAK, () => "") };
}

/** A line break with what may precede it in quoted-printable or a shell, and what may follow it in YAML or a mail. */
const LINE_BREAK = /[=\\]?(?:\r?\n|\r)[ \t>|]*/g;

const COLOR = "(?:\\u001b|\\^\\[)\\[[\\d;]*[a-zA-Z]";
const INVISIBLE = "[\\u00ad\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2069\\ufeff]";
const INVISIBLE_IN_URL = "%(?:25)*[Ee]2%(?:25)*8(?:0%(?:25)*8[B-Fb-f]|1%(?:25)*[Aa]\\d)";

/**
 * Quoted-printable, for what Sentry's secrets contain. It is decoded last, since a value that begins with two digits behind
 * its `=` looks like it.
 */
const QUOTED_PRINTABLE = /=(?<percent>3D|5F|2B|2F|3A|40)/g;

// Each alternative consumes the whole run of what it begins with, so that no part of a text is searched twice.
const ESCAPE = new RegExp(
  [
    "%(?:25)*(?<percent>[0-7][\\da-fA-F])",
    "\\\\+(?:u\\{0*(?<braced>[\\da-fA-F]{1,4})\\}|u(?<unicode>[\\da-fA-F]{4})|x(?<byte>[\\da-fA-F]{2})|0(?<octal>[0-3][0-7])|(?<control>[abefnrtv])|(?<itself>[^a-zA-Z\\d\\s]))?",
    "&(?:amp;)*(?:#(?<decimal>\\d{1,5})|#[xX](?<hexadecimal>[\\da-fA-F]{1,4})|(?<entity>[a-zA-Z]{2,8}));",
    // Colors of a terminal, as they are and as `cat -v` shows them; invisible characters, as they are and in a URL.
    `(?<removed>${COLOR}|${INVISIBLE}|${INVISIBLE_IN_URL})`,
  ].join("|"),
  "g",
);

const CONTROLS: Readonly<Record<string, string>> = {
  a: "\u0007",
  b: "\b",
  e: "\u001b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  apos: "'",
  colon: ":",
  commat: "@",
  equals: "=",
  gt: ">",
  lowbar: "_",
  lt: "<",
  nbsp: " ",
  period: ".",
  plus: "+",
  quot: '"',
  sol: "/",
};

type Groups = Readonly<Record<string, string | undefined>>;

/** Returns the character that an escape means, "" for what is invisible, or `undefined` for what is no escape. */
function decode(groups: Groups): string | undefined {
  const { percent, braced, unicode, byte, octal, control, itself, decimal, hexadecimal, entity, removed } = groups;
  if (removed !== undefined) return "";
  if (itself !== undefined) return itself;
  if (control !== undefined) return CONTROLS[control];
  if (entity !== undefined) return ENTITIES[entity];
  if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
  if (decimal !== undefined) return String.fromCharCode(Number(decimal));
  const digits = percent ?? braced ?? unicode ?? byte ?? hexadecimal;
  return digits === undefined ? undefined : String.fromCharCode(Number.parseInt(digits, 16));
}

function replaceAll(layer: Layer, pattern: RegExp, replace: (groups: Groups) => string | undefined): Layer {
  const replacements: Replacement[] = [];
  let text = "";
  let done = 0;
  for (const { 0: found, index, groups = {} } of layer.text.matchAll(pattern)) {
    const character = replace(groups);
    if (character === undefined) continue;
    text += layer.text.slice(done, index);
    done = index + found.length;
    replacements.push({ at: text.length, from: index, to: done, length: character.length });
    text += character;
  }
  if (replacements.length === 0) return layer;
  const encoded = (index: number): Span => encodedCharacter(replacements, index);
  return {
    text: text + layer.text.slice(done),
    toOriginal: ({ start, end }) => layer.toOriginal({ start: encoded(start).start, end: encoded(end - 1).end }),
  };
}

/** Returns the part of the encoded text that the character at `index` of the decoded text was decoded from. */
function encodedCharacter(replacements: readonly Replacement[], index: number): Span {
  // The last replacement at or before `index`.
  let low = 0;
  let high = replacements.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((replacements[middle]?.at ?? 0) <= index) low = middle + 1;
    else high = middle;
  }
  const before = replacements[low - 1];
  if (before === undefined) return { start: index, end: index + 1 };
  const { at, from, to, length } = before;
  if (index < at + length) return { start: from, end: to };
  const start = to + index - at - length;
  return { start, end: start + 1 };
}
