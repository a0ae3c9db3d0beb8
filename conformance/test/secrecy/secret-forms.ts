/** A text that must not be found, and what it is. */
interface Form {
  readonly name: string;
  readonly text: string;
}

/** Pieces of this length are found too, so that a printer that cuts a long text short hides nothing. */
const PIECE = 16;

/** Tells what a secret looks like in a text that holds one. */
export function formFinder(secrets: readonly string[]): (text: string) => string | undefined {
  const forms = secretForms(secrets);
  const any = new RegExp(forms.map(({ text }) => text.replace(/[^\w]/g, "\\$&")).join("|"));
  return (text) => (any.test(text) ? forms.find((form) => text.includes(form.text))?.name : undefined);
}

/** Everything that a secret may look like where it has leaked: as it is, in a URL, and in Basic's encoding. */
function secretForms(secrets: readonly string[]): readonly Form[] {
  return secrets.flatMap((secret) => {
    // The colon behind a user name ends in other letters than the name alone, so the end is left out.
    const basic = btoa(secret).replace(/.{0,4}$/, "");
    const whole: readonly Form[] = [
      { name: "plain", text: secret },
      { name: "in a URL", text: encodeURIComponent(secret) },
      { name: "in Basic's encoding", text: basic },
    ];
    return whole.flatMap(({ name, text }) =>
      text.length < 2 * PIECE
        ? { name, text }
        : [
            { name, text: text.slice(0, PIECE) },
            { name, text: text.slice(-PIECE) },
          ],
    );
  });
}
