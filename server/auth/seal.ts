import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";

/** Encrypts what belongs to the installation itself, and wraps the workspaces' own keys; their secrets go to `vault.ts`. */
export interface Sealer {
	/** The id of the key that seals. */
	kid: string;
	/** AES-256-GCM as `v1.kid.iv.tag.text`; `place` (table, column, row) is bound to it, so it opens nowhere else. */
	seal(plain: string, place: string): string;
	/** Throws when the key is another one, the text was changed, or it comes from another place. */
	open(sealed: string, place: string): string;
	/** Whether one of the keys here has sealed it. */
	knows(sealed: string): boolean;
}

interface NamedKey {
	kid: string;
	key: Buffer;
}

/** A sealer under the installation's master key (32 bytes each). What `former` master keys sealed opens too. */
export function createSealer(masterKey: Buffer, former: readonly Buffer[] = []): Sealer {
	const current = derived(masterKey);
	const keys = new Map([current, ...former.map(derived)].map((one) => [one.kid, one]));
	return {
		kid: current.kid,
		seal: (plain, place) => sealWith(current, plain, place),
		open(sealed, place) {
			const key = keys.get(kidOf(sealed));
			if (key) return openWith(key, sealed, place);
			throw new Error(
				`${place} was sealed with another master key. Start with that MASTER_KEY, or give it as MASTER_KEY_OLD.`,
			);
		},
		knows: (sealed) => keys.has(kidOf(sealed)),
	};
}

function derived(masterKey: Buffer): NamedKey {
	const key = Buffer.from(hkdfSync("sha256", masterKey, "", "courtside seal v1", 32));
	return { kid: createHash("sha256").update(key).digest("hex").slice(0, 8), key };
}

/** AES-256-GCM under a key of 32 bytes, `v1.kid.iv.tag.text`. It opens only with the same `place`. */
export function sealWith({ kid, key }: NamedKey, plain: string, place: string): string {
	const iv = randomBytes(12);
	const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(Buffer.from(place));
	const text = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
	return ["v1", kid, ...[iv, cipher.getAuthTag(), text].map((part) => part.toString("base64url"))].join(".");
}

/** Opens what {@link sealWith} sealed. Throws when it was changed or comes from another place. */
export function openWith({ key }: NamedKey, sealed: string, place: string): string {
	const [version, , ...parts] = sealed.split(".");
	const [iv, tag, text] = parts.map((part) => Buffer.from(part, "base64url"));
	if (version !== "v1" || !iv || !tag || !text) throw new Error(`not a sealed value: ${place}`);
	const decipher = createDecipheriv("aes-256-gcm", key, iv, { authTagLength: 16 })
		.setAAD(Buffer.from(place))
		.setAuthTag(tag);
	return Buffer.concat([decipher.update(text), decipher.final()]).toString("utf8");
}

/** The id of the key that sealed it. */
export function kidOf(sealed: string): string {
	return sealed.split(".")[1] ?? "";
}
