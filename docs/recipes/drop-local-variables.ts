import type { ErrorEvent } from "@sentry/core";

/** For the `beforeSend` option of Sentry's own SDK: removes the local variables that it recorded with our errors. */
export function dropLocalVariables(event: ErrorEvent): ErrorEvent {
  const exceptions = event.exception?.values ?? [];
  if (!exceptions.some(({ type }) => type === "SentryAuthError")) return event;
  const values = exceptions.map(({ stacktrace, ...exception }) => ({
    ...exception,
    ...(stacktrace && { stacktrace: { ...stacktrace, frames: stacktrace.frames?.map(({ vars, ...frame }) => frame) } }),
  }));
  return { ...event, exception: { ...event.exception, values } } as ErrorEvent;
}
