// An approval key (WebAuthn): made, or asked to sign; what it answers goes with the form. The server verifies it all.
"use strict";
(function () {
  const bytes = function (text) {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (one) => one.charCodeAt(0));
  };
  const text = function (buffer) {
    const plain = Array.from(new Uint8Array(buffer), (one) => String.fromCharCode(one)).join("");
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  };
  const ids = (list) => (list || []).map((one) => Object.assign({}, one, { id: bytes(one.id) }));
  async function made(asked) {
    const user = Object.assign({}, asked.user, { id: bytes(asked.user.id) });
    const own = { challenge: bytes(asked.challenge), user, excludeCredentials: ids(asked.excludeCredentials) };
    const key = await navigator.credentials.create({ publicKey: Object.assign({}, asked, own) });
    return { client_data: text(key.response.clientDataJSON), attestation: text(key.response.attestationObject) };
  }
  async function signed(asked) {
    const own = { challenge: bytes(asked.challenge), allowCredentials: ids(asked.allowCredentials) };
    const key = await navigator.credentials.get({ publicKey: Object.assign({}, asked, own) });
    return {
      credential: key.id,
      client_data: text(key.response.clientDataJSON),
      authenticator_data: text(key.response.authenticatorData),
      signature: text(key.response.signature),
    };
  }
  document.querySelectorAll("form[data-cle]").forEach(function (form) {
    const asked = JSON.parse(form.dataset.demande);
    const told = form.querySelector("[data-dit]");
    let ready = false;
    form.addEventListener("submit", async function (event) {
      if (ready) return;
      event.preventDefault();
      told.hidden = true;
      try {
        if (!window.PublicKeyCredential) throw new Error("none");
        const answer = await (form.dataset.cle === "creer" ? made(asked) : signed(asked));
        for (const [name, value] of Object.entries(answer)) form.elements[name].value = value;
        ready = true;
        form.requestSubmit(event.submitter);
      } catch (error) {
        if (error.message === "none") told.textContent = laureatDit("Ce navigateur, ou cette adresse, ne permet pas de clé.");
        else if (error.name === "InvalidStateError") told.textContent = laureatDit("Cet appareil garde déjà votre clé : choisissez-en un autre.");
        else told.textContent = laureatDit("La clé n'a pas répondu, ou vous avez renoncé : rien n'est enregistré. Recommencez.");
        told.hidden = false;
      }
    });
  });
})();
