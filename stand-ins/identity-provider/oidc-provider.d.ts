/** As much of the library as the stand-in uses; it comes without types. */
declare module "oidc-provider" {
	import type { RequestListener } from "node:http";
	// biome-ignore lint/style/noDefaultExport: so the library exports it
	export default class Provider {
		constructor(issuer: string, configuration: object);
		callback(): RequestListener;
		on(event: string, listener: (...given: unknown[]) => void): void;
		interactionDetails(
			request: import("node:http").IncomingMessage,
			response: import("node:http").ServerResponse,
		): Promise<{ prompt: { name: string }; params: Record<string, unknown>; session?: { accountId: string } }>;
		interactionFinished(
			request: import("node:http").IncomingMessage,
			response: import("node:http").ServerResponse,
			result: object,
			options?: { mergeWithLastSubmission: boolean },
		): Promise<void>;
		Grant: new (given: {
			accountId: string;
			clientId: string;
		}) => {
			addOIDCScope(scope: string): void;
			save(): Promise<string>;
		};
	}
}
