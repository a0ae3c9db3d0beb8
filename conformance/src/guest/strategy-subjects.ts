import { bearerAuth } from "@x/sentry-bearer";
import { dsnAuth } from "@x/sentry-dsn";
import { legacyBasicAuth } from "@x/sentry-legacy-basic";
import type { StrategySubject } from "@x/sentry-testing";
import { userTokenAuth } from "@x/sentry-user-token";

const hexadecimal = "0123456789abcdef".repeat(4);
const key = hexadecimal.slice(0, 32);
const organizationToken = (payload: string): string => `sntrys_${btoa(payload)}_${"Ab0/".repeat(10)}xyz`;
const selfHostedToken = organizationToken('{"iat":1704205802.1,"url":"https://sentry.acme.com","org":"acme"}');

/** The four strategies. */
export function strategySubjects(start: StrategySubject["start"]): readonly StrategySubject[] {
  return [
    {
      name: "bearer",
      create: (token, origin) => bearerAuth({ token, origin }),
      valid: [
        { secret: `sntryi_${hexadecimal}`, header: `Bearer sntryi_${hexadecimal}` },
        { secret: selfHostedToken, header: `Bearer ${selfHostedToken}`, origins: ["https://sentry.acme.com"] },
      ],
      invalid: [`https://${key}@o1.ingest.us.sentry.io/42`],
      start,
      secretOf: ({ organizationToken }) => organizationToken,
    },
    {
      name: "user-token",
      create: (token, origin) => userTokenAuth({ token, origin }),
      valid: [
        { secret: `sntryu_${hexadecimal}`, header: `Bearer sntryu_${hexadecimal}` },
        { secret: hexadecimal, header: `Bearer ${hexadecimal}` },
      ],
      invalid: [`sntryi_${hexadecimal}`, selfHostedToken, `https://${key}@o1.ingest.us.sentry.io/42`],
      start,
      secretOf: ({ userToken }) => userToken,
    },
    {
      name: "dsn",
      create: (dsn, origin) => dsnAuth({ dsn, origin }),
      valid: [
        { secret: `https://${key}@o1.ingest.us.sentry.io/42`, header: `DSN https://${key}@o1.ingest.us.sentry.io/42` },
        {
          secret: `http://${key}@10.0.0.5:9000/sentry/7`,
          header: `DSN http://${key}@10.0.0.5:9000/sentry/7`,
          origins: ["http://10.0.0.5:9000"],
        },
      ],
      invalid: [
        `sntryi_${hexadecimal}`,
        key,
        "https://o1.ingest.us.sentry.io/42",
        `https://${key}@o1.ingest.us.sentry.io`,
      ],
      start,
      secretOf: ({ dsn }) => dsn,
    },
    {
      name: "legacy-basic",
      create: (apiKey, origin) => legacyBasicAuth({ apiKey, origin }),
      valid: [
        { secret: key, header: `Basic ${btoa(`${key}:`)}` },
        { secret: hexadecimal, header: `Basic ${btoa(`${hexadecimal}:`)}` },
      ],
      invalid: [`${key}:password`, `sntryi_${hexadecimal}`, `https://${key}@o1.ingest.us.sentry.io/42`],
      start,
      secretOf: ({ apiKey }) => apiKey,
    },
  ];
}
