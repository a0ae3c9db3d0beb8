/**
 * Reads an object of options: own properties, and inherited ones unless they come from `Object.prototype`, so that a
 * polluted prototype sets no option. Each property is read once.
 *
 * @example
 * declare const options: { readonly token: string; readonly origin?: string };
 * const { token, origin } = readOptions("acmeAuth({ token, origin? })", options, ["token"], ["origin"]);
 *
 * @param call - The right call, for the message.
 * @throws {TypeError} when `options` is not an object, or has no property of the name of a required one.
 */
export function readOptions<Options extends object>(
  call: string,
  options: Options,
  required: readonly (keyof Options)[],
  optional: readonly (keyof Options)[] = [],
): Options {
  if (typeof options !== "object" || options === null) throw new TypeError(`expected one object: ${call}`);
  const read: Partial<Options> = {};
  for (const name of [...required, ...optional]) {
    if (isOwnOption(options, name)) read[name] = options[name];
    else if (required.includes(name)) throw new TypeError(`the option ${String(name)} is missing: ${call}`);
    // Else a polluted prototype would show through the result.
    else read[name] = undefined;
  }
  return read as Options;
}

/** Returns an option that is not inherited from `Object.prototype`. */
export function ownOption<Options extends object, Name extends keyof Options>(
  options: Options | undefined,
  name: Name,
): Options[Name] | undefined {
  return options && isOwnOption(options, name) ? options[name] : undefined;
}

function isOwnOption(options: object, name: PropertyKey): boolean {
  for (let home = options; ; ) {
    const parent: object | null = Object.getPrototypeOf(home);
    // The last object of a chain of prototypes is some realm's `Object.prototype`, unless it is the options themselves.
    if (parent === null && home !== options) return false;
    if (Object.hasOwn(home, name)) return true;
    if (parent === null) return false;
    home = parent;
  }
}
