// What the scripts say: French, with its values numbered; English where the page is in English.
"use strict";
(function () {
  const ENGLISH = {
    "1 ligne n'est pas encore enregistrée…": "1 line is not saved yet…",
    "{0} lignes ne sont pas encore enregistrées…": "{0} lines are not saved yet…",
    "Vous : « {0} ». Enregistré entre-temps par {1} : « {2} ».": "You: “{0}”. Saved meanwhile by {1}: “{2}”.",
    "vide": "empty",
    "Garder la mienne": "Keep mine",
    "Garder l'autre": "Keep the other",
    "{0} (« {1} »)": "{0} (“{1}”)",
    "La connexion a pris fin : reconnectez-vous dans un autre onglet, rien n'est perdu ici.": "You were signed out: sign in again in another tab, nothing is lost here.",
    "Rien ne change.": "Nothing changes.",
    "1 note est déjà celle de la feuille.": "1 mark is already that of the sheet.",
    "{0} notes sont déjà celles de la feuille.": "{0} marks are already those of the sheet.",
    "1 ligne n'est pas reprise :": "1 line is not taken up:",
    "{0} lignes ne sont pas reprises :": "{0} lines are not taken up:",
    "Pas de connexion : votre saisie reste sur cette page.": "No connection: your entry stays on this page.",
    "Session expirée : votre saisie reste sur cette page.": "Session expired: your entry stays on this page.",
    "Saisie gardée à {0}, pas encore enregistrée": "Entry kept at {0}, not saved yet",
    "La saisie n'a pas pu être gardée.": "The entry could not be kept.",
    "ligne {0} ({1}) : plusieurs candidats y répondent": "line {0} ({1}): several candidates match it",
    "ligne {0} ({1}) : aucun candidat de cette feuille n'y répond": "line {0} ({1}): no candidate of this sheet matches it",
    "ligne {0} ({1}) : plusieurs notes possibles": "line {0} ({1}): several possible marks",
    "ligne {0} ({1}) : aucune note": "line {0} ({1}): no mark",
    "ligne {0} ({1}) : cette note ne se saisit pas ici": "line {0} ({1}): this mark is not entered here",
    "ligne {0} ({1}) : {2} figure déjà à la ligne {3}": "line {0} ({1}): {2} already stands on line {3}",
    "Ce navigateur, ou cette adresse, ne permet pas de clé.": "This browser, or this address, does not allow keys.",
    "Cet appareil garde déjà votre clé : choisissez-en un autre.": "This device already holds your key: choose another one.",
    "La clé n'a pas répondu, ou vous avez renoncé : rien n'est enregistré. Recommencez.": "The key did not answer, or you gave up: nothing is recorded. Try again.",
  };
  window.laureatDit = function (form, ...values) {
    const told = (document.documentElement.lang === "en" && ENGLISH[form]) || form;
    return told.replace(/\{(\d)\}/g, (_hole, rank) => values[rank]);
  };
})();
