/**
 * @file What this tab remembers: the access token and the open conversation. Closing the tab forgets both.
 */

const TOKEN = "liaison.token";
const CONVERSATION = "liaison.conversation";
const NOTICE = "liaison.notice";

/**
 * Takes the token out of `#token=…`, keeps it, and removes it from the address and the history entry at once.
 * @returns {boolean} whether there was one
 */
export function takeTokenFromAddress() {
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  if (token === null) return false;
  history.replaceState(null, "", location.pathname + location.search);
  forgetAll();
  keepToken(token);
  return true;
}

/** @returns {string | null} */
export function token() {
  return sessionStorage.getItem(TOKEN);
}

/** @param {string} value */
export function keepToken(value) {
  sessionStorage.setItem(TOKEN, value.trim());
}

/** @returns {string | null} */
export function conversationId() {
  return sessionStorage.getItem(CONVERSATION);
}

/** @param {string | null} id null: the next question starts a new conversation */
export function keepConversation(id) {
  if (id === null) sessionStorage.removeItem(CONVERSATION);
  else sessionStorage.setItem(CONVERSATION, id);
}

/** Forgets the token and the conversation, as on signing out. */
export function forgetAll() {
  sessionStorage.removeItem(TOKEN);
  sessionStorage.removeItem(CONVERSATION);
}

/** @param {string} sentence shown once, on the next load of the page */
export function leaveNotice(sentence) {
  sessionStorage.setItem(NOTICE, sentence);
}

/** @returns {string} the sentence that was left, or nothing */
export function takeNotice() {
  const sentence = sessionStorage.getItem(NOTICE) ?? "";
  sessionStorage.removeItem(NOTICE);
  return sentence;
}
