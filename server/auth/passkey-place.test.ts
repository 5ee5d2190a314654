import { expect, test } from "vitest";
import { passkeyPlace } from "./passkey-place.ts";

test("passkeys are bound to the name of PUBLIC_URL; one's own machine is called localhost", () => {
	expect(passkeyPlace("https://courtside.example.com")).toEqual({
		rpId: "courtside.example.com",
		origin: "https://courtside.example.com",
	});
	expect(passkeyPlace("http://127.0.0.1:4100")).toEqual({ rpId: "localhost", origin: "http://localhost:4100" });
	expect(passkeyPlace("http://[::1]:4100")).toEqual({ rpId: "localhost", origin: "http://localhost:4100" });
	expect(passkeyPlace("http://localhost:4100")).toEqual({ rpId: "localhost", origin: "http://localhost:4100" });
});

test("where browsers would refuse there are none: digits elsewhere, a name without https", () => {
	expect(["http://192.0.2.1", "https://192.0.2.1", "http://courtside.example.com"].map(passkeyPlace)).toEqual([
		null,
		null,
		null,
	]);
});
