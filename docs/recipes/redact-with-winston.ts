import { redact } from "@x/sentry-redact";
import { createLogger, format, type transport, transports } from "winston";

// Where winston's formats leave the finished line.
const LINE = Symbol.for("message");

const redacted = format((info) => ({ ...info, [LINE]: redact(String(info[LINE])) }));

/** A winston logger whose lines hold no Sentry secret, whatever was logged. */
export function winstonLogger(destination: transport = new transports.Console()) {
  // Last, so that it sees what the formats before it have made.
  return createLogger({
    format: format.combine(format.errors({ stack: true }), format.json(), redacted()),
    transports: [destination],
  });
}
