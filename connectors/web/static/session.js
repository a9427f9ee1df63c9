/**
 * @file What this tab remembers: the access token and the open conversation. Closing the tab forgets both.
 *
 * In a frame of another site browsers may refuse storage; then the page itself remembers, until it is loaded again.
 */

const TOKEN = "liaison.token";
const CONVERSATION = "liaison.conversation";
const NOTICE = "liaison.notice";

/** @returns {Pick<Storage, "getItem" | "setItem" | "removeItem">} the tab's storage, or the page's own memory */
function openStorage() {
  try {
    sessionStorage.getItem(TOKEN);
    return sessionStorage;
  } catch {
    const kept = new Map();
    return {
      getItem: (name) => kept.get(name) ?? null,
      setItem: (name, value) => void kept.set(name, value),
      removeItem: (name) => void kept.delete(name),
    };
  }
}

const storage = openStorage();

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
  return storage.getItem(TOKEN);
}

/** @param {string} value */
export function keepToken(value) {
  storage.setItem(TOKEN, value.trim());
}

/** @returns {string | null} */
export function conversationId() {
  return storage.getItem(CONVERSATION);
}

/** @param {string | null} id null: the next question starts a new conversation */
export function keepConversation(id) {
  if (id === null) storage.removeItem(CONVERSATION);
  else storage.setItem(CONVERSATION, id);
}

/** Forgets the token and the conversation, as on signing out. */
export function forgetAll() {
  storage.removeItem(TOKEN);
  storage.removeItem(CONVERSATION);
}

/** @param {string} sentence shown once, on the next load of the page */
export function leaveNotice(sentence) {
  storage.setItem(NOTICE, sentence);
}

/** @returns {string} the sentence that was left, or nothing */
export function takeNotice() {
  const sentence = storage.getItem(NOTICE) ?? "";
  storage.removeItem(NOTICE);
  return sentence;
}
