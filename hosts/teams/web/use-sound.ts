import { useEffect, useRef, useState } from "react";
import type { LiveLine } from "../../kit/live/live-line.ts";
import { type Sound, type SoundFrom, takeSound } from "../../kit/live/microphone.ts";

/** The sound of this page, while it is taken. */
export interface TakenSound {
	sourceId: string;
	isOn: boolean;
	/** Takes it and sends it. Rejects with what the browser says, or the server. */
	begin(from: SoundFrom): Promise<void>;
	stop(): void;
}

/** Takes sound and sends it over the line; it stops with the page. */
export function useSound(line: LiveLine, onLeave?: (left: () => void) => void): TakenSound {
	const sound = useRef<Sound | null>(null);
	const [isOn, setOn] = useState(false);
	const [sourceId] = useState(() => crypto.randomUUID());
	const stop = () => {
		sound.current?.stop();
		sound.current = null;
		setOn(false);
	};
	const stopNow = useRef(stop);
	stopNow.current = stop;
	// biome-ignore lint/correctness/useExhaustiveDependencies: once a page
	useEffect(() => {
		onLeave?.(() => stopNow.current());
		return () => stopNow.current();
	}, []);
	return {
		sourceId,
		isOn,
		async begin(from) {
			const taken = await takeSound(
				from,
				() => line.elapsedSec() ?? 0,
				(channel, startSec, pcm) => line.audio({ channel, startSec, pcm }),
				() => {
					stop();
					void line.say({ type: "recording:pause" }).catch(() => undefined);
				},
			);
			stop();
			sound.current = taken;
			try {
				await line.say({ type: "recording:start", sourceId, channels: taken.channels });
				setOn(true);
			} catch (fault) {
				stop();
				throw fault;
			}
		},
		stop,
	};
}
