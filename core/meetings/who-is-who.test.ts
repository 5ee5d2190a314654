import { describe, expect, it } from "vitest";
import { whoIsWho } from "./who-is-who.ts";

const known = {
	users: [
		{ id: "maria", name: "Maria López", email: "maria@courtside.example" },
		{ id: "robert", name: "Robert Klein", email: null },
	],
	contacts: [
		{ id: "sarah", name: "Sarah Lin", email: "sarah@harbour.example" },
		{ id: "robert2", name: "Robert Klein", email: null },
	],
};
const sides = (name: string | null, email: string | null = null) => whoIsWho([{ id: "p", name, email }], known)[0];

describe("who somebody in a meeting is", () => {
	it("is told by the address, whatever the name", () => {
		expect(sides("Sales", "MARIA@courtside.example")).toMatchObject({ side: "rep", userId: "maria" });
		expect(sides(null, "sarah@harbour.example")).toMatchObject({ side: "customer", contactId: "sarah" });
		expect(sides(null, "new@harbour.example")).toMatchObject({ side: "customer", contactId: null });
		expect(sides(null, "new@gmail.com")).toMatchObject({ side: "unknown" });
		expect(sides("New colleague", "new@courtside.example")).toMatchObject({ side: "unknown" });
	});

	it("is told by a name that one person has, in either order", () => {
		expect(sides("Lin, Sarah (Harbour)")).toMatchObject({ side: "customer", contactId: "sarah" });
		expect(sides("maria  lópez")).toMatchObject({ side: "rep", userId: "maria" });
	});

	it("stays unknown where two fit or nobody does", () => {
		expect(sides("Robert Klein")).toMatchObject({ side: "unknown", userId: null, contactId: null });
		expect(sides("Speaker 2")).toMatchObject({ side: "unknown" });
		expect(sides("Customer")).toMatchObject({ side: "customer" });
	});
});
