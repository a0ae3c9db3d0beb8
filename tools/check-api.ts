// Checks that each package's api.md lists every exported name with its signature, so that a review shows every change of the
// public API. `--update` writes the files.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  Extractor,
  ExtractorConfig,
  type ExtractorMessage,
  ExtractorLogLevel as Level,
} from "@microsoft/api-extractor";
import { entriesOf, readManifest, readPackages, report, repository } from "./workspace.ts";

/** The text of api.md for the package in `directory`, as its built types have it. */
export function publicApi(directory: string): string {
  const { name, ...manifest } = readManifest(directory);
  const parts = entriesOf(manifest).map((entry) => {
    const heading = entry === "index" ? `# The public API of ${name}` : `## ${name}/${entry}`;
    return `${heading}\n\n\`\`\`ts\n${signatures(directory, entry)}\n\`\`\`\n`;
  });
  return parts.join("\n");
}

function signatures(directory: string, entry: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), "public-api-"));
  try {
    const problems: string[] = [];
    const messageCallback = (message: ExtractorMessage): void => {
      if (message.logLevel === Level.Error) problems.push(message.text);
      message.handled = true;
    };
    Extractor.invoke(configuration(directory, entry, folder), { localBuild: true, messageCallback });
    if (problems.length > 0) throw new Error(`${directory}: ${problems.join("\n")}`);
    const found = /```ts\n(.*)\n```/s.exec(readFileSync(path.join(folder, "public.api.md"), "utf8"));
    return (found?.[1] ?? "").replaceAll(/^\/\/ (?:@public.*|\(No @packageDocumentation.*)\n/gm, "").trim();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function configuration(directory: string, entry: string, reportFolder: string): ExtractorConfig {
  const none = { default: { logLevel: Level.None } };
  return ExtractorConfig.prepare({
    packageJsonFullPath: path.join(directory, "package.json"),
    configObjectFullPath: undefined,
    configObject: {
      projectFolder: directory,
      mainEntryPointFilePath: `<projectFolder>/dist/${entry}.d.ts`,
      compiler: {
        overrideTsconfig: {
          compilerOptions: {
            target: "ES2023",
            lib: ["ES2023", "DOM", "DOM.Iterable"],
            module: "NodeNext",
            strict: true,
            skipLibCheck: true,
            types: [],
          },
          files: [`dist/${entry}.d.ts`],
        },
      },
      // Types that a signature names without exporting them are public too, whether meant or not.
      apiReport: {
        enabled: true,
        reportFileName: "public",
        reportFolder,
        reportTempFolder: reportFolder,
        includeForgottenExports: true,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      newlineKind: "lf",
      messages: {
        compilerMessageReporting: { default: { logLevel: Level.Error } },
        extractorMessageReporting: none,
        tsdocMessageReporting: none,
      },
    },
  });
}

function difference(directory: string): string[] {
  const file = path.join(directory, "api.md");
  const committed = existsSync(file) ? readFileSync(file, "utf8") : "";
  const now = publicApi(directory);
  if (committed === now) return [];
  const lines = (text: string, other: string, mark: string): string[] =>
    text.split("\n").flatMap((line) => (other.split("\n").includes(line) ? [] : [`  ${mark} ${line}`]));
  return [
    `${path.relative(repository, file)} is not what the package exports. If that is meant: npx pnpm@12 generate`,
    ...lines(committed, now, "-"),
    ...lines(now, committed, "+"),
  ];
}

if (import.meta.main) {
  if (process.argv.includes("--update")) {
    for (const { directory } of readPackages(repository)) {
      writeFileSync(path.join(directory, "api.md"), publicApi(directory));
    }
  } else {
    report(difference(process.cwd()), "The public API is the committed one.");
  }
}
