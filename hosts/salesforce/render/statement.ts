import { sign } from "node:crypto";

/** What the organisation's external credential puts on a call: for whom it speaks, meant for which server, for two minutes. */
export function signStatement(key: string, claims: { iss: string; email: string; aud: string }): string {
	const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
	const body = part({ ...claims, sub: "005000000000001", exp: Math.floor(Date.now() / 1000) + 120 });
	const text = `${part({ alg: "RS256", typ: "JWT" })}.${body}`;
	return `${text}.${sign("RSA-SHA256", Buffer.from(text), key).toString("base64url")}`;
}
