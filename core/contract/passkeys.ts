import { z } from "zod";

const base64url = z
	.string()
	.max(16_000)
	.regex(/^[\w-]*$/, "base64url");
const common = {
	id: base64url.min(1).max(1400),
	rawId: base64url.max(1400),
	type: z.literal("public-key"),
	authenticatorAttachment: z.enum(["cross-platform", "platform"]).exactOptional(),
	clientExtensionResults: z.record(z.string(), z.unknown()).default({}),
};

/** What `navigator.credentials.create` gave, as JSON (WebAuthn level 3). */
export const passkeyMade = z
	.object({
		...common,
		response: z.object({
			clientDataJSON: base64url,
			attestationObject: base64url,
			transports: z.array(z.string().max(40)).max(10).exactOptional(),
		}),
	})
	.meta({ id: "PasskeyMade" });
export type PasskeyMade = z.output<typeof passkeyMade>;

/** What `navigator.credentials.get` gave, as JSON. */
export const passkeyAnswer = z
	.object({
		...common,
		response: z.object({
			clientDataJSON: base64url,
			authenticatorData: base64url,
			signature: base64url,
			userHandle: base64url.max(200).exactOptional(),
		}),
	})
	.meta({ id: "PasskeyAnswer" });
export type PasskeyAnswer = z.output<typeof passkeyAnswer>;

/** What a browser is to be given, as it is: PublicKeyCredentialCreationOptionsJSON or …RequestOptionsJSON. */
export const passkeyOptions = z.record(z.string(), z.unknown()).meta({ id: "PasskeyOptions" });
export type PasskeyOptions = z.infer<typeof passkeyOptions>;
