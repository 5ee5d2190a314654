import { expect, test } from "vitest";
import { createStreamParser } from "./event-stream.ts";

test("messages are read whole however the text is cut", () => {
	const stream = ': hello\n\nid: 7\nevent: event\ndata: {"a":\ndata: 1}\n\nretry: 5\n\ndata: two\r\n\r\n';
	for (const size of [1, 3, 1000]) {
		const parse = createStreamParser();
		const seen = [];
		for (let at = 0; at < stream.length; at += size) seen.push(...parse(stream.slice(at, at + size)));
		expect(seen).toEqual([
			{ id: "7", event: "event", data: '{"a":\n1}' },
			{ id: null, event: "message", data: "two" },
		]);
	}
});
