import { chmod, link, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { fileStore } from "../src/index.ts";

const KEY = "oauth:acme";
const isPosix = process.platform !== "win32";
const [first, second, third] = ["first", "second", "third"].map((id) => ({
  id,
  value: `token-${id}`,
  issuedAt: 1_700_000_000_000,
  refreshToken: `refresh-${id}`,
})) as [Credential, Credential, Credential];
type Credential = { id: string; value: string; issuedAt: number; refreshToken: string };

let parent: string;
let directory: string;
beforeEach(async () => {
  parent = await mkdtemp(path.join(tmpdir(), "file-store-"));
  directory = path.join(parent, "acme", "credentials");
});
afterEach(() => rm(parent, { recursive: true, force: true }));

/** The path of the file that is in force. */
async function newestFile(): Promise<string> {
  const [key = ""] = await readdir(directory);
  const files = (await readdir(path.join(directory, key))).filter((name) => name.endsWith(".json"));
  return path.join(directory, key, `${Math.max(...files.map((name) => Number.parseInt(name, 10)))}.json`);
}

test.runIf(isPosix)("its directory and files are for their owner alone, with any umask", async () => {
  const umask = process.umask(0);
  try {
    await fileStore(directory).replace(KEY, undefined, first);
  } finally {
    process.umask(umask);
  }
  const file = await newestFile();
  for (const made of [directory, path.dirname(file)]) expect((await stat(made)).mode & 0o777).toBe(0o700);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test.runIf(isPosix)("refuses a directory that group or others can write to, and leaves its mode", async () => {
  await mkdir(directory, { recursive: true });
  for (const mode of [0o770, 0o707, 0o777]) {
    await chmod(directory, mode);
    await expect(fileStore(directory).read(KEY)).rejects.toThrow(directory);
    await expect(fileStore(directory).replace(KEY, undefined, first)).rejects.toThrow("can write");
    expect((await stat(directory)).mode & 0o777).toBe(mode);
  }
  await chmod(directory, 0o755);
  expect(await fileStore(directory).read(KEY)).toBeUndefined();
});

test.runIf(isPosix)("refuses a file that others can read", async () => {
  const store = fileStore(directory);
  await store.replace(KEY, undefined, first);
  await chmod(await newestFile(), 0o640);
  await expect(store.read(KEY)).rejects.toThrow("others can read it");
});

describe("a damaged or foreign file", () => {
  const contents = [
    "",
    '{"key":"oauth:acme","credential":{"id":"x","val',
    "[]",
    "null",
    '{"key":"another","credential":{"id":"a","value":"b","issuedAt":1}}',
  ];

  test.each(contents)("is an error that names it, and is not overwritten: %s", async (content) => {
    const store = fileStore(directory);
    await store.replace(KEY, undefined, first);
    const file = await newestFile();
    await writeFile(file, content);
    await expect(store.read(KEY)).rejects.toThrow(file);
    await expect(store.replace(KEY, first, second)).rejects.toThrow(file);
    expect(await readFile(file, "utf8")).toBe(content);
  });

  test("shows nothing of its content in the error", async () => {
    const store = fileStore(directory);
    await store.replace(KEY, undefined, first);
    await writeFile(await newestFile(), '{"value":"token-first');
    const error = await store.read(KEY).catch((failure: Error) => failure);
    expect(String((error as Error).stack)).not.toContain("token-first");
    expect((error as Error).cause).toBeUndefined();
  });
});

test("keeps the last two files of a key", async () => {
  const store = fileStore(directory);
  await store.replace(KEY, undefined, first);
  await store.replace(KEY, first, second);
  await store.replace(KEY, second, third);
  const names = await readdir(path.dirname(await newestFile()));
  expect(names.sort()).toEqual(["2.json", "3.json"]);
});

test("a process that was paused before its write does not take effect after others wrote", async () => {
  const store = fileStore(directory);
  await store.replace(KEY, undefined, first);
  await store.replace(KEY, first, second);
  await store.replace(KEY, second, third);
  const newest = await newestFile();
  // What a process does that found 0.json to be the newest, and goes on now: its number is free again.
  await link(newest, path.join(path.dirname(newest), "1.json"));
  expect(await store.read(KEY)).toEqual(third);
  expect(await store.replace(KEY, first, second)).toEqual(third);
});

// root may write everywhere.
test.runIf(isPosix && process.getuid?.() !== 0)("reads from a directory that it may not write to", async () => {
  const store = fileStore(directory);
  await store.replace(KEY, undefined, first);
  const ofKey = path.dirname(await newestFile());
  await chmod(ofKey, 0o500);
  try {
    expect(await store.read(KEY)).toEqual(first);
    await expect(store.replace(KEY, first, second)).rejects.toMatchObject({ code: "EACCES" });
    expect(await store.read(KEY)).toEqual(first);
  } finally {
    await chmod(ofKey, 0o700);
  }
});

test("losing the lock's file is no error", async () => {
  const store = fileStore(directory);
  const lock = await store.lock?.(KEY, 1_000);
  await rm(directory, { recursive: true });
  await expect(lock?.release()).resolves.toBeUndefined();
  await expect(lock?.release()).resolves.toBeUndefined();
});

test("refuses what is not a path", () => {
  for (const wrong of [undefined, "", 1]) expect(() => fileStore(wrong as string)).toThrow(TypeError);
});
