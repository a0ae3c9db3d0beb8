import { redact } from "@x/sentry-redact";
import pino, { type DestinationStream } from "pino";

/** Returns a pino logger whose lines contain no Sentry secret. */
export function pinoLogger(destination?: DestinationStream) {
  return pino({ hooks: { streamWrite: redact } }, destination);
}
