// What a worker of HubSpot's gives an extension before it runs its bundle, and how it draws into the page.

import { createRemoteRoot, retain } from "@remote-ui/core";
import * as RemoteUI from "@remote-ui/react";
import { createEndpoint, release } from "@remote-ui/rpc";
import * as React from "react";

interface Started {
	bundle: string;
	context: Record<string, unknown>;
	actions: Record<string, (...args: unknown[]) => unknown>;
	/** The page's way to HubSpot's backend: gives status and text. */
	fetch(url: string, options: Record<string, unknown>): Promise<{ status: number; text: string }>;
	channel: Parameters<typeof createRemoteRoot>[0];
}

const scope = self as unknown as Record<string, unknown> & { importScripts(...urls: string[]): void };

/** Runs one bundle. */
export async function start({ bundle, context, actions, fetch, channel }: Started): Promise<void> {
	for (const one of [channel, fetch, ...Object.values(actions)]) retain(one);
	let draw: ((api: object) => React.ReactElement) | null = null;
	const nothing = async () => new Response("{}", { status: 200 });
	Object.assign(scope, {
		React,
		RemoteUI,
		__HUBSPOT_EXTENSION_WORKER__: true,
		logger: console,
		extend_V2: (given: typeof draw) => {
			draw = given;
		},
		hsFetch: async (url: string, options: Record<string, unknown> = {}) => {
			const { status, text } = await fetch(String(url), options);
			return new Response(text, { status, headers: { "content-type": "application/json" } });
		},
		hsWorkerAPI: {
			useExtensionContext: () => context,
			useExtensionActions: () => actions,
			useExtensionApi: () => ({ context, actions }),
			useAppPageLocation: () => ({ path: "/", params: {} }),
			fetchCrmProperties: nothing,
			fetchAssociations: nothing,
			fetchCrmSearch: nothing,
			formatCrmProperties: nothing,
		},
	});
	scope.importScripts(bundle);
	const render = draw as ((api: object) => React.ReactElement) | null;
	if (!render) throw new Error("the bundle did not extend anything");
	const root = createRemoteRoot(channel, { strict: true });
	RemoteUI.createRoot(root).render(render({ context, actions }));
	await root.mount();
}

createEndpoint(self as never, { callable: [] }).expose({ start, release } as never);
