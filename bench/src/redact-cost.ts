import { redact } from "@x/sentry-redact";
import { type Figure, figuresOf } from "./figures.ts";
import { spreadOf } from "./measure.ts";

const MEGABYTE = 1e6;
const ROUNDS = 3;

const lines = [
  `{"level":50,"err":{"message":"failed with \\"401\\" {\\"detail\\":\\"Invalid token\\"}","stack":"Error: x\\n    at foo (/app/src/index.js:10:5)"}}`,
  "2026-11-24T10:00:00Z INFO [worker-7] user=jane key=cache:1 status=200 path=/api/0/organizations/acme/issues/?query=is%3Aunresolved&cursor=0%3A100",
  "    at Object.<anonymous> (/app/node_modules/pkg/lib/index.js:12:3) commit 4b825dc642cb6eb9a060e54bf8d69288fbee4904",
  "GET https://sentry.io/api/0/organizations/acme/projects/ 200 - basic usage of the authorization flow",
  "the quick brown fox jumps over the lazy dog and other prose that a program prints while it works on things",
];

// What makes a search start over and over, in front of nothing that it finds.
const hostile = [
  "bearer+",
  "authorization: ",
  "client_secret=",
  'api_key="',
  "curl -u a",
  "eyJabcdef.",
  "sntrys_A",
  "\\",
  "%25",
  "\u200b",
];

/** How long `redact` takes for ten megabytes of log, and how its time grows with the length of hostile texts: 4 is linear. */
export async function redactCost(): Promise<Figure[]> {
  const log = repeated(
    `${lines.join("\n").concat("\n").repeat(40)}sent Authorization: Bearer ${"0123456789abcdef".repeat(4)}\n`,
    10 * MEGABYTE,
  );
  const growth = figuresOf("redact, four times as much of");
  const rows = hostile.map((unit) => {
    const times = Array.from(
      { length: ROUNDS },
      () => time(repeated(unit, MEGABYTE)) / time(repeated(unit, MEGABYTE / 4)),
    );
    return growth(JSON.stringify(unit), "takes so many times as long", spreadOf(times).median, 1);
  });
  const { median } = spreadOf(Array.from({ length: ROUNDS }, () => time(log)));
  return [figuresOf("redact")("ten megabytes of log", "ms", median), ...rows];
}

function repeated(unit: string, length: number): string {
  return unit.repeat(Math.ceil(length / unit.length)).slice(0, length);
}

function time(text: string): number {
  const began = performance.now();
  redact(text);
  return performance.now() - began;
}
