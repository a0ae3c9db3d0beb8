import type { ErrorEvent } from "@sentry/core";
import { redact } from "@x/sentry-redact";

/** For the `beforeSend` option of Sentry's own SDK: the event without any Sentry secret. */
export function withoutSecrets(event: ErrorEvent): ErrorEvent {
  return JSON.parse(redact(JSON.stringify(event))) as ErrorEvent;
}
