import type { Segment } from "../../core/coaching/segment.ts";
import type { SignedRequest } from "../../core/contract/host.ts";
import type { BotVendor } from "../../core/contract/meeting-bots.ts";
import type { Instant } from "../../core/model/instant.ts";

/** Somebody whom a bot saw in a meeting; `speakerId` is as segments have it. */
export interface BotPerson {
	speakerId: string;
	name: string | null;
	email: string | null;
}

/** What one delivery of a meeting bot says, whoever made the bot. */
export interface BotEvent {
	/** The meeting as the vendor names it: what comes under one key is one meeting. */
	meetingKey: string;
	/** A meeting of ours that the bot was sent to; null: one is made for it. */
	meetingId: string | null;
	title: string | null;
	/** Whose meeting it is, where whoever sent the bot said so. */
	ownerEmail: string | null;
	/** When what it tells happened. */
	at: Instant | null;
	people: BotPerson[];
	/** Those that are not final are shown and not kept. */
	segments: Segment[];
	/** It began to listen, it is over, or it was not allowed to listen; null: nothing of that. */
	state: "live" | "over" | "declined" | null;
	/** By what the whole transcript is fetched, once it is there; null: it is not. */
	transcriptRef: string | null;
}

/** What a vendor's whole transcript says. */
export interface BotTranscript {
	people: BotPerson[];
	segments: Segment[];
}

/** What is asked of a vendor's address: a call with the workspace's key, a POST where there is a body; answers JSON. */
export type AskVendor = (url: string, headers?: Record<string, string>, body?: object) => Promise<unknown>;

/** One vendor of meeting bots. */
export interface Bot {
	vendor: BotVendor;
	/** Why a request is not the vendor's; null where it is. `secrets` are those of the workspace. */
	refusal(request: SignedRequest, secrets: Record<string, string>, now: Instant): string | null;
	/** Tells a delivery from every other; the same for one that is sent again. */
	deliveryKey(request: SignedRequest): string;
	/** What a delivery says; null where it is nothing to us. Throws CourtsideError unprocessable for what cannot be read. */
	read(body: unknown): BotEvent | null;
	/** The whole transcript. Throws CourtsideError unavailable where the vendor does not answer. */
	fetchTranscript(ref: string, apiUrl: string, apiKey: string, ask: AskVendor): Promise<BotTranscript>;
	/**
	 * Sends a bot into a meeting by its link, to tell what is said at `address` with the id of our meeting. Absent where
	 * what it tells could not be told to be of our meeting. Throws CourtsideError unavailable.
	 */
	invite?(
		given: { meetingId: string; title: string; joinUrl: string; address: string },
		call: { apiUrl: string; apiKey: string; ask: AskVendor },
	): Promise<void>;
}
