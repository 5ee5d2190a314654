import type { Segment } from "../../core/coaching/segment.ts";
import { liveSegment } from "../../core/contract/live-meeting.ts";
import type { Deps } from "../deps.ts";
import type { Fanout, Message } from "../fanout/fanout.ts";
import { LiveSession } from "./live-session.ts";
import { playSample } from "./sample-call.ts";

/** A meeting without pages is kept so long, for those that come back. */
const KEPT_MS = 60_000;
/** Longer interims are not handed to other processes: their finals are. */
const MOST_INTERIM = 1500;

/** The live meetings that are open in this process. */
export interface LiveMeetings {
	/** Opens a meeting, or gives the one that is open; call `release` when done with it. */
	open(tenantId: number, meetingId: string): Promise<{ session: LiveSession; release(): void }>;
	close(): void;
}

interface Room {
	session: Promise<LiveSession>;
	users: number;
	timer: NodeJS.Timeout | null;
	leave(): void;
	/** Ends the sample call that is played in it. */
	stop(): void;
}

/** Shares meetings with the other processes over the fan-out: each reads from the database what others added. */
export function openLiveMeetings(
	deps: Pick<Deps, "database" | "jobs" | "log" | "now" | "speech"> & {
		fanout: Pick<Fanout, "publish" | "subscribe" | "onGap">;
	},
): LiveMeetings {
	const { database, log, now, speech, fanout } = deps;
	const self = crypto.randomUUID();
	const rooms = new Map<string, Room>();

	function openRoom(tenantId: number, meetingId: string): Room {
		const tell = ({ seq, interim }: { meetingId: string; seq: number; interim?: Segment }) => {
			const text = interim && interim.text.length <= MOST_INTERIM ? interimText(interim) : null;
			if (interim && text === null) return;
			// Ids and numbers; an interim's words go with it, because nobody keeps them.
			const message: Message = { live: meetingId, from: self, seq, interim: text };
			fanout
				.publish(tenantId, message)
				.catch((err: unknown) => log.warn({ err }, "a live meeting's news was not sent"));
		};
		const session = LiveSession.open({ database, log, now, hasSpeech: speech !== null, tell }, tenantId, meetingId);
		session.catch(() => rooms.delete(keyOf(tenantId, meetingId)));
		const leave = fanout.subscribe(tenantId, (message) => {
			if (message["live"] === meetingId) hear(session, message);
			else if (message["type"] === "meeting.changed" && message["entityId"] === meetingId)
				onceOpen(session, async (open) => {
					await open.changedElsewhere();
					playIfSample(open);
				});
		});
		const room: Room = { session, users: 0, timer: null, leave, stop: () => {} };
		// It may become one while its page is open.
		let isPlaying = false;
		const playIfSample = (open: LiveSession) => {
			if (isPlaying || open.facts.source !== "sample" || open.status().isEnded) return;
			isPlaying = true;
			room.stop = playSample(deps, open);
		};
		onceOpen(session, playIfSample);
		return room;
	}

	/** One that cannot be opened has told whoever wanted it; there is nothing to be done in it. */
	function onceOpen(session: Promise<LiveSession>, work: (open: LiveSession) => Promise<void> | void): void {
		session.then(work).catch((err: unknown) => log.warn({ err }, "a live meeting did not hear of something"));
	}

	function hear(session: Promise<LiveSession>, message: Message): void {
		if (message["from"] === self) return;
		onceOpen(session, (open) => {
			const interim = interimOf(message["interim"]);
			if (interim) open.takeInterim(interim);
			else open.heardOf(Number(message["seq"]));
		});
	}

	// What was missed is not known: everything is read anew.
	const forgetGaps = fanout.onGap(() => {
		for (const { session } of rooms.values()) onceOpen(session, (open) => open.changedElsewhere());
	});

	return {
		async open(tenantId, meetingId) {
			const key = keyOf(tenantId, meetingId);
			let room = rooms.get(key);
			if (!room) {
				room = openRoom(tenantId, meetingId);
				rooms.set(key, room);
			}
			const mine = room;
			mine.users++;
			if (mine.timer) clearTimeout(mine.timer);
			let isReleased = false;
			const release = () => {
				if (isReleased) return;
				isReleased = true;
				mine.users--;
				if (mine.users > 0) return;
				mine.timer = setTimeout(() => {
					mine.leave();
					mine.stop();
					if (rooms.get(key) === mine) rooms.delete(key);
				}, KEPT_MS);
				mine.timer.unref();
			};
			try {
				return { session: await mine.session, release };
			} catch (error) {
				mine.leave();
				throw error;
			}
		},
		close() {
			forgetGaps();
			for (const { leave, stop, timer } of rooms.values()) {
				leave();
				stop();
				if (timer) clearTimeout(timer);
			}
			rooms.clear();
		},
	};
}

function keyOf(tenantId: number, meetingId: string): string {
	return `${tenantId}/${meetingId}`;
}

function interimText({ words: _, ...segment }: Segment): string {
	return JSON.stringify(segment);
}

function interimOf(given: Message[string] | undefined): Segment | null {
	if (typeof given !== "string") return null;
	const parsed = liveSegment.safeParse(JSON.parse(given));
	return parsed.success ? asSegment(parsed.data) : null;
}

/** A segment of the wire as the coach takes it. */
export function asSegment({ words, confidence, ...segment }: ReturnType<typeof liveSegment.parse>): Segment {
	return { ...segment, ...(words && { words }), ...(confidence !== undefined && { confidence }) };
}
