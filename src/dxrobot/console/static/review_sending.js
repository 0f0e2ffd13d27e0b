// What was decided goes to the server one after the other, in the background; nothing is lost when it cannot be reached.
"use strict";

const TRIES_MS = [500, 1000, 2000, 4000, 8000];

/**
 * settled(deed, kind, answer) is told how each deed ended: "kept", "refused", "settled" (409) or "vanished" (404).
 * changed(state, count) is told "sent", "sending", "offline" or "signed_out" with how many deeds wait.
 */
function makeOutbox(token, settled, changed, renew) {
  const waiting = [];
  let busy = false;
  let tries = 0;
  let wake = null;

  function tell(state) {
    changed(waiting.length ? state : "sent", waiting.length);
  }

  async function post(deed) {
    const body = new URLSearchParams(deed.body);
    return fetch(deed.address, {
      method: "POST",
      body,
      headers: { "X-CSRFToken": token.value },
      redirect: "manual",
      keepalive: true,
    });
  }

  function pause(ms) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => { clearTimeout(timer); resolve(); };
    });
  }

  async function once(deed) {
    const answer = await post(deed);
    if (answer.type === "opaqueredirect" || answer.status === 403) return "signed_out";
    if (answer.ok) { settled(deed, "kept", {}); return "done"; }
    if (answer.status === 422) { settled(deed, "refused", await answer.json().catch(() => ({ problem: "" }))); return "done"; }
    if (answer.status === 409) { settled(deed, "settled", await answer.json()); return "done"; }
    if (answer.status === 404) { settled(deed, "vanished", {}); return "done"; }
    return "offline";
  }

  async function pump() {
    if (busy) return;
    busy = true;
    tell("sending");
    while (waiting.length) {
      let end = "offline";
      waiting[0].sent = true;
      try {
        end = await once(waiting[0]);
      } catch (error) {
        end = "offline";
      }
      if (end === "done") {
        waiting.shift();
        tries = 0;
        tell("sending");
      } else {
        tell(end);
        await pause(end === "signed_out" ? 3600000 : TRIES_MS[Math.min(tries++, TRIES_MS.length - 1)]);
        if (end === "signed_out") await renew();
      }
    }
    busy = false;
    tell("sent");
  }

  window.addEventListener("beforeunload", (event) => {
    if (waiting.length) event.preventDefault();
  });
  window.addEventListener("online", () => wake && wake());

  return {
    add(deed) {
      waiting.push(deed);
      setTimeout(pump);
    },
    /** Take out what has not been sent yet; false when it is on its way, or gone. */
    withdraw(deed) {
      const at = waiting.indexOf(deed);
      if (at < 0 || deed.sent) return false;
      waiting.splice(at, 1);
      return true;
    },
    again() { if (wake) wake(); },
    get empty() { return waiting.length === 0; },
  };
}
