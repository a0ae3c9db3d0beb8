/** A part of a text: from `start`, up to but without `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Finds every secret of one kind, in linear time. Spans may overlap. */
export type Rule = (text: string) => Iterable<Span>;

/** Returns the index of the first match of `ends`, a global expression, at or after `from`, or the end of the text. */
export function indexOf(ends: RegExp, text: string, from: number): number {
  ends.lastIndex = from;
  return ends.exec(text)?.index ?? text.length;
}

/** Replaces each span by `mark`, and spans that touch or overlap by one. */
export function replaceSpans(text: string, spans: readonly Span[], mark: string): string {
  let replaced = "";
  let done = 0;
  let last = -1;
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    if (start > last) {
      replaced += text.slice(done, start) + mark;
      last = start;
    }
    done = Math.max(done, end);
    last = done;
  }
  return replaced + text.slice(done);
}
