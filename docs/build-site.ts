// Builds the documentation site. Fails for an export without documentation and for a link that leads nowhere.
import { globSync } from "node:fs";
import path from "node:path";
import { Application, Converter } from "typedoc";
import { SITE, siteProblems } from "./check-site.ts";
import { nameDocument, SiteRouter } from "./site-router.ts";

const here = import.meta.dirname;
const root = path.join(here, "..");

// The reading order for a new user. All other guides follow.
const firstGuides = [
  "quick-start",
  "which-package",
  "origins",
  "secrets",
  "integration",
  "oauth",
  "stores",
  "from-api-keys",
  "from-a-header",
  "rejected",
  "errors",
];
const guides = new Set([...firstGuides.map((guide) => `${guide}.md`), ...globSync("*.md", { cwd: here }).sort()]);

const app = await Application.bootstrapWithPlugins({
  name: "Sentry authentication",
  entryPointStrategy: "packages",
  entryPoints: [path.join(root, "packages/*")],
  // Types are checked elsewhere, so an unfinished line does not fail the site.
  packageOptions: { entryPoints: ["src/index.ts"], readme: "README.md", disableSources: true, skipErrorChecking: true },
  readme: path.join(root, "README.md"),
  projectDocuments: [
    ...[...guides].map((guide) => path.join(here, guide)),
    ...globSync(["*.md", "examples/*.md", "docs/decisions/*.md"], { cwd: root, exclude: ["README.md"] })
      .sort()
      .map((page) => path.join(root, page)),
  ],
  out: SITE,
  router: "site",
  customCss: `${here}/site.css`,
  treatWarningsAsErrors: true,
  treatValidationWarningsAsErrors: true,
  validation: {
    invalidLink: true,
    invalidPath: true,
    notDocumented: true,
    notExported: true,
    rewrittenLink: true,
    unusedMergeModuleWith: true,
  },
  requiredToBeDocumented: ["Class", "Function", "Interface", "TypeAlias", "Variable", "Accessor", "Method", "Property"],
  intentionallyNotDocumented: [],
  sluggerConfiguration: { lowercase: false },
  disableSources: true,
  excludePrivate: true,
  excludeInternal: true,
  githubPages: true,
  hostedBaseUrl: "https://x.github.io/sentry-auth/",
  navigation: { includeGroups: true, compactFolders: true },
  groupOrder: ["Guides", "Modules", "Repository", "Decisions"],
  sort: ["source-order"],
  hideGenerator: true,
});
app.renderer.defineRouter("site", SiteRouter);
app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_context, document) => nameDocument(document));

const project = await app.convert();
if (project === undefined) process.exit(1);
app.validate(project);
await app.generateOutputs(project);
const { errorCount, warningCount } = app.logger;
const problems = errorCount + warningCount > 0 ? [] : siteProblems();
for (const problem of problems) console.error(problem);
if (errorCount + warningCount + problems.length > 0) process.exitCode = 1;
