import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";

/** Encrypts small secrets for the database. */
export interface Sealer {
	/** AES-256-GCM as `v1.kid.iv.tag.text`; `place` (table, column, row) is bound to it, so it opens nowhere else. */
	seal(plain: string, place: string): string;
	/** Throws when the key is another one, the text was changed, or it comes from another place. */
	open(sealed: string, place: string): string;
}

/** A sealer under the installation's master key (32 bytes). */
export function createSealer(masterKey: Buffer): Sealer {
	const key = Buffer.from(hkdfSync("sha256", masterKey, "", "courtside seal v1", 32));
	const kid = createHash("sha256").update(key).digest("hex").slice(0, 8);
	return {
		seal(plain, place) {
			const iv = randomBytes(12);
			const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(Buffer.from(place));
			const text = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
			return ["v1", kid, ...[iv, cipher.getAuthTag(), text].map((part) => part.toString("base64url"))].join(".");
		},
		open(sealed, place) {
			const [version, by, ...parts] = sealed.split(".");
			const [iv, tag, text] = parts.map((part) => Buffer.from(part, "base64url"));
			if (version !== "v1" || !iv || !tag || !text) throw new Error(`not a sealed value: ${place}`);
			if (by !== kid) throw new Error(`${place} was sealed with another master key. Start with that MASTER_KEY.`);
			const decipher = createDecipheriv("aes-256-gcm", key, iv, { authTagLength: 16 })
				.setAAD(Buffer.from(place))
				.setAuthTag(tag);
			return Buffer.concat([decipher.update(text), decipher.final()]).toString("utf8");
		},
	};
}
