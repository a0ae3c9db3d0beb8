import { redact } from "@x/sentry-redact";
import { createLogger, format, type transport, transports } from "winston";

// Where winston's formats leave the finished line.
const LINE = Symbol.for("message");

const redacted = format((info) => ({ ...info, [LINE]: redact(String(info[LINE])) }));

/** Returns a transport whose lines contain no Sentry secret. Wrap every transport that you add to a logger. */
export function withoutSecrets(destination: transport): transport {
  // Last, since a transport's own format makes its line again.
  destination.format = destination.format ? format.combine(destination.format, redacted()) : redacted();
  return destination;
}

/** Returns a winston logger whose lines contain no Sentry secret. */
export function winstonLogger(...destinations: transport[]) {
  const all = destinations.length > 0 ? destinations : [new transports.Console()];
  return createLogger({
    format: format.combine(format.errors({ stack: true }), format.json()),
    transports: all.map(withoutSecrets),
  });
}
