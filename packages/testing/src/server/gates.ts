/** Gates that hold requests until a test opens them. */
export interface Gates {
  readonly passing: (name: string) => Promise<void>;
  readonly open: (name: string) => void;
}

export function createGates(): Gates {
  const gates = new Map<string, { readonly opened: Promise<void>; readonly open: () => void }>();

  function gate(name: string): { readonly opened: Promise<void>; readonly open: () => void } {
    const existing = gates.get(name);
    if (existing) return existing;
    let open = (): void => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    const created = { opened, open };
    gates.set(name, created);
    return created;
  }

  return { passing: (name) => gate(name).opened, open: (name) => gate(name).open() };
}
