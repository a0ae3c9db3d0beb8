// Adds to each page of the site what TypeDoc leaves out: a description, links from names in the text, previous and next.
import path from "node:path";
import {
  type DeclarationReflection,
  type DocumentReflection,
  type PageEvent,
  type ProjectReflection,
  ReflectionKind,
  type Router,
} from "typedoc";

type Targets = ReadonlyMap<string, string>;

/** Returns the address of every package, export and error code, by its name in the text. */
export function nameTargets(project: ProjectReflection, router: Router): Targets {
  const targets = new Map<string, string>();
  const packages = project.getChildrenByKind(ReflectionKind.Module);
  for (const one of packages) targets.set(one.name, router.getFullUrl(one));
  // Each adapter exports `withSentryAuth`: in a text that names none, it is fetch's.
  for (const one of packages.toSorted((a) => (a.name.endsWith("-fetch") ? -1 : 0)))
    for (const child of exportsOf(one))
      if (!targets.has(child.name) && router.hasUrl(child)) targets.set(child.name, router.getFullUrl(child));
  // In the text, this is the header.
  targets.delete("Authorization");
  return targets;
}

/** Returns the exports of all entries of a package. */
function exportsOf(one: DeclarationReflection): readonly DeclarationReflection[] {
  return (one.children ?? []).flatMap((child) => (child.kindOf(ReflectionKind.Module) ? exportsOf(child) : [child]));
}

/** Returns the headings of a guide, which the search ranks above its text. */
export function headingsOf({ content }: DocumentReflection): string {
  const text = content.map((part) => part.text).join("");
  return Array.from(text.matchAll(/^#+ (.*)$/gm), ([, heading]) => heading).join("\n");
}

/** Links the names of `targets` where they stand alone as code, outside of links, headings and code blocks. */
function linkNames(html: string, page: string, targets: Targets): string {
  const skipped = "<pre[\\s>][\\s\\S]*?</pre>|<a[\\s>][\\s\\S]*?</a>|<h[1-6][\\s>][\\s\\S]*?</h[1-6]>";
  return html.replace(new RegExp(`${skipped}|<code>([^<]+)</code>`, "g"), (found, code: string | undefined) => {
    const [, name = ""] = /^(@?[\w/-]+)(?:\(.*\))?$/.exec(code ?? "") ?? [];
    const target = /^ERR_[A-Z_]+$/.test(name) ? `errors.html#${name}` : targets.get(name);
    if (target === undefined || target === page || target.startsWith(`${page}#`)) return found;
    return `<a href="${relative(page, target)}">${found}</a>`;
  });
}

/** Returns the first paragraph of a page as the text of its description. */
function describe(html: string): string | undefined {
  const [, paragraph] = /<p>([\s\S]*?)<\/p>/.exec(html.slice(html.indexOf("col-content"))) ?? [];
  const text = paragraph
    ?.replaceAll(/<[^>]*>/g, "")
    .replaceAll(/\s+/g, " ")
    .replaceAll('"', "&quot;")
    .trim();
  if (text === undefined || text.length <= 160) return text;
  return `${text.slice(0, text.lastIndexOf(" ", 158))} …`;
}

/** Completes a rendered page. */
export function completePage(event: PageEvent, targets: Targets, guides: readonly Guide[]): void {
  const html = event.contents;
  if (html === undefined) return;
  const sidebar = html.indexOf('<div class="col-sidebar">');
  const start = html.indexOf('<div class="col-content">');
  if (sidebar < 0 || start < 0) return;
  const content = linkNames(html.slice(start, sidebar), event.url, targets);
  const position = guides.findIndex(({ url }) => url === event.url);
  const neighbors = position < 0 ? "" : pagination(guides, position);
  const described = describe(html);
  const head = html.slice(0, start);
  event.contents = [
    described ? head.replace(/(<meta name="description" content=")[^"]*/, (_, tag) => tag + described) : head,
    content.replace(/<\/div>\s*$/, () => `${neighbors}</div>`),
    html.slice(sidebar),
  ].join("");
}

/** A guide, in the order of the navigation. */
export interface Guide {
  readonly url: string;
  readonly name: string;
  /** Where its Markdown is edited. */
  readonly edit: string;
}

function pagination(guides: readonly Guide[], position: number): string {
  const { url: page = "", edit } = guides[position] ?? {};
  const link = (guide: Guide | undefined, rel: string, label: string) =>
    guide
      ? `<a rel="${rel}" href="${relative(page, guide.url)}"><small>${label}</small>${guide.name}</a>`
      : "<span></span>";
  return `<nav class="pagination" aria-label="Guides">${link(guides[position - 1], "prev", "Previous")}<a href="${edit}">Edit this page</a>${link(guides[position + 1], "next", "Next")}</nav>`;
}

function relative(page: string, target: string): string {
  return path.posix.relative(path.posix.dirname(page), target);
}
