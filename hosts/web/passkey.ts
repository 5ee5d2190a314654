import { startAuthentication, startRegistration } from "@simplewebauthn/browser";
import type { PasskeyAnswer, PasskeyMade, PasskeyOptions } from "../../core/contract/passkeys.ts";

type ToMake = Parameters<typeof startRegistration>[0]["optionsJSON"];
type ToSign = Parameters<typeof startAuthentication>[0]["optionsJSON"];

/** The browser was told to stop, or could not: nothing was made or signed. */
export class PasskeyStopped extends Error {}

/** Has the browser make a passkey. Throws PasskeyStopped. */
export async function makePasskey(options: PasskeyOptions): Promise<PasskeyMade> {
	const made = await startRegistration({ optionsJSON: options as unknown as ToMake }).catch(stopped);
	return made as unknown as PasskeyMade;
}

/** Has the browser sign with a passkey. Throws PasskeyStopped. */
export async function signWithPasskey(options: PasskeyOptions): Promise<PasskeyAnswer> {
	const answer = await startAuthentication({ optionsJSON: options as unknown as ToSign }).catch(stopped);
	return answer as unknown as PasskeyAnswer;
}

/** Whether passkeys work on the page as it is open now; `at` is where the server says they do. */
export function passkeysWorkHere(at: string | null): boolean {
	return at === location.origin && typeof globalThis.PublicKeyCredential === "function";
}

function stopped(cause: unknown): never {
	throw new PasskeyStopped("the browser did not finish", { cause });
}
