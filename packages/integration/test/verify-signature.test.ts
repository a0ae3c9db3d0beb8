import { createHmac } from "node:crypto";
import { startSentryServer } from "@x/sentry-testing";
import { describe, expect, test } from "vitest";
import { verifySignature } from "../src/index.ts";

const clientSecret = "0123456789abcdef".repeat(4);
const sign = (body: string | Uint8Array): string => createHmac("sha256", clientSecret).update(body).digest("hex");
const bytes = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(new TextEncoder().encode(text));

test("a webhook of the server is genuine, and not after a change of one character", async () => {
  await using server = await startSentryServer();
  const { body, headers } = server.installations.webhook({ action: "created", data: { title: "Ünïcode 🎉" } });
  const options = { signature: headers["Sentry-Hook-Signature"], clientSecret: server.installations.clientSecret };
  expect(await verifySignature({ ...options, body })).toBe(true);
  expect(await verifySignature({ ...options, body: body.replace("created", "createe") })).toBe(false);
  expect(await verifySignature({ ...options, body: JSON.stringify(JSON.parse(body), undefined, 2) })).toBe(false);
  expect(await verifySignature({ ...options, body, clientSecret })).toBe(false);
});

describe("the raw body may be", () => {
  const text = '{"title":"é"}';
  const shared = new Uint8Array(new SharedArrayBuffer(20));
  shared.set(bytes(text), 3);
  test.each([
    ["text", text],
    ["a Buffer", Buffer.from(text)],
    ["an ArrayBuffer", bytes(text).buffer],
    ["a DataView", new DataView(bytes(text).buffer)],
    ["a view into a larger buffer", bytes(`xx${text}yy`).subarray(2, -2)],
    ["a view of a SharedArrayBuffer", shared.subarray(3, 3 + bytes(text).length)],
  ])("%s", async (_, body) => {
    expect(await verifySignature({ body, signature: sign(text), clientSecret })).toBe(true);
    expect(await verifySignature({ body, signature: sign(`${text} `), clientSecret })).toBe(false);
  });

  test("empty: it signs the empty string", async () => {
    expect(await verifySignature({ body: "", signature: sign(""), clientSecret })).toBe(true);
    expect(await verifySignature({ body: new Uint8Array(), signature: sign(""), clientSecret })).toBe(true);
  });

  test("bytes that are no text", async () => {
    const body = Uint8Array.from([0xff, 0x00, 0xc3, 0x28]);
    expect(await verifySignature({ body, signature: sign(body), clientSecret })).toBe(true);
    expect(await verifySignature({ body: new TextDecoder().decode(body), signature: sign(body), clientSecret })).toBe(
      false,
    );
  });
});

test("the signature may be in upper case", async () => {
  expect(await verifySignature({ body: "{}", signature: sign("{}").toUpperCase(), clientSecret })).toBe(true);
});

test.each([
  undefined,
  null,
  "",
  "sha256",
  sign("{}").slice(1),
  `${sign("{}")}0`,
  ` ${sign("{}")}`,
  `sha256=${sign("{}")}`,
  sign("{}").replace(/./, "g"),
  "é".repeat(64),
  [sign("{}")],
  [sign("{}"), sign("{}")],
])("%j is no signature", async (signature) => {
  expect(await verifySignature({ body: "{}", signature, clientSecret })).toBe(false);
});

test("a missing signature option is false, even if a prototype has one", async () => {
  const options = { body: "{}", clientSecret } as Parameters<typeof verifySignature>[0];
  expect(await verifySignature(options)).toBe(false);
});

test.each([[{ action: "created" }], [undefined], [null], [42]])("%j is not a raw body", async (body) => {
  const options = { body, signature: sign("{}"), clientSecret } as unknown as Parameters<typeof verifySignature>[0];
  await expect(verifySignature(options)).rejects.toThrow(/TypeError|raw body/);
});

test("a missing client secret is an error, even for a request without a signature", async () => {
  await expect(verifySignature({ body: "{}", signature: undefined, clientSecret: undefined })).rejects.toMatchObject({
    code: "ERR_INVALID_SECRET",
  });
  await expect(verifySignature({ body: "{}", signature: sign("{}"), clientSecret: "" })).rejects.toMatchObject({
    code: "ERR_INVALID_SECRET",
  });
});

test("a client secret's function is called once, and again when its value expires", async () => {
  let calls = 0;
  const fromVault = () => {
    calls += 1;
    return { value: clientSecret, expiresAt: Date.now() + 3_600_000 };
  };
  const verify = () => verifySignature({ body: "{}", signature: sign("{}"), clientSecret: fromVault });
  expect(await Promise.all([verify(), verify(), verify()])).toEqual([true, true, true]);
  expect(calls).toBe(1);
  await expect(
    verifySignature({
      body: "{}",
      signature: sign("{}"),
      clientSecret: async () => {
        throw new Error("vault is sealed");
      },
    }),
  ).rejects.toMatchObject({ code: "ERR_SECRET_UNAVAILABLE", cause: { message: "vault is sealed" } });
});
