/** The package has no types of its own. */
declare module "workerd" {
  /** The newest compatibility date that this workerd supports. */
  export const compatibilityDate: string;
  export const version: string;
  const commonJs: { readonly default: string };
  /** Holds the path of the program. */
  export default commonJs;
}
