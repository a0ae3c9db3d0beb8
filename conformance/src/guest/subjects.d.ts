// Written when the guest is built, from every package's `test/subject.ts`.
declare module "subjects" {
  export const modules: readonly ({ readonly folder: string } & import("../subjects.ts").SubjectModule)[];
}
