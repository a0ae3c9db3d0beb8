import { redact } from "@x/sentry-redact";
import pino, { type DestinationStream } from "pino";

/** A pino logger whose lines hold no Sentry secret, whatever was logged. */
export function pinoLogger(destination?: DestinationStream) {
  return pino({ hooks: { streamWrite: redact } }, destination);
}
