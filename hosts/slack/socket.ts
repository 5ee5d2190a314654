import { LogLevel, SocketModeReceiver } from "@slack/bolt";
import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { Ports } from "../../core/contract/host.ts";
import { slackApp } from "./app.ts";
import { clientOptions, slackOrigin } from "./settings.ts";

/**
 * Socket Mode, for those whose server nobody can reach: we call Slack, and it speaks through that connection. Ends with
 * the signal. Throws unprocessable without an app-level token, unavailable when Slack does not let us in.
 */
export async function listenOnSocket(ports: Ports, signal: AbortSignal): Promise<void> {
	const appToken = await ports.secrets.get("appToken");
	if (!appToken)
		throw new CourtsideError("unprocessable", "Socket Mode needs an app-level token with connections:write.");
	const options = clientOptions(ports, await slackOrigin(ports));
	const receiver = new SocketModeReceiver({
		appToken,
		// Only here is its client's address taken from.
		installerOptions: { clientOptions: options },
		logLevel: LogLevel.ERROR,
	});
	const { app } = await slackApp(ports, receiver);
	await receiver.start().catch((cause: unknown) => {
		throw new CourtsideError("unavailable", "Slack did not open a socket. Check the app-level token.", { cause });
	});
	await new Promise<void>((resolve) => {
		if (signal.aborted) resolve();
		else signal.addEventListener("abort", () => resolve(), { once: true });
	});
	await app.stop();
}
