// Made-up secrets of every kind, in the shapes of Sentry's own.

export const key = "0123456789abcdef0123456789abcdef";
export const legacy: string = key + key;
export const user: string = `sntryu_${legacy}`;
export const organization: string = `sntrys_${base64('{"iat":1704205802.199743,"url":"https://sentry.io/?>>>???","org":"acme1"}')}_lQ5ETt61cHhvJa35fxvxARsDXeVrd0pu4/smF4sRi+A`;
export const dsn: string = `https://${key}:${key}@o1.ingest.us.sentry.io/42`;
export const jwt = "eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiIxYTJiM2MifQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

export function base64(content: string | Uint8Array): string {
  return Buffer.from(content).toString("base64");
}
