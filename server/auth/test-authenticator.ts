import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { isoCBOR } from "@simplewebauthn/server/helpers";
import type { PasskeyAnswer, PasskeyMade } from "../../core/contract/passkeys.ts";

const FLAGS = { present: 0x01, verified: 0x04, attested: 0x40 };

/** What a test may do wrong on purpose. */
export interface Misdeed {
	origin?: string;
	rpId?: string;
	/** The device did not ask for finger or PIN. */
	unverified?: boolean;
	counter?: number;
	userHandle?: string;
}

/** A security key in software that keeps one passkey (ES256, attestation "none"), as browsers hand its answers on. */
export function testAuthenticator() {
	const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
	const id = randomBytes(16);
	let counter = 0;
	let handle = "";

	function data(options: { rpId?: unknown }, flags: number, misdeed: Misdeed, rest: Uint8Array = new Uint8Array()) {
		counter = misdeed.counter ?? counter + 1;
		const head = Buffer.alloc(5);
		head.writeUInt8(flags - (misdeed.unverified ? FLAGS.verified : 0), 0);
		head.writeUInt32BE(counter, 1);
		const rpIdHash = createHash("sha256")
			.update(misdeed.rpId ?? String(options.rpId))
			.digest();
		return Buffer.concat([rpIdHash, head, rest]);
	}

	function clientData(type: string, challenge: unknown, misdeed: Misdeed) {
		const said = { type, challenge, origin: misdeed.origin ?? "http://localhost", crossOrigin: false };
		return Buffer.from(JSON.stringify(said));
	}

	return {
		/** Answers creation options. */
		make(options: Record<string, unknown>, misdeed: Misdeed = {}): PasskeyMade {
			const { rp, user, challenge } = options as { rp: { id: string }; user: { id: string }; challenge: string };
			handle = user.id;
			const jwk = publicKey.export({ format: "jwk" });
			const cose = new Map<number, number | Uint8Array>([
				[1, 2],
				[3, -7],
				[-1, 1],
				[-2, new Uint8Array(Buffer.from(jwk.x ?? "", "base64url"))],
				[-3, new Uint8Array(Buffer.from(jwk.y ?? "", "base64url"))],
			]);
			const length = Buffer.alloc(2);
			length.writeUInt16BE(id.length);
			const attested = Buffer.concat([Buffer.alloc(16), length, id, isoCBOR.encode(cose)]);
			const authData = data({ rpId: rp.id }, FLAGS.present | FLAGS.verified | FLAGS.attested, misdeed, attested);
			const attestation = new Map<string, unknown>([
				["fmt", "none"],
				["attStmt", new Map()],
				["authData", new Uint8Array(authData)],
			]);
			return {
				id: id.toString("base64url"),
				rawId: id.toString("base64url"),
				type: "public-key",
				clientExtensionResults: {},
				response: {
					clientDataJSON: clientData("webauthn.create", challenge, misdeed).toString("base64url"),
					attestationObject: Buffer.from(isoCBOR.encode(attestation as never)).toString("base64url"),
					transports: ["internal"],
				},
			};
		},
		/** Answers request options. */
		answer(options: Record<string, unknown>, misdeed: Misdeed = {}): PasskeyAnswer {
			const authData = data(options as { rpId: string }, FLAGS.present | FLAGS.verified, misdeed);
			const client = clientData("webauthn.get", options["challenge"], misdeed);
			const signed = Buffer.concat([authData, createHash("sha256").update(client).digest()]);
			return {
				id: id.toString("base64url"),
				rawId: id.toString("base64url"),
				type: "public-key",
				clientExtensionResults: {},
				response: {
					clientDataJSON: client.toString("base64url"),
					authenticatorData: authData.toString("base64url"),
					signature: sign("sha256", signed, privateKey).toString("base64url"),
					userHandle: misdeed.userHandle ?? handle,
				},
			};
		},
	};
}
