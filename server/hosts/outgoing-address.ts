import { isPrivateHost } from "../../core/model/private-address.ts";

/** Why an address that a person has written may not be called, in a sentence for them; null when it may. */
export function addressFault(given: string, isLocal: boolean): string | null {
	const url = URL.parse(given);
	if (!url || !/^https?:$/.test(url.protocol))
		return "Write a whole address, such as https://crm.example.com/courtside.";
	if (url.username || url.password) return "The address must not carry a password.";
	// Only where the server itself is on the person's own machine is their network theirs to reach.
	if (isLocal) return null;
	if (url.protocol !== "https:") return "The address must begin with https://.";
	if (isPrivateHost(url.hostname)) return "The address lies in a private network, which this server does not call.";
	return null;
}
