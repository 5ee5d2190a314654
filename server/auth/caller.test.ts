import { expect, test } from "vitest";
import { browserName } from "./browser-name.ts";
import { coarseNetwork } from "./caller.ts";

test("of an address only its network is kept", () => {
	expect(
		["203.0.113.77", "::ffff:203.0.113.77", "2001:db8:7:1::5", "2001:db8::5", "::1", "fe80::1%eth0", null].map(
			coarseNetwork,
		),
	).toEqual(["203.0.113.*", "203.0.113.*", "2001:db8:7::*", "2001:db8:0::*", "0:0:0::*", null, null]);
});

test("a browser is called by its own name and not by those it borrows", () => {
	const chrome =
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36";
	expect(browserName(chrome)).toBe("Chrome, Windows");
	expect(browserName(`${chrome} Edg/142.0`)).toBe("Edge, Windows");
	expect(browserName("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1")).toBe(
		"Safari, iOS",
	);
	expect(browserName("Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0")).toBe("Firefox, Linux");
	expect(browserName("curl/8.1 <script>")).toBe("curl/8.1");
	expect(browserName(null)).toBeNull();
});
