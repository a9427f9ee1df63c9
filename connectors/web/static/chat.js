/**
 * @file Where the page begins: finds out who is signed in, and shows the desk or the sign-in field.
 */

import { Api, RequestFailed, sentenceOf } from "./api.js";
import { Desk } from "./desk.js";
import { part } from "./element.js";
import { forgetAll, keepToken, leaveNotice, takeNotice, takeTokenFromAddress, token } from "./session.js";
import { SignIn } from "./sign_in.js";

/**
 * Starts over without token and conversation. Loading anew also leaves nothing of the last person in memory.
 * @param {string} sentence shown above the sign-in field
 */
function signOut(sentence) {
  forgetAll();
  if (sentence) leaveNotice(sentence);
  location.reload();
}

/**
 * Signs in with the kept token; raises the sign-in field when there is none or it is refused.
 * @param {SignIn} signIn
 */
async function start(signIn) {
  const kept = token();
  if (kept === null) {
    signIn.show(takeNotice());
    return;
  }
  let known = false; // before the token has been accepted once, a refusal needs no new load
  const api = new Api(kept, (sentence) => known && signOut(sentence));
  try {
    const person = await api.me();
    known = true;
    signIn.hide();
    await new Desk(api, person).begin();
  } catch (error) {
    const refused = error instanceof RequestFailed && error.kind === "unauthenticated";
    if (refused) forgetAll();
    signIn.show(sentenceOf(error), refused ? "" : kept);
  }
}

const signIn = new SignIn({
  panel: part("sign-in", HTMLElement),
  form: part("sign-in-form", HTMLFormElement),
  field: part("token", HTMLInputElement),
  problem: part("sign-in-problem", HTMLElement),
  onToken: (value) => {
    keepToken(value);
    void start(signIn);
  },
});

part("sign-out", HTMLElement).addEventListener("click", () => signOut(""));
// A link with a token that is opened in this tab changes only the fragment: it signs that person in.
addEventListener("hashchange", () => {
  if (takeTokenFromAddress()) location.reload();
});

takeTokenFromAddress();
void start(signIn);
