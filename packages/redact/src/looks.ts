// How secrets, words and placeholders look. Every function reads the first 64 characters at most.

const ENOUGH = 64;

/** Returns as much of the text from `start` as the functions of this file read. */
export function beginning(text: string, start: number): string {
  return text.slice(start, start + ENOUGH);
}

/** Whether a value may be a secret at all: not `<token>`, `${token}` or `***`, and no value that was redacted before. */
export function mayBeSecret(value: string): boolean {
  return /^[\w+/~-]/.test(value) && !value.includes("[redacted");
}

/** Whether a value is a placeholder: `YOUR_KEY`, `null`, `config.apiKey`. */
export function isPlaceholder(value: string): boolean {
  return (
    /^(?:your|true|false|null|undefined|none|nil|required|optional|missing|invalid|bearer|basic|dsn)(?![a-z\d])/i.test(
      value,
    ) || /^(?:[a-z_$]+\.)+[a-z_$]+(?![\w.-])|^[a-z_$.]+\(/i.test(value)
  );
}

/** Whether a value consists of letters and digits as no word does: a key, or a part of a token. */
export function isKey(value: string): boolean {
  return /^(?=[a-z]*\d)[a-z\d]{16,}$/i.test(value);
}

/** Whether a value is longer than words are, or as long as a long word and has a digit. */
export function isLongAndRandom(value: string): boolean {
  return /[a-z\d]{24}/i.test(value) || (/^(?=\w{0,15}\d)\w{16}/.test(value) && !areWords(value));
}

/** Whether a value is not a word or a number: six characters or more, one of them a digit. */
export function isRandom(value: string): boolean {
  return isLongAndRandom(value) || (value.length >= 6 && /\d/.test(value) && !areWords(value));
}

/** Whether a value is made of words, versions and years, such as `certificate-authority2024`. */
function areWords(value: string): boolean {
  const words = value.split(/[^a-z\d]+/i).filter((word) => word !== "");
  if (words.length === 1) return /^[A-Z]?[a-z]+(?:19|20)\d\d$/.test(value);
  return words.length > 1 && words.every((word) => /^(?:[A-Z]?[a-z]*|[A-Z]+)\d{0,4}$/.test(word));
}

/** Whether a value is Basic's base64 of `user:password`. */
export function isUserAndPassword(value: string): boolean {
  const [, base64 = ""] = /^([a-z\d+/]{2,64})(?:=*$|[a-z\d+/])/i.exec(value) ?? [];
  // Whole and readable, or cut off and readable for longer than chance allows.
  return base64.length % 4 !== 1 && /^[ -~]+:[ -~]*$|^[ -~]{16,}$/.test(atob(base64));
}
