/** The package has no types. */
declare module "workerd" {
  /** The newest compatibility date that this workerd supports. */
  export const compatibilityDate: string;
  export const version: string;
  const commonJs: { readonly default: string };
  /** The path of the program. */
  export default commonJs;
}
