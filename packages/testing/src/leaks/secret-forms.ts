/** A text that must not be found, and its name. */
interface Form {
  readonly name: string;
  readonly text: string;
}

/** A printer may cut a long text short, so pieces of this length are found too. */
const PIECE = 16;

/** Returns a function that names the form in which a text contains one of the secrets. */
export function formFinder(secrets: readonly string[]): (text: string) => string | undefined {
  const forms = secretForms(secrets);
  const any = new RegExp(forms.map(({ text }) => text.replace(/[^\w]/g, "\\$&")).join("|"));
  return (text) => (any.test(text) ? forms.find((form) => text.includes(form.text))?.name : undefined);
}

/** The forms in which a secret may leak: as it is, in a URL, and in Basic's encoding. */
function secretForms(secrets: readonly string[]): readonly Form[] {
  return secrets.flatMap((secret) => {
    // The colon behind a user name changes the last characters, so they are left out.
    const basic = encodeBase64(secret).replace(/.{0,4}$/, "");
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

/** Some secrets of the cases are beyond Latin-1, which `btoa` does not accept. */
function encodeBase64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
