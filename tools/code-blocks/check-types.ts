import { fileURLToPath } from "node:url";
import ts from "typescript-6";

/** Code that is to compile, and the path that it would have: imports are resolved from there, no file is written. */
export interface VirtualFile {
  readonly path: string;
  readonly code: string;
  /** The line of `code`'s first line in the document that it comes from. */
  readonly line: number;
  readonly document: string;
}

const root = fileURLToPath(new URL("../../", import.meta.url));

/** What the compiler has to say about the files, one line each, at the place in the document. */
export function typeErrors(files: readonly VirtualFile[]): readonly string[] {
  const virtual = new Map(files.map((file) => [file.path, file]));
  const options = compilerOptions();
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  const program = ts.createProgram([...virtual.keys()], options, {
    ...host,
    fileExists: (path) => virtual.has(path) || fileExists(path),
    readFile: (path) => virtual.get(path)?.code ?? readFile(path),
    getSourceFile: (path, languageVersion) => {
      const code = virtual.get(path)?.code ?? readFile(path);
      return code === undefined ? undefined : ts.createSourceFile(path, code, languageVersion);
    },
  });
  return [...virtual.keys()].flatMap((path) => {
    const source = program.getSourceFile(path);
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return found.map((diagnostic) => describe(diagnostic, virtual.get(path)));
  });
}

function compilerOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  return {
    ...options,
    typeRoots: [`${root}node_modules/@types`],
    moduleDetection: ts.ModuleDetectionKind.Force,
    // A reader writes `process.env.X`, and goes on to use what an example leaves unused.
    noPropertyAccessFromIndexSignature: false,
    noUnusedLocals: false,
    noUnusedParameters: false,
    // The imports that a comment's example gets are not sorted into types and values.
    verbatimModuleSyntax: false,
  };
}

function describe({ file, start, messageText }: ts.Diagnostic, from: VirtualFile | undefined): string {
  const line = file && start !== undefined ? file.getLineAndCharacterOfPosition(start).line : 0;
  return `${from?.document}:${(from?.line ?? 0) + line}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
}
