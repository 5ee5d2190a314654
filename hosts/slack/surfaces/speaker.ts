import type { ChatPerson } from "../../../core/contract/chat.ts";
import type { Client } from "../../../core/contract/client.ts";
import { CourtsideError } from "../../../core/contract/courtside-error.ts";
import type { Ports } from "../../../core/contract/host.ts";
import type { Params } from "../../../core/words/message.ts";
import { word } from "../../../core/words/word.ts";
import { escaped } from "../blocks/mrkdwn.ts";
import type { SlackSurface } from "../blocks/view-blocks.ts";
import { section } from "../blocks/view-blocks.ts";

/** Our person behind somebody in Slack, with the API as they may use it and the words of their language. */
export interface Speaker {
	person: ChatPerson;
	client: Client;
	t(key: string, params?: Params): string;
	publicUrl: string;
}

/** Who speaks; null for somebody who is nobody here. */
export async function speakerOf(ports: Ports, team: string, user: string): Promise<Speaker | null> {
	const person = await ports.chat.personOf(team, user);
	if (!person) return null;
	return {
		person,
		client: ports.chat.as(person),
		t: (key, params = {}) => word(person.locale, key, params),
		publicUrl: ports.chat.publicUrl(),
	};
}

/** A sentence as a message. */
export function saying(text: string): SlackSurface {
	return { text, blocks: section("says", escaped(text)) };
}

/** For somebody who is nobody here. English: we know nothing of them. */
export function unknownPerson(): SlackSurface {
	return saying(word("en", "slack.unknown"));
}

/** What went wrong, in the API's own words; anything unexpected goes on. */
export function faultSaid(speaker: Pick<Speaker, "t">, fault: unknown): SlackSurface {
	if (!(fault instanceof CourtsideError)) throw fault;
	return saying(speaker.t("slack.fault", { reason: fault.message }));
}

/** A field that will not do. */
export class Refused extends Error {
	readonly block: string;
	constructor(block: string, message: string) {
		super(message);
		this.block = block;
	}
}
