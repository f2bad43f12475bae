// Following what happens in the sandbox: a long poll that survives restarts of the server.

import { ApiError, ConnectionError, api } from "./api.js";

const POLL_SECONDS = 25;
const FIRST_PAUSE_MS = 400;
const LONGEST_PAUSE_MS = 2000;

let wake = () => {};
const sleep = (ms) =>
    new Promise((done) => {
        wake = done;
        setTimeout(done, ms);
    });

/** Ends the pause before the next try. */
export const retryNow = () => wake();

/** Errors of the page itself are for whoever writes it; that the server is gone is none. */
export function report(error) {
    if (!(error instanceof ApiError || error instanceof ConnectionError)) console.error(error);
}

/** The end of the event log. `past` gets the old events; what they led to is in a snapshot. */
async function logEnd(past) {
    let after = 0;
    for (;;) {
        const page = await api.events(after, 0);
        const next = page.next ?? after;
        page.events?.forEach(past);
        if (!page.events?.length || next <= after) return Math.max(next, after);
        after = next;
    }
}

/**
 * Never returns. `catchUp` loads a snapshot and is run at the start and after every break:
 * a restarted server counts its events from one again, so an old position means nothing to it.
 */
export async function follow({ past, catchUp, handle, online }) {
    let after = null;
    let pause = FIRST_PAUSE_MS;
    for (;;) {
        try {
            if (after === null) {
                // First the position, then the snapshot: what happens in between is seen twice
                // (which is harmless) instead of never.
                const end = await logEnd(past);
                await catchUp();
                after = end;
                pause = FIRST_PAUSE_MS;
                online(true);
            }
            const page = await api.events(after, POLL_SECONDS);
            const next = page.next ?? after;
            if (page.lost || next < after) {
                after = null;
                continue;
            }
            for (const event of page.events ?? []) {
                // One event the page cannot digest must not stop the ones behind it.
                try {
                    handle(event);
                } catch (error) {
                    console.error("event passed over", event.kind, error);
                }
            }
            // An empty answer well before its time would otherwise spin.
            if (!page.events?.length && next === after) await sleep(50);
            after = next;
        } catch (error) {
            report(error);
            online(false);
            after = null;
            await sleep(pause * (0.75 + Math.random() / 2));
            pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
        }
    }
}
