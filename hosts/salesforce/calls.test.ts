import { generateKeyPairSync, sign } from "node:crypto";
import { describe, expect, it } from "vitest";
import { callerOf, longId, verifyCall } from "./calls.ts";

const NOW = Date.UTC(2026, 8, 15, 9, 30);
const own = generateKeyPairSync("rsa", { modulusLength: 2048 });
const other = generateKeyPairSync("rsa", { modulusLength: 2048 });
const keys = [own.publicKey.export({ type: "spki", format: "pem" }).toString()];
const good = {
	iss: "00D000000000062EAA",
	sub: "005000000000001",
	email: "maria@example.com",
	aud: "https://courtside.example.com",
	exp: NOW / 1000 + 120,
};

function call(claims: object = good, given: { key?: typeof own.privateKey; alg?: string } = {}) {
	const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
	const text = `${part({ alg: given.alg ?? "RS256", typ: "JWT" })}.${part(claims)}`;
	const signature = sign("RSA-SHA256", Buffer.from(text), given.key ?? own.privateKey).toString("base64url");
	return {
		method: "GET",
		url: "https://courtside.example.com/cards/salesforce/lightning/forecast",
		headers: { authorization: `Bearer ${text}.${signature}` },
		body: "",
	};
}
const verified = (request: ReturnType<typeof call>, at = NOW) => verifyCall(request, { now: at, keys }).ok;

describe("a call from an organisation", () => {
	it("is let in when its certificate signed it for this server", () => {
		expect(verifyCall(call(), { now: NOW, keys: ["a secret that is no key", ...keys] })).toMatchObject({ ok: true });
		expect(verified(call({ ...good, aud: ["https://other.example.com", good.aud] }))).toBe(true);
	});
	it.each([
		["another's key", call(good, { key: other.privateKey })],
		["another algorithm", call(good, { alg: "HS256" })],
		["no algorithm", call(good, { alg: "none" })],
		["another server's name", call({ ...good, aud: "https://elsewhere.example.com" })],
		["a statement that ran out", call({ ...good, exp: NOW / 1000 - 61 })],
		["a statement that holds for a day", call({ ...good, exp: NOW / 1000 + 86_400 })],
		["a statement of the future", call({ ...good, iat: NOW / 1000 + 90 })],
		["no person", call({ ...good, email: undefined })],
		["no organisation", call({ ...good, iss: "courtside" })],
		["no end", call({ ...good, exp: undefined })],
	])("is refused with %s", (_, request) => {
		expect(verified(request)).toBe(false);
	});
	it("is refused without a statement, and with a changed one", () => {
		expect(verified({ ...call(), headers: {} as never })).toBe(false);
		const [head, , signature] = call().headers.authorization.split(".");
		const body = Buffer.from(JSON.stringify({ ...good, email: "boss@example.com" })).toString("base64url");
		expect(verified({ ...call(), headers: { authorization: `${head}.${body}.${signature}` } })).toBe(false);
	});
	it("says whose it claims to be, by the organisation's long id", () => {
		expect(callerOf(call({ ...good, iss: "00D000000000062" }))).toEqual({
			account: "00D000000000062EAA",
			email: "maria@example.com",
		});
		expect(callerOf({ ...call(), headers: {} as never })).toBeNull();
	});
	it("knows the long form of an id by its capitals", () => {
		expect(longId("001A0000006Vm9r")).toBe("001A0000006Vm9rIAC");
		expect(longId("00D000000000062")).toBe("00D000000000062EAA");
	});
});
