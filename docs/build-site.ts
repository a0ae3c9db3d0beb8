// Builds the documentation site. Fails for an export without documentation and for a link that leads nowhere.
import { globSync } from "node:fs";
import path from "node:path";
import {
  Application,
  Converter,
  IndexEvent,
  PageEvent,
  type ProjectReflection,
  ReflectionKind,
  RendererEvent,
} from "typedoc";
import { searchProblems } from "./check-search.ts";
import { ADDRESS, SITE, siteProblems } from "./check-site.ts";
import { completePage, type Guide, headingsOf, nameTargets } from "./site-pages.ts";
import { nameDocument, SiteRouter } from "./site-router.ts";

const here = import.meta.dirname;
const root = path.join(here, "..");

// The reading order for a new user. All other guides follow.
const firstGuides = [
  "quick-start",
  "which-package",
  "origins",
  "secrets",
  "testing-your-code",
  "rejected",
  "errors",
  "other-clients",
  "integration",
  "oauth",
  "stores",
  "proxies",
  "from-a-header",
  "from-api-keys",
  "logs",
  "security",
];
const guides = new Set([...firstGuides.map((guide) => `${guide}.md`), ...globSync("*.md", { cwd: here }).sort()]);

const links = { GitHub: "https://github.com/x/sentry-auth", npm: "https://www.npmjs.com/org/x" };

const app = await Application.bootstrapWithPlugins({
  name: "Sentry authentication",
  entryPointStrategy: "packages",
  entryPoints: [path.join(root, "packages/*")],
  // TypeDoc finds the entries in `exports`. Types are checked elsewhere, so an unfinished line does not fail the site.
  packageOptions: { readme: "README.md", disableSources: true, skipErrorChecking: true },
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
  customJs: `${here}/site.js`,
  customFooterHtml:
    '<p>MIT License · <a href="https://github.com/x/sentry-auth">GitHub</a> · <a href="https://www.npmjs.com/org/x">npm</a></p>',
  navigationLinks: links,
  sidebarLinks: links,
  locales: { en: { kind_module: "Package", kind_plural_module: "Packages" } },
  searchInComments: true,
  searchInDocuments: true,
  searchGroupBoosts: { Guides: 3, Repository: 0.3, Decisions: 0.1 },
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
  hostedBaseUrl: ADDRESS,
  navigation: { includeGroups: true, compactFolders: true },
  groupOrder: ["Guides", "Packages", "Repository", "Decisions"],
  sort: ["source-order"],
  hideGenerator: true,
});
app.renderer.defineRouter("site", SiteRouter);
app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_context, document) => nameDocument(document));
// A package with several entries has a module for each. Its main entry is the package itself.
app.on(
  Application.EVENT_PROJECT_REVIVE,
  (project: ProjectReflection) => {
    for (const one of project.getChildrenByKind(ReflectionKind.Module)) {
      const main = one.children?.find(({ name }) => name === "");
      if (main) project.mergeReflections(main, one);
    }
  },
  100,
);

// People search for guides, errors and exports. Members would push these out of the first results.
app.renderer.on(IndexEvent.PREPARE_INDEX, (index) => {
  for (let position = index.searchResults.length - 1; position >= 0; position--) {
    const found = index.searchResults[position];
    if (found?.isDeclaration() && found.parent?.isDeclaration() && !found.parent.kindOf(ReflectionKind.Module))
      index.removeResult(position);
  }
  for (const [position, found] of index.searchResults.entries())
    if (found.isDocument()) Object.assign(index.searchFields[position] ?? {}, { headings: headingsOf(found) });
  Object.assign(index.searchFieldWeights, { name: 5, headings: 10, document: 2, comment: 1 });
});
app.renderer.on(RendererEvent.BEGIN, ({ project }) => {
  const { router } = app.renderer;
  if (!router) throw new Error("the site has no router");
  const targets = nameTargets(project, router);
  const order: Guide[] = (project.documents ?? [])
    .map((document) => ({ url: router.getFullUrl(document), name: document.name }))
    .filter(({ url }) => !url.includes("/"))
    .map((guide) => ({ ...guide, edit: `${links.GitHub}/edit/main/docs/${guide.url.replace(/html$/, "md")}` }));
  app.renderer.on(PageEvent.END, (page) => completePage(page, targets, order));
});

const project = await app.convert();
if (project === undefined) process.exit(1);
app.validate(project);
await app.generateOutputs(project);
const { errorCount, warningCount } = app.logger;
const problems = errorCount + warningCount > 0 ? [] : [...siteProblems(), ...searchProblems(SITE)];
for (const problem of problems) console.error(problem);
if (errorCount + warningCount + problems.length > 0) process.exitCode = 1;
