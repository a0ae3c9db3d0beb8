import type { ErrorEvent, StreamedSpanJSON } from "@sentry/core";
import { redact } from "@x/sentry-redact";

function withoutSecrets<Item>(item: Item): Item {
  return JSON.parse(redact(JSON.stringify(item))) as Item;
}

/** For the `beforeSend` option of Sentry's own SDK. */
export function redactEvent(event: ErrorEvent): ErrorEvent {
  // The SDK's own notes about an event contain objects of the program. They aren't sent.
  const { sdkProcessingMetadata, ...sent } = event;
  return { ...withoutSecrets(sent), ...(sdkProcessingMetadata && { sdkProcessingMetadata }) } as ErrorEvent;
}

/** For the `beforeSendSpan` option of Sentry's own SDK. */
export function redactSpan(span: StreamedSpanJSON): StreamedSpanJSON {
  try {
    return withoutSecrets(span);
  } catch {
    // Some attribute isn't JSON. The SDK would send the span unchanged if this function threw.
    return { ...span, name: redact(span.name), attributes: {}, links: [] };
  }
}
