import { readFileSync } from "node:fs";
import path from "node:path";
import { type DocumentReflection, type Reflection, ReflectionKind, type RouterTarget, StructureRouter } from "typedoc";

const root = path.join(import.meta.dirname, "..");
const addresses = new WeakMap<Reflection, string>();

/** Calls a page by its heading, and remembers its address: its path, with the guides at the top. */
export function nameDocument(document: DocumentReflection): void {
  const file = document.project.files.getReflectionPath(document) ?? "";
  const [, heading] = /^(?:---\n[\s\S]*?\n---\n+)?# (.*)\n/.exec(readFileSync(file, "utf8")) ?? [];
  if (heading === undefined) throw new Error(`${file} must begin with a heading`);
  document.name = heading.replaceAll("`", "");
  const page = path.relative(root, file).replace(/(?:\/README)?\.md$/, "");
  const [, guide] = /^docs\/(.*)/.exec(page) ?? [];
  addresses.set(document, guide ?? `repository/${page.toLowerCase()}`);
  document.frontmatter["group"] =
    guide === undefined ? "Repository" : guide.startsWith("decisions") ? "Decisions" : "Guides";
}

/** `errors.html` for docs/errors.md, as the errors' messages link to it, and `sentry-core.html` for a package. */
export class SiteRouter extends StructureRouter {
  protected override getIdealBaseName(reflection: Reflection): string {
    if (!reflection.kindOf(ReflectionKind.Document)) return super.getIdealBaseName(reflection).replace(/^[^/]*x\//, "");
    return addresses.get(reflection) ?? super.getIdealBaseName(reflection);
  }

  /** TypeDoc 0.28 keeps the case of an anchor, as the codes in the errors' messages need it, and then looks for it without. */
  override getSlugger(target: RouterTarget): ReturnType<StructureRouter["getSlugger"]> {
    const slugger = super.getSlugger(target);
    const { hasAnchor } = Object.getPrototypeOf(slugger);
    const { slug } = Object.getPrototypeOf(slugger);
    return Object.assign(slugger, {
      // As GitHub does, except for the codes.
      slug: (heading: string) => {
        const anchor: string = slug.call(slugger, heading);
        return heading.startsWith("ERR_") ? anchor : anchor.toLowerCase();
      },
      hasAnchor: (anchor: string) => hasAnchor.call(slugger, anchor.toLowerCase()),
    });
  }
}
