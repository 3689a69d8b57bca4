// Passkeys: asks the server for a question, the device for an answer, and sends the form with it.
// A form with data-passkey="get" or "create" is hidden until we know that the browser can.

const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const toText = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function question(options) {
  const asked = { ...options, challenge: toBytes(options.challenge) };
  if (asked.user) asked.user = { ...asked.user, id: toBytes(asked.user.id) };
  for (const list of ["allowCredentials", "excludeCredentials"]) {
    if (asked[list]) asked[list] = asked[list].map((one) => ({ ...one, id: toBytes(one.id) }));
  }
  return asked;
}

function answer(made) {
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (made.response[part]) response[part] = toText(made.response[part]);
  }
  return {
    id: made.id, rawId: toText(made.rawId), type: made.type, response,
    clientExtensionResults: made.getClientExtensionResults(),
  };
}

async function send(form) {
  const reply = await fetch(form.action, {
    method: "POST", body: new FormData(form), redirect: "error", headers: { Accept: "application/json" },
  });
  if (!reply.ok) throw new Error("The server asked nothing.");
  const { publicKey } = await reply.json();
  const made = await navigator.credentials[form.dataset.passkey]({ publicKey: question(publicKey) });
  const field = Object.assign(document.createElement("input"), { type: "hidden", name: "answer" });
  field.value = JSON.stringify(answer(made));
  form.append(field);
  form.submit();
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const trouble = form.querySelector("[role=alert]");
    trouble.hidden = true;
    send(form).catch(() => {
      trouble.hidden = false;
      delete form.dataset.sending;
    });
  });
}
